public import Governance

/// All that a configuration says of answers by meaning. What counts, from weak to strong: the general policy, the path, the model,
/// the team, the request.
public struct SemanticPolicies: Hashable, Sendable {
    /// What holds where nothing else is said.
    public var general: SemanticPolicy
    /// By path.
    public var paths: [CachePolicies.Override<ModelPattern, SemanticOverrides>]
    /// By the public model's name.
    public var models: [CachePolicies.Override<ModelPattern, SemanticOverrides>]
    /// By the team's name.
    public var teams: [String: SemanticOverrides]

    /// Creates policies.
    public init(
        general: SemanticPolicy = SemanticPolicy(),
        paths: [CachePolicies.Override<ModelPattern, SemanticOverrides>] = [],
        models: [CachePolicies.Override<ModelPattern, SemanticOverrides>] = [],
        teams: [String: SemanticOverrides] = [:]
    ) {
        self.general = general
        self.paths = paths
        self.models = models
        self.teams = teams
    }

    /// Whether questions of anybody are answered by meaning without being asked to.
    public var appliesUnasked: Bool {
        let overrides = paths.map(\.overrides) + models.map(\.overrides) + teams.values
        return general.use == .on || overrides.contains { $0.use == .on }
    }

    /// The policy for a request, before its own words.
    /// - Parameters:
    ///   - path: the request's path, without its query.
    ///   - model: the public model's name.
    ///   - team: the name of the caller's team.
    public func policy(path: String, model: String, team: String?) -> SemanticPolicy {
        var policy = general
        for entry in paths where entry.subject.matches(path) { policy = policy.with(entry.overrides) }
        for entry in models where entry.subject.matches(model) { policy = policy.with(entry.overrides) }
        if let team, let overrides = teams[team] { policy = policy.with(overrides) }
        return policy
    }

    /// How a request is answered by meaning.
    /// - Returns: `nil` where it is not.
    func decide(_ facts: CacheRequestFacts, _ directives: CacheDirectives) -> SemanticPolicy? {
        guard !directives.isExact else { return nil }
        let policy = policy(path: facts.path, model: facts.model, team: facts.team)
        switch policy.use {
        case .off: return nil
        case .onRequest: return directives.asksSemantic ? policy : nil
        case .on: return policy
        }
    }
}
