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
    /// Where answers go beside memory.
    let archive: (any AnswerArchive)?

    /// - Parameters:
    ///   - maximumBytes: the most that answers may take in memory.
    ///   - archive: where they go beside it, so that they outlive the process.
    init(maximumBytes: Int, archive: (any AnswerArchive)? = nil) {
        exact = ExactCache(maximumBytes: maximumBytes)
        self.archive = archive
    }

    /// How often answers have been removed by hand: what was asked for before that is not stored behind it.
    private let purges = Atomic<Int>(0)

    /// Which purge was the last.
    var lastPurge: Int { purges.load(ordering: .acquiring) }

    /// Removes answers from memory.
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
    /// - Parameters:
    ///   - lastPurge: the last purge when the question came.
    ///   - persists: whether it is to outlive the process.
    /// - Returns: whether it is stored now.
    @discardableResult
    func insert(_ answer: CachedAnswer, at now: CacheInstant, asked lastPurge: Int, persists: Bool) -> Bool {
        let removals = archive?.removals ?? 0
        guard self.lastPurge == lastPurge else { return false }
        let outcome = exact.insert(answer, at: now)
        // The answer's own question comes again with it.
        semantic.remove(outcome.removed.filter { $0.digest != answer.digest })
        // One that came in between has not seen it.
        guard self.lastPurge == lastPurge else {
            exact.remove(answer.digest)
            return false
        }
        guard outcome.insertion == .stored else { return false }
        archive?.keep(answer, persists: persists, knowing: removals)
        return true
    }

    /// The time, as answers know it.
    static func now() -> CacheInstant { CacheInstant(milliseconds: WallClock.nanoseconds() / 1_000_000) }
}

extension AnswerCache: AnswerMemory {
    func restore(_ answer: CachedAnswer, hits: Int, _ meaning: StoredMeaning?) -> Bool {
        let hasRoom = exact.restore(answer, hits: hits, at: Self.now())
        if let meaning, exact.peek(answer.digest) === answer { semantic.restore(meaning) }
        return hasRoom
    }

    func restore(wrong pairs: [TextPairDigest]) { for pair in pairs { semantic.wrongPairs.insert(pair) } }

    func forget(_ purge: CachePurge) { _ = self.purge(purge) }

    func takeHits() -> [(digest: CacheDigest, hits: Int)] { exact.takeHits() }
}
