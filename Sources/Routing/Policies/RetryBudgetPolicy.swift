/// How much of the live traffic may be retries and hedges.
public struct RetryBudgetPolicy: Hashable, Sendable {
    /// Retries as a share of the requests of the last ten seconds, 0 to 1.
    public var share: Double
    /// Retries a second that are always allowed.
    public var floor: Int

    /// Creates a policy; the defaults are those of the configuration.
    public init(share: Double = 0.2, floor: Int = 3) {
        self.share = share
        self.floor = floor
    }
}
