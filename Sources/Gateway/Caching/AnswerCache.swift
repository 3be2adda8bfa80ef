import Caching
import Synchronization

/// What the cache holds from one configuration to the next: the stored answers, and those that are
/// on their way.
final class AnswerCache: Sendable {
    /// The answers, by the digest of their questions.
    let exact: ExactCache
    /// The questions that are being answered.
    let flights = FlightTable<AnswerHead>()
    /// The questions by meaning.
    let semantic = SemanticCache()

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
        // The questions go with their answers.
        switch purge {
        case .everything:
            let count = exact.removeAll()
            semantic.engine?.memory?.removeAll()
            return count
        case .answer(let digest):
            semantic.engine?.memory?.remove(digest)
            return exact.remove(digest) ? 1 : 0
        case .tagged(let tag):
            let removed = exact.purge(tag)
            semantic.remove(removed)
            return removed.count
        }
    }

    /// Removes one answer, and its question.
    func remove(_ digest: CacheDigest) {
        exact.remove(digest)
        semantic.engine?.memory?.remove(digest)
    }

    /// Stores an answer, unless something was removed since its question came.
    /// - Parameter lastPurge: the last purge when the question came.
    /// - Returns: whether it is stored now.
    @discardableResult
    func insert(_ answer: CachedAnswer, at now: CacheInstant, asked lastPurge: Int) -> Bool {
        guard self.lastPurge == lastPurge else { return false }
        let outcome = exact.insert(answer, at: now)
        // The answer's own question comes again with it.
        semantic.remove(outcome.removed.filter { $0.digest != answer.digest })
        // One that came in between has not seen it.
        guard self.lastPurge == lastPurge else {
            exact.remove(answer.digest)
            return false
        }
        return outcome.insertion == .stored
    }

    /// The time, as answers know it.
    static func now() -> CacheInstant { CacheInstant(milliseconds: WallClock.nanoseconds() / 1_000_000) }
}
