import Caching
import Synchronization

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

    /// How often answers have been removed by hand: what was asked for before that is not stored behind it.
    private let purges = Atomic<Int>(0)

    /// Which purge was the last.
    var lastPurge: Int { purges.load(ordering: .acquiring) }

    /// Removes answers.
    /// - Returns: how many there were.
    func purge(_ purge: CachePurge) -> Int {
        purges.add(1, ordering: .acquiringAndReleasing)
        return exact.purge(purge)
    }

    /// Stores an answer, unless something was removed since its question came.
    /// - Parameter lastPurge: the last purge when the question came.
    func insert(_ answer: CachedAnswer, at now: CacheInstant, asked lastPurge: Int) {
        guard self.lastPurge == lastPurge else { return }
        exact.insert(answer, at: now)
        // One that came in between has not seen it.
        if self.lastPurge != lastPurge { exact.remove(answer.digest) }
    }

    /// The time, as answers know it.
    static func now() -> CacheInstant { CacheInstant(milliseconds: WallClock.nanoseconds() / 1_000_000) }
}
