import Synchronization

/// An answer that was given, or would have been, to a question that means the same as the one it was stored for.
public struct ServedHit: Hashable, Sendable {
    /// What the answer is stored under.
    public let entry: CacheDigest
    /// Which two questions.
    public let pair: TextPairDigest
    /// How like they are.
    public let score: Double
    /// How sure it was.
    public let level: SemanticLevel
    /// The public model.
    public let model: String
    /// The name of the team that asked; `nil` without one.
    public let team: String?
    /// Whether it was given.
    public let isServed: Bool

    /// Creates one.
    public init(
        entry: CacheDigest,
        pair: TextPairDigest,
        score: Double,
        level: SemanticLevel,
        model: String,
        team: String?,
        isServed: Bool
    ) {
        self.entry = entry
        self.pair = pair
        self.score = score
        self.level = level
        self.model = model
        self.team = team
        self.isServed = isServed
    }
}

/// The answers given last, by the id of the request that got them, so that one can be marked wrong afterwards.
///
/// Bounded: of more than that the oldest are forgotten. An id that comes again, as a caller may choose its own, names the last.
public final class ServedHits: Sendable {
    private struct State {
        var hits: [String: ServedHit] = [:]
        var order: [String] = []
        var next = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Creates an empty memory.
    /// - Parameter capacity: the most answers.
    public init(capacity: Int = 8192) { self.capacity = max(1, capacity) }

    /// What a request got.
    /// - Parameter id: the request's id, as `x-request-id` said.
    public subscript(_ id: String) -> ServedHit? { state.withLock { $0.hits[id] } }

    /// Remembers what a request got.
    public func remember(_ hit: ServedHit, of id: String) {
        guard id.utf8.count <= 256 else { return }
        state.withLock { state in
            if state.hits.updateValue(hit, forKey: id) != nil { return }
            if state.order.count < capacity {
                state.order.append(id)
            } else {
                state.hits[state.order[state.next]] = nil
                state.order[state.next] = id
                state.next = (state.next + 1) % capacity
            }
        }
    }
}
