/// Why a request may not even wait, and when to come again.
public struct QueueRefusal: Hashable, Sendable {
    /// Why.
    public enum Reason: String, Hashable, Sendable, CustomStringConvertible {
        /// As many wait as may.
        case full
        /// Its turn would come after its time is over, as far as present requests show.
        case tooLate = "too-late"

        /// The stable word for logs and metrics.
        public var description: String { rawValue }
    }

    /// Why.
    public var reason: Reason
    /// When there is likely to be room, for `retry-after`; a second to a minute.
    public var retryAfter: Duration

    /// Creates a refusal.
    public init(reason: Reason, retryAfter: Duration) {
        self.reason = reason
        self.retryAfter = retryAfter
    }
}
