public import Governance

/// All that a configuration says of the cache.
///
/// What counts, from weak to strong: the general policy; what the path has otherwise; the model, where several patterns fit the
/// later one; the team. Each says only what it has otherwise. Then the rules: the first that fits decides whether there is
/// caching, whatever the policy says. Then the request, which can decline, ask for less, or ask at all where that is left
/// to it; but never against a rule that denies.
public struct CachePolicies: Hashable, Sendable {
    /// What something has otherwise.
    public struct Override<Subject: Hashable & Sendable, Overrides: Hashable & Sendable>: Hashable, Sendable {
        /// Whose.
        public var subject: Subject
        /// What.
        public var overrides: Overrides

        /// Creates an entry.
        public init(_ subject: Subject, _ overrides: Overrides) {
            self.subject = subject
            self.overrides = overrides
        }
    }

    /// What holds where nothing else is said.
    public var general: CachePolicy
    /// By path.
    public var paths: [Override<ModelPattern, CacheOverrides>]
    /// By the public model's name.
    public var models: [Override<ModelPattern, CacheOverrides>]
    /// By the team's name.
    public var teams: [String: CacheOverrides]
    /// What is and what is not cached.
    public var rules: [CacheRule]
    /// What is answered by meaning.
    public var semantic: SemanticPolicies

    /// Creates policies.
    public init(
        general: CachePolicy = CachePolicy(),
        paths: [Override<ModelPattern, CacheOverrides>] = [],
        models: [Override<ModelPattern, CacheOverrides>] = [],
        teams: [String: CacheOverrides] = [:],
        rules: [CacheRule] = [],
        semantic: SemanticPolicies = SemanticPolicies()
    ) {
        self.general = general
        self.paths = paths
        self.models = models
        self.teams = teams
        self.rules = rules
        self.semantic = semantic
    }

    /// The policy for a request, before rules and directives.
    /// - Parameters:
    ///   - path: the request's path, without its query.
    ///   - model: the public model's name.
    ///   - team: the name of the caller's team.
    public func policy(path: String, model: String, team: String?) -> CachePolicy {
        var policy = general
        for entry in paths where entry.subject.matches(path) { policy = policy.with(entry.overrides) }
        for entry in models where entry.subject.matches(model) { policy = policy.with(entry.overrides) }
        if let team, let overrides = teams[team] { policy = policy.with(overrides) }
        return policy
    }
}
