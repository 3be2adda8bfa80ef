import Caching

/// What the cache holds from one configuration to the next: the stored answers, and those that are
/// on their way.
final class AnswerCache: Sendable {
    /// The answers, by the digest of their questions.
    let exact: ExactCache
    /// The questions that are being answered.
    let flights = FlightTable<AnswerHead>()

    /// - Parameter maximumBytes: the most that answers may take in memory.
    init(maximumBytes: Int) {
        exact = ExactCache(maximumBytes: maximumBytes)
    }

    /// The time, as answers know it.
    static func now() -> CacheInstant { CacheInstant(milliseconds: WallClock.nanoseconds() / 1_000_000) }
}
