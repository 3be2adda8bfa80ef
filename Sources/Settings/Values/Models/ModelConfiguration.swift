public import Governance
public import Routing

/// A public model name and what stands behind it.
public struct ModelConfiguration: Sendable, Hashable {
    /// The name callers use.
    public let name: String
    /// How one of the targets is chosen, and in which order the others follow.
    public let strategy: StrategyKind
    /// What keeps a caller on one target; there with the strategy `sticky` and only then.
    public let sticky: StickyKey?
    /// The branches in the order of the document; never empty.
    public let targets: [TargetConfiguration]
    /// When and how often a target is tried again.
    public let retry: RetryPolicy
    /// The time limits of each attempt and of the whole.
    public let timeout: TimeoutConfiguration
    /// When a target is set aside after failures.
    public let breaker: BreakerPolicy
    /// When a second copy of a slow request goes to the next target; nil for never.
    public let hedge: HedgePolicy?
    /// Whom copies of some requests go to, whose answers are thrown away; nil for nobody.
    public let mirror: MirrorPolicy?
    /// The slowest stream, in tokens a second, that counts as working; nil for any.
    public let minimumTokensPerSecond: Double?
    /// Whom a request goes to that is too long for the targets.
    public let contextWindowFallback: [TargetConfiguration]
    /// Whom a request goes to that a provider's policy refused.
    public let contentPolicyFallback: [TargetConfiguration]
    /// Whether a request is refused where a target cannot express a part of it.
    public let strict: Bool
    /// The environments whose keys see it; nil for all keys, also those without an environment.
    public let environments: Set<Environment>?
    /// The names of the guardrails that look at its requests, beside those that look at all.
    public let guardrails: [String]
    /// How much may be used in a time under this name, by all callers together.
    public let limits: [LimitPolicy]
    /// How much may be spent under this name, by all callers together.
    public let budgets: [BudgetPolicy]

    /// Puts a model together in code; nothing is checked. The defaults are those of the document.
    public init(
        name: String,
        strategy: StrategyKind = .fallback,
        sticky: StickyKey? = nil,
        targets: [TargetConfiguration],
        retry: RetryPolicy = RetryPolicy(),
        timeout: TimeoutConfiguration = TimeoutConfiguration(),
        breaker: BreakerPolicy = BreakerPolicy(),
        hedge: HedgePolicy? = nil,
        mirror: MirrorPolicy? = nil,
        minimumTokensPerSecond: Double? = nil,
        contextWindowFallback: [TargetConfiguration] = [],
        contentPolicyFallback: [TargetConfiguration] = [],
        strict: Bool = false,
        environments: Set<Environment>? = nil,
        guardrails: [String] = [],
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = []
    ) {
        self.name = name
        self.strategy = strategy
        self.sticky = sticky
        self.targets = targets
        self.retry = retry
        self.timeout = timeout
        self.breaker = breaker
        self.hedge = hedge
        self.mirror = mirror
        self.minimumTokensPerSecond = minimumTokensPerSecond
        self.contextWindowFallback = contextWindowFallback
        self.contentPolicyFallback = contentPolicyFallback
        self.strict = strict
        self.environments = environments
        self.guardrails = guardrails
        self.limits = limits
        self.budgets = budgets
    }

    /// Puts a model together whose targets are providers' models tried in order; nothing is checked.
    public init(
        name: String,
        targets: [ModelTarget],
        timeout: TimeoutConfiguration = TimeoutConfiguration(),
        strict: Bool = false
    ) {
        self.init(
            name: name,
            targets: targets.map { TargetConfiguration(.provider($0)) },
            timeout: timeout,
            strict: strict
        )
    }
}
