import Synchronization

/// A public model name, prepared: which targets it may lead to, how one is chosen, and the policies that count on the way.
///
/// Routes are built from the inside out and never change, so a route cannot contain itself.
public final class ModelRoute: Sendable {
    /// The public name.
    public let name: String
    /// Its place in the gateway's own table; this module does not look at it.
    public let index: Int
    /// How the order of the branches is found.
    public let strategy: StrategyKind
    /// What keeps a caller on one target; counts for ``StrategyKind/sticky`` only.
    public let stickyKey: StickyKey?
    /// The ways it may take, in the configuration's order.
    public let branches: [Branch]
    /// How its targets are tried again.
    public let retry: RetryPolicy
    /// When its targets are set aside.
    public let breaker: BreakerPolicy
    /// When a slow request is sent a second time.
    public let hedge: HedgePolicy?
    /// Who gets copies.
    public let mirror: MirrorPolicy?
    /// Who is asked when a request is too long for a target.
    public let contextWindowFallback: [Branch]
    /// Who is asked when a target's policy refuses a request.
    public let contentPolicyFallback: [Branch]
    /// The fewest output tokens a second with which an answer may begin; `nil` for no such bound.
    public let leastRate: Double?
    /// What strategies with a memory remember from one request to the next.
    let memory: Mutex<RouteMemory>

    /// Creates a route.
    /// - Parameters:
    ///   - name: the public name.
    ///   - index: the place in the gateway's own table.
    ///   - strategy: how the order is found.
    ///   - stickyKey: for ``StrategyKind/sticky``.
    ///   - branches: the ways, in order.
    ///   - retry: how targets are tried again.
    ///   - breaker: when targets are set aside.
    ///   - hedge: when a slow request is sent a second time.
    ///   - mirror: who gets copies.
    ///   - contextWindowFallback: who is asked when a request is too long.
    ///   - contentPolicyFallback: who is asked when a policy refuses.
    ///   - leastRate: output tokens a second.
    public init(
        name: String,
        index: Int = 0,
        strategy: StrategyKind = .fallback,
        stickyKey: StickyKey? = nil,
        branches: [Branch],
        retry: RetryPolicy = RetryPolicy(),
        breaker: BreakerPolicy = BreakerPolicy(),
        hedge: HedgePolicy? = nil,
        mirror: MirrorPolicy? = nil,
        contextWindowFallback: [Branch] = [],
        contentPolicyFallback: [Branch] = [],
        leastRate: Double? = nil
    ) {
        self.name = name
        self.index = index
        self.strategy = strategy
        self.stickyKey = stickyKey
        self.branches = branches
        self.retry = retry
        self.breaker = breaker
        self.hedge = hedge
        self.mirror = mirror
        self.contextWindowFallback = contextWindowFallback
        self.contentPolicyFallback = contentPolicyFallback
        self.leastRate = leastRate
        memory = Mutex(RouteMemory(strategy: strategy, branches: branches.count))
    }

    /// The other branches to take when a target gives this kind of answer.
    public func fallback(_ kind: FallbackKind) -> [Branch] {
        switch kind {
        case .contextWindow: contextWindowFallback
        case .contentPolicy: contentPolicyFallback
        }
    }

    /// Every target that the route may lead to, its special lists included, each once, in the order of the configuration.
    public var reachableTargets: [Target] {
        var found: [Target] = []
        collect(into: &found)
        return found
    }

    private func collect(into found: inout [Target]) {
        for branch in branches + contextWindowFallback + contentPolicyFallback {
            switch branch.destination {
            case .target(let target):
                if !found.contains(where: { $0.isSame(as: target) }) { found.append(target) }
            case .route(let route): route.collect(into: &found)
            }
        }
    }
}
