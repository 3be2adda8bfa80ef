/// What a strategy knows of a target's present state.
public struct TargetSnapshot: Hashable, Sendable {
    /// Whether it may be asked now.
    public enum Availability: Hashable, Sendable {
        /// Yes.
        case available
        /// Its breaker is open.
        case breakerOpen(until: Moment)
        /// It asked to be left alone, after too many requests.
        case coolingDown(until: Moment)
        /// It said that it is overloaded, and is left alone for a while.
        case overloaded(until: Moment)
        /// It fails far more often than its siblings.
        case ejected(until: Moment)
        /// An active health check failed.
        case unhealthy
        /// As many requests are in flight as it takes.
        case full
        /// None of its provider's credentials is in order.
        case noCredential(until: Moment?)
        /// None of its provider's credentials may be used, because the account of at least one is empty.
        case outOfQuota(until: Moment)
    }

    /// Whether it may be asked now.
    public var availability: Availability
    /// Requests in flight.
    public var inFlight: Int
    /// Expected time to the first content, in seconds; `nil` while nothing is known.
    public var timeToFirstToken: Double?
    /// Expected time for each further token, in seconds; `nil` while nothing is known.
    public var timePerToken: Double?
    /// The share of its weight that it has while it ramps up after a break, 0 to 1.
    public var rampShare: Double

    /// Creates a snapshot of a target nothing is known of.
    public init(
        availability: Availability = .available,
        inFlight: Int = 0,
        timeToFirstToken: Double? = nil,
        timePerToken: Double? = nil,
        rampShare: Double = 1
    ) {
        self.availability = availability
        self.inFlight = inFlight
        self.timeToFirstToken = timeToFirstToken
        self.timePerToken = timePerToken
        self.rampShare = rampShare
    }
}
