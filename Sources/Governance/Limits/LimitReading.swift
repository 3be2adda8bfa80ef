/// Where a limit stands, for `x-ratelimit-*` headers and the like.
public struct LimitReading: Hashable, Sendable {
    /// Which limit.
    public var policy: LimitPolicy
    /// What is left of the amount; never below zero.
    public var remaining: Int
    /// The time after which nothing is counted any more if nothing follows; zero where nothing is counted, and of
    /// ``LimitPolicy/Window/concurrent``, where nobody knows.
    public var resetAfter: Duration

    /// The amount that is let through.
    public var limit: Int { max(0, policy.amount) }

    /// A reading of a limit.
    public init(policy: LimitPolicy, remaining: Int, resetAfter: Duration) {
        self.policy = policy
        self.remaining = remaining
        self.resetAfter = resetAfter
    }
}
