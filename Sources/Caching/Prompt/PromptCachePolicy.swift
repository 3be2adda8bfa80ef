public import Governance

/// What is done for one request so that the provider's own cache serves it.
public struct PromptCachePolicy: Hashable, Sendable {
    /// Which lifetimes breakpoints may have.
    public enum Lifetimes: String, Hashable, Sendable, CaseIterable {
        /// Whichever is expected to cost least.
        case automatic = "auto"
        /// Five minutes alone.
        case fiveMinutes = "5m"
        /// An hour alone.
        case oneHour = "1h"

        /// The lifetimes to choose from.
        public var allowed: [CacheLifetime] {
            switch self {
            case .automatic: CacheLifetime.allCases
            case .fiveMinutes: [.fiveMinutes]
            case .oneHour: [.oneHour]
            }
        }
    }

    /// Whether anything is done.
    public var use: CachePolicy.Switch
    /// Which lifetimes breakpoints may have.
    public var lifetimes: Lifetimes
    /// Whether a request prefers the target and the credential that have its beginning.
    public var affinity: Bool

    /// Creates a policy.
    public init(
        use: CachePolicy.Switch = .onRequest,
        lifetimes: Lifetimes = .automatic,
        affinity: Bool = true
    ) {
        self.use = use
        self.lifetimes = lifetimes
        self.affinity = affinity
    }

    /// Whether it holds for a request.
    /// - Parameter wish: what the request says; `nil` where it says nothing.
    public func applies(to wish: Bool?) -> Bool {
        switch use {
        case .on: wish ?? true
        case .onRequest: wish ?? false
        case .off: false
        }
    }
}

/// What a model or a team has otherwise.
public struct PromptCacheOverrides: Hashable, Sendable {
    /// Whether anything is done.
    public var use: CachePolicy.Switch?
    /// Which lifetimes breakpoints may have.
    public var lifetimes: PromptCachePolicy.Lifetimes?
    /// Whether a request prefers the target and the credential that have its beginning.
    public var affinity: Bool?

    /// Creates overrides.
    public init(
        use: CachePolicy.Switch? = nil,
        lifetimes: PromptCachePolicy.Lifetimes? = nil,
        affinity: Bool? = nil
    ) {
        self.use = use
        self.lifetimes = lifetimes
        self.affinity = affinity
    }
}

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
