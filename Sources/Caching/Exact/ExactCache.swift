import Synchronization

/// Answers by the digest of their questions, in memory and bounded in bytes.
///
/// Cut into parts that are locked one by one, each for as long as a look-up in a dictionary and a few links take; what is
/// removed is freed behind the lock. See ``CacheShard`` for what stays and what goes.
public final class ExactCache: Sendable {
    /// What an insertion did.
    public struct Outcome: Sendable {
        /// What became of the answer.
        public let insertion: CacheInsertion
        /// Answers that are no longer stored: evicted, replaced or expired; the new one too where it was rejected.
        public let removed: [CachedAnswer]
    }

    /// How much room a part must have to be worth its lock.
    private static let leastPart = 8 << 20
    /// How many answers are removed under one lock.
    private static let batch = 128

    private final class Part: Sendable {
        let shard: Mutex<CacheShard>
        init(capacity: Int) { shard = Mutex(CacheShard(capacity: capacity)) }
    }

    private let parts: [Part]

    /// Creates a cache.
    /// - Parameters:
    ///   - maximumBytes: the most it may take in memory, everything counted.
    ///   - parts: into how many parts it is cut; `nil` chooses by the size, 1 to 16. An answer can take an eighth of one
    ///     part at most.
    public init(maximumBytes: Int, parts: Int? = nil) {
        let count = max(1, min(parts ?? maximumBytes / Self.leastPart, 16))
        self.parts = (0..<count).map { _ in Part(capacity: maximumBytes / count) }
    }

    private func part(of digest: CacheDigest) -> Part {
        // Other bits than those the frequencies are kept by.
        parts[Int(truncatingIfNeeded: digest.word >> 40) % parts.count]
    }

    /// Looks for an answer and counts that it was asked for.
    /// - Parameters:
    ///   - digest: the question's key.
    ///   - now: the time; an answer whose time is over is never given.
    ///   - maximumAge: the oldest answer that will do; `nil` for any.
    public func lookUp(_ digest: CacheDigest, at now: CacheInstant, maximumAge: Duration? = nil) -> CacheLookup {
        let (found, _) = part(of: digest).shard.withLock { shard in
            var removed: [CachedAnswer] = []
            return (shard.lookUp(digest, at: now, maximumAge: maximumAge, removed: &removed), removed)
        }
        return found
    }

    /// The answer under a key, expired or not, without counting that anyone asked.
    public func peek(_ digest: CacheDigest) -> CachedAnswer? {
        part(of: digest).shard.withLock { $0.peek(digest) }
    }

    /// Stores an answer, in place of an older one under the same key.
    @discardableResult
    public func insert(_ answer: CachedAnswer, at now: CacheInstant) -> Outcome {
        let (insertion, removed) = part(of: answer.digest).shard.withLock { shard in
            var removed: [CachedAnswer] = []
            return (shard.insert(answer, at: now, removed: &removed), removed)
        }
        return Outcome(insertion: insertion, removed: removed)
    }

    /// Stores an answer of an earlier process, unless there is one under its key; nothing has to go for it.
    /// - Parameter hits: how often it has been given.
    /// - Returns: whether there was room.
    public func restore(_ answer: CachedAnswer, hits: Int, at now: CacheInstant) -> Bool {
        let (hasRoom, _) = part(of: answer.digest).shard.withLock { shard in
            var removed: [CachedAnswer] = []
            return (shard.restore(answer, hits: hits, at: now, removed: &removed), removed)
        }
        return hasRoom
    }

    /// Remembers an answer in another form, so that it need not be written again, and counts what it takes.
    public func remember(_ rendition: Rendition, as key: RenditionKey, of answer: CachedAnswer) {
        _ = part(of: answer.digest).shard.withLock { shard in
            var removed: [CachedAnswer] = []
            if let bytes = answer.remember(rendition, for: key) { shard.grow(answer, by: bytes, removed: &removed) }
            return removed
        }
    }

    // MARK: - Removing

    /// Removes the answer under a key.
    /// - Returns: whether there was one.
    @discardableResult
    public func remove(_ digest: CacheDigest) -> Bool {
        let (isRemoved, _) = part(of: digest).shard.withLock { shard in
            var removed: [CachedAnswer] = []
            return (shard.remove(digest, removed: &removed), removed)
        }
        return isRemoved
    }

    /// Removes every answer with a tag, in time proportional to how many they are.
    /// - Returns: those that were removed.
    @discardableResult
    public func purge(_ tag: CacheTag) -> [CachedAnswer] {
        inBatches { shard, removed in shard.purge(tag, limit: Self.batch, removed: &removed) }
    }

    /// Removes everything.
    /// - Returns: how many answers there were.
    @discardableResult
    public func removeAll() -> Int {
        parts.reduce(0) { sum, part in
            let removed = part.shard.withLock { $0.removeAll() }
            return sum + removed.count
        }
    }

    /// Changes the room there is; what no longer fits is given up.
    public func resize(maximumBytes: Int) {
        let capacity = maximumBytes / parts.count
        _ = inBatches { shard, removed in shard.resize(to: capacity, limit: Self.batch, removed: &removed) }
    }

    /// Removes what has expired, looking at every answer; for a quiet moment.
    /// - Returns: those that were removed.
    @discardableResult
    public func sweep(at now: CacheInstant) -> [CachedAnswer] {
        var removed: [CachedAnswer] = []
        for part in parts {
            let count = part.shard.withLock { $0.count }
            for _ in 0...(count / Self.batch) {
                removed += part.shard.withLock { shard in
                    var removed: [CachedAnswer] = []
                    shard.sweep(Self.batch, at: now, removed: &removed)
                    return removed
                }
            }
        }
        return removed
    }

    /// Does something to every part until it says that nothing is left, a batch under each lock.
    private func inBatches(
        _ body: (inout CacheShard, inout [CachedAnswer]) -> Bool
    ) -> [CachedAnswer] {
        var all: [CachedAnswer] = []
        for part in parts {
            var isMore = true
            while isMore {
                let removed: [CachedAnswer]
                (isMore, removed) = part.shard.withLock { shard in
                    var removed: [CachedAnswer] = []
                    return (body(&shard, &removed), removed)
                }
                all += removed
            }
        }
        return all
    }

    // MARK: - What is in it

    /// What it has done, and what is in it.
    public var statistics: CacheStatistics {
        parts.reduce(into: CacheStatistics()) { sum, part in sum += part.shard.withLock { $0.reading } }
    }

    /// How often answers have been given since the last call, of those that have.
    public func takeHits() -> [(digest: CacheDigest, hits: Int)] {
        var hits: [(digest: CacheDigest, hits: Int)] = []
        for part in parts {
            var place: Int? = 0
            while let from = place {
                let (next, some) = part.shard.withLock { shard in
                    var some: [(digest: CacheDigest, hits: Int)] = []
                    return (shard.takeHits(from: from, limit: Self.batch, into: &some), some)
                }
                hits += some
                place = next
            }
        }
        return hits
    }

    /// The answers that are given most often, without those whose time is over.
    /// - Parameters:
    ///   - count: how many at most.
    ///   - isIncluded: which of them.
    public func top(
        _ count: Int,
        at now: CacheInstant,
        where isIncluded: (CachedAnswer) -> Bool = { _ in true }
    ) -> [CacheEntry] {
        var top: [CacheEntry] = []
        for part in parts {
            var place: Int? = 0
            while let from = place {
                let (next, entries) = part.shard.withLock { shard in
                    var entries: [CacheEntry] = []
                    return (shard.entries(from: from, limit: Self.batch, into: &entries), entries)
                }
                top += entries.filter { !$0.answer.isExpired(at: now) && isIncluded($0.answer) }
                // Sorted once for many, so that a million answers are not sorted whole.
                if top.count > count + 4096 { top = Self.first(count, of: top) }
                place = next
            }
        }
        return Self.first(count, of: top)
    }

    private static func first(_ count: Int, of entries: [CacheEntry]) -> [CacheEntry] {
        Array(
            entries.sorted { ($0.hits, $0.answer.created) > ($1.hits, $1.answer.created) }.prefix(max(0, count))
        )
    }

    /// Goes through all answers, for a copy of them elsewhere; what changes meanwhile may or may not be among them.
    public func visit(_ body: (CachedAnswer) throws -> Void) rethrows {
        for part in parts {
            var place: Int? = 0
            while let from = place {
                let (next, answers) = part.shard.withLock { shard in
                    var answers: [CachedAnswer] = []
                    return (shard.answers(from: from, limit: Self.batch, into: &answers), answers)
                }
                for answer in answers { try body(answer) }
                place = next
            }
        }
    }
}
