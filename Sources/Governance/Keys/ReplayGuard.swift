import Synchronization

/// Remembers the signatures that have been used, for as long as they would be good.
///
/// Only signatures that have been verified are remembered, so nobody without a key's secret can fill the memory. It is
/// bounded: two generations of so many signatures each. Where more come than fit, the older generation is forgotten early
/// and ``forgottenEarly`` counts it; a signature of that generation could then be used again.
public final class ReplayGuard: Sendable {
    private struct Seen: Hashable {
        let first: UInt64
        let second: UInt64
    }

    private struct State {
        var current: Set<Seen> = []
        var previous: Set<Seen> = []
        var began: Timestamp?
        var forgottenEarly = 0
    }

    /// A signature is good for the tolerance before and after its time.
    private static let span = 2 * RequestSignature.tolerance + 1

    private let capacity: Int
    private let state = Mutex(State())

    /// A memory.
    /// - Parameter capacity: how many signatures each of the two generations holds; about 40 bytes each.
    public init(capacity: Int = 100_000) { self.capacity = max(1, capacity) }

    /// How many generations were forgotten before their time.
    public var forgottenEarly: Int { state.withLock { $0.forgottenEarly } }

    /// How many signatures are remembered.
    public var count: Int { state.withLock { $0.current.count + $0.previous.count } }

    /// Notes that a verified signature is used.
    /// - Throws: ``RequestSignature/Failure/replayed`` where it has been used before.
    public func use(_ signature: RequestSignature, now: Timestamp) throws(RequestSignature.Failure) {
        // All bits of an HMAC are random: 128 of them tell signatures apart, of whatever key.
        let words = signature.code.withUnsafeBytes { bytes in
            Seen(
                first: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        let isNew = state.withLock { state in
            let began = state.began ?? now
            if now >= began.adding(seconds: Self.span) {
                // After two spans nothing of the current generation is good any more either.
                state.previous = now >= began.adding(seconds: 2 * Self.span) ? [] : state.current
                state.current = []
                state.began = now
            } else {
                state.began = began
            }
            if state.current.contains(words) || state.previous.contains(words) { return false }
            if state.current.count >= capacity {
                if !state.previous.isEmpty { state.forgottenEarly += 1 }
                state.previous = state.current
                state.current = []
                state.began = now
            }
            state.current.insert(words)
            return true
        }
        guard isNew else { throw .replayed }
    }
}
