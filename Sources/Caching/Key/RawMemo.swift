import Synchronization

/// Remembers what was made of requests, by their bytes, so that one that comes again need not be read again.
///
/// Bounded by count. Each part keeps two generations: what is asked for is in the young one or moves there, and when the
/// young one is full the old one is forgotten. So whatever was asked for within the last `capacity / 2` different requests
/// is there, and nothing needs a list of who came last.
public final class RawMemo<Value: Sendable>: Sendable {
    private struct Generations {
        var young: [RawDigest: Value] = [:]
        var old: [RawDigest: Value] = [:]
    }

    private static var partCount: Int { 16 }

    private let parts: [Part]
    private let limit: Int

    /// One part, locked alone.
    private final class Part: Sendable {
        let generations = Mutex(Generations())
    }

    /// Creates a memo.
    /// - Parameter capacity: the most requests it remembers; at least 32.
    public init(capacity: Int = 16_384) {
        parts = (0..<Self.partCount).map { _ in Part() }
        limit = max(1, capacity / (2 * Self.partCount))
    }

    /// What was made of a request.
    public subscript(_ digest: RawDigest) -> Value? {
        // What is forgotten is freed behind the lock, here and below.
        let (value, _) = part(of: digest).generations.withLock { generations -> (Value?, [RawDigest: Value]) in
            if let value = generations.young[digest] { return (value, [:]) }
            guard let value = generations.old[digest] else { return (nil, [:]) }
            return (value, keep(value, for: digest, in: &generations))
        }
        return value
    }

    /// Remembers what was made of a request.
    public func remember(_ value: Value, for digest: RawDigest) {
        _ = part(of: digest).generations.withLock { keep(value, for: digest, in: &$0) }
    }

    /// Forgets everything.
    public func removeAll() {
        for part in parts {
            part.generations.withLock { generations in
                generations = Generations()
            }
        }
    }

    /// How many requests are remembered.
    public var count: Int {
        parts.reduce(0) { sum, part in
            part.generations.withLock { generations in
                sum + generations.young.count + generations.old.keys.count { generations.young[$0] == nil }
            }
        }
    }

    private func part(of digest: RawDigest) -> Part { parts[Int(digest.word % UInt64(Self.partCount))] }

    /// - Returns: what is forgotten.
    private func keep(
        _ value: Value,
        for digest: RawDigest,
        in generations: inout Generations
    ) -> [RawDigest: Value] {
        var forgotten: [RawDigest: Value] = [:]
        if generations.young.count >= limit {
            forgotten = generations.old
            generations.old = generations.young
            generations.young = [:]
        }
        generations.young[digest] = value
        return forgotten
    }
}
