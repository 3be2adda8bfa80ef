/// What follows on a try to deliver a batch.
public struct DeliveryPolicy: Hashable, Sendable {
    /// What is done.
    public enum Step: Hashable, Sendable {
        /// The batch has arrived.
        case delivered
        /// The batch is sent again, after so many milliseconds.
        case again(milliseconds: Int)
        /// The batch is let go of: another try would end alike, or there have been enough.
        case givenUp
    }

    /// How often a batch is sent at most.
    public var tries = 6
    /// The first pause, in milliseconds; each further one is twice as long.
    public var firstPause = 500
    /// The longest pause, also where the server asks for a longer one.
    public var longestPause = 30_000

    /// The standard.
    public init() {}

    /// What follows.
    /// - Parameters:
    ///   - response: what the server said; `nil` where it was not reached.
    ///   - count: how often the batch has been sent.
    ///   - chance: from 0 up to 1; spreads the pauses of many senders.
    public func step(after response: TelemetryResponse?, tries count: Int, chance: Double) -> Step {
        if let response {
            if (200..<300).contains(response.status) { return .delivered }
            // OTLP/HTTP: these and no others are worth another try.
            guard [429, 502, 503, 504].contains(response.status) else { return .givenUp }
        }
        guard count < tries else { return .givenUp }
        if let seconds = response?.retryAfter, seconds >= 0 {
            return .again(milliseconds: min(longestPause, min(seconds, 86_400) * 1000))
        }
        let pause = min(longestPause, firstPause << min(max(0, count - 1), 16))
        // Half of it is left to chance.
        return .again(milliseconds: pause / 2 + Int(Double(pause / 2) * min(max(chance, 0), 1)))
    }
}
