import Synchronization

/// A table that forgets: bounded by bytes and by age.
///
/// Each part keeps two generations, as ``RawMemo`` does: what is written is in the young one, and when that is full or has
/// lasted as long as anything may, the old one is forgotten. So nothing needs a list of who came last, and nothing is kept
/// for longer than twice the lifetime.
final class AgingTable<Value: Sendable>: Sendable {
    private struct Generations {
        var young: [CacheDigest: Value] = [:]
        var old: [CacheDigest: Value] = [:]
        var begun: CacheInstant?
    }

    /// One part, locked alone.
    private final class Part: Sendable {
        let generations = Mutex(Generations())
    }

    /// What an entry takes at most: 32 bytes of key, the value, and the slots that a dictionary keeps free.
    static var bytesPerEntry: Int { 3 * (MemoryLayout<CacheDigest>.stride + MemoryLayout<Value>.stride) }
    private static var partCount: Int { 16 }

    private let parts: [Part]
    private let limit: Atomic<Int>
    private let lifetime: Duration

    /// - Parameters:
    ///   - maximumBytes: the most memory that entries take.
    ///   - lifetime: how long an entry is of use at least, where there is room.
    init(maximumBytes: Int, lifetime: Duration) {
        parts = (0..<Self.partCount).map { _ in Part() }
        limit = Atomic(Self.limit(maximumBytes))
        self.lifetime = lifetime
    }

    private static func limit(_ maximumBytes: Int) -> Int { max(1, maximumBytes / (2 * partCount * bytesPerEntry)) }

    /// Takes another bound. What is beyond it is forgotten with the next generations.
    func resize(maximumBytes: Int) { limit.store(Self.limit(maximumBytes), ordering: .relaxed) }

    /// The value of a key.
    subscript(_ key: CacheDigest) -> Value? {
        part(of: key).generations.withLock { $0.young[key] ?? $0.old[key] }
    }

    /// Changes a value, or makes one.
    func update(_ key: CacheDigest, at now: CacheInstant, _ change: (Value?) -> Value) {
        // What is forgotten is freed behind the lock.
        _ = part(of: key).generations.withLock { generations -> [CacheDigest: Value] in
            var forgotten: [CacheDigest: Value] = [:]
            let known = generations.young[key]
            let isOver = generations.begun.map { now - $0 > lifetime } ?? false
            if isOver || (known == nil && generations.young.count >= limit.load(ordering: .relaxed)) {
                forgotten = generations.old
                generations.old = generations.young
                generations.young = [:]
                generations.begun = now
            }
            if generations.begun == nil { generations.begun = now }
            generations.young[key] = change(known ?? generations.old[key])
            return forgotten
        }
    }

    /// Forgets everything.
    func removeAll() {
        for part in parts {
            _ = part.generations.withLock { generations -> Generations in
                defer { generations = Generations() }
                return generations
            }
        }
    }

    /// How many entries there are; those in both generations count twice.
    var count: Int {
        parts.reduce(0) { sum, part in sum + part.generations.withLock { $0.young.count + $0.old.count } }
    }

    private func part(of key: CacheDigest) -> Part { parts[Int(key.word % UInt64(Self.partCount))] }
}
