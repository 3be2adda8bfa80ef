/// When a target, or one of a provider's credentials, is set aside after failures, and how it comes back.
public struct BreakerPolicy: Hashable, Sendable {
    /// As many failures in a row open the breaker.
    public var failures: Int
    /// The share of failures in ``window`` that opens it too, 0 to 1.
    public var failureShare: Double
    /// The fewest requests in ``window`` before the share counts.
    public var minimumRequests: Int
    /// How far back failures are looked at.
    public var window: Duration
    /// How long the breaker stays open at first; up to a fifth is added at random, so that many gateways do not come back at once.
    public var openFor: Duration
    /// After this long with a closed breaker the target has its full share again; until then its share grows.
    public var rampUp: Duration
    /// The largest share of a model's targets that may be set aside for being worse than the others, 0 to 1.
    public var maximumEjected: Double

    /// Creates a policy; the defaults are those of the configuration.
    public init(
        failures: Int = 5,
        failureShare: Double = 0.5,
        minimumRequests: Int = 20,
        window: Duration = .seconds(30),
        openFor: Duration = .seconds(15),
        rampUp: Duration = .seconds(10),
        maximumEjected: Double = 0.5
    ) {
        self.failures = failures
        self.failureShare = failureShare
        self.minimumRequests = minimumRequests
        self.window = window
        self.openFor = openFor
        self.rampUp = rampUp
        self.maximumEjected = maximumEjected
    }
}
