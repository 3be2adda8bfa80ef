import Synchronization

/// Pairs of questions of which somebody has said that the answer to one does not answer the other.
///
/// Bounded: of more than that the oldest are forgotten. It holds digests, no words.
public final class WrongPairs: Sendable {
    private struct State {
        var known: Set<TextPairDigest> = []
        /// In the order in which they came, as a ring.
        var order: [TextPairDigest] = []
        var next = 0
    }

    private let state = Mutex(State())
    private let capacity: Int

    /// Creates an empty memory.
    /// - Parameter capacity: the most pairs.
    public init(capacity: Int = 16_384) { self.capacity = max(1, capacity) }

    /// How many pairs there are.
    public var count: Int { state.withLock { $0.known.count } }

    /// All pairs, the oldest first.
    public var pairs: [TextPairDigest] {
        state.withLock { Array($0.order[$0.next...] + $0.order[..<$0.next]) }
    }

    /// Whether a pair was marked.
    public func contains(_ pair: TextPairDigest) -> Bool { state.withLock { $0.known.contains(pair) } }

    /// Remembers a pair.
    public func insert(_ pair: TextPairDigest) {
        state.withLock { state in
            guard state.known.insert(pair).inserted else { return }
            if state.order.count < capacity {
                state.order.append(pair)
            } else {
                state.known.remove(state.order[state.next])
                state.order[state.next] = pair
                state.next = (state.next + 1) % capacity
            }
        }
    }
}
