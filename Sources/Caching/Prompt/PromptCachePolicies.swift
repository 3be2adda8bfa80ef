public import Governance

/// All that a configuration says of providers' own caches. What counts, from weak to strong: the general policy; the model,
/// where several patterns fit the later one; the team; the request, as far as it is left to it.
public struct PromptCachePolicies: Hashable, Sendable {
    /// What a public model has otherwise.
    public struct ModelOverride: Hashable, Sendable {
        /// Which models.
        public var models: ModelPattern
        /// What they have otherwise.
        public var overrides: PromptCacheOverrides

        /// Creates an entry.
        public init(_ models: ModelPattern, _ overrides: PromptCacheOverrides) {
            self.models = models
            self.overrides = overrides
        }
    }

    /// What holds where nothing else is said.
    public var general: PromptCachePolicy
    /// By the public model's name.
    public var models: [ModelOverride]
    /// By the team's name.
    public var teams: [String: PromptCacheOverrides]

    /// Creates policies.
    public init(
        general: PromptCachePolicy = PromptCachePolicy(),
        models: [ModelOverride] = [],
        teams: [String: PromptCacheOverrides] = [:]
    ) {
        self.general = general
        self.models = models
        self.teams = teams
    }

    /// Whether a request that says nothing may have to do with it.
    public var appliesUnasked: Bool {
        general.use == .on || models.contains { $0.overrides.use == .on } || teams.values.contains { $0.use == .on }
    }

    /// The policy for a request.
    /// - Parameters:
    ///   - model: the public model's name.
    ///   - team: the name of the caller's team.
    public func policy(model: String, team: String?) -> PromptCachePolicy {
        var policy = general
        func take(_ overrides: PromptCacheOverrides) {
            policy.use = overrides.use ?? policy.use
            policy.lifetimes = overrides.lifetimes ?? policy.lifetimes
            policy.affinity = overrides.affinity ?? policy.affinity
        }
        for entry in models where entry.models.matches(model) { take(entry.overrides) }
        if let team, let overrides = teams[team] { take(overrides) }
        return policy
    }
}
