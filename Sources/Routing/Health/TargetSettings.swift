/// What the configuration says about a target's health and load.
public struct TargetSettings: Hashable, Sendable {
    /// When it is set aside.
    public var breaker: BreakerPolicy
    /// The most requests in flight; `nil` is without limit.
    public var maximumInFlight: Int?

    /// Creates settings.
    public init(breaker: BreakerPolicy = BreakerPolicy(), maximumInFlight: Int? = nil) {
        self.breaker = breaker
        self.maximumInFlight = maximumInFlight
    }
}
