import Synchronization

/// Remembers the signatures that have been used, for as long as they would be good.
///
/// Only signatures that have been verified are remembered, so nobody without a key's secret can fill the memory. It is
/// bounded: two generations of so many signatures each. Where more come than fit, the older generation is forgotten early
/// and ``forgottenEarly`` counts it.
///
/// What is not remembered is not taken. A memory is empty when it begins, and what was used before that is not known: so
/// signatures are refused whose time is not later than any that could have been used by then, which is
/// ``RequestSignature/lead`` seconds after the beginning. A generation that is forgotten early moves this bound to the
/// latest of its signatures.
public final class ReplayGuard: Sendable {
    private struct Seen: Hashable {
        let first: UInt64
        let second: UInt64
    }

    private struct State {
        var current: Set<Seen> = []
        var previous: Set<Seen> = []
        /// The latest time of the signatures in each generation.
        var latest: Timestamp
        var latestOfPrevious: Timestamp
        /// Signatures of this time or an earlier one may have been used without being remembered.
        var bound: Timestamp
        var began: Timestamp?
        var forgottenEarly = 0
    }

    /// A signature is good from the lead before its time to the tolerance after it.
    private static let span = RequestSignature.tolerance + RequestSignature.lead + 1

    private let capacity: Int
    private let state: Mutex<State>

    /// A memory.
    /// - Parameters:
    ///   - capacity: how many signatures each of the two generations holds; about 40 bytes each.
    ///   - beginning: when it begins: whoever took requests before has stopped by then.
    public init(capacity: Int = 100_000, since beginning: Timestamp) {
        self.capacity = max(1, capacity)
        let bound = beginning.adding(seconds: RequestSignature.lead)
        state = Mutex(State(latest: bound, latestOfPrevious: bound, bound: bound))
    }

    /// How many generations were forgotten before their time.
    public var forgottenEarly: Int { state.withLock { $0.forgottenEarly } }

    /// How many signatures are remembered.
    public var count: Int { state.withLock { $0.current.count + $0.previous.count } }

    /// Notes that a verified signature is used.
    /// - Throws: ``RequestSignature/Failure/replayed`` where it has been used before,
    ///   ``RequestSignature/Failure/unremembered(retryAfter:)`` where that cannot be known.
    public func use(_ signature: RequestSignature, now: Timestamp) throws(RequestSignature.Failure) {
        // All bits of an HMAC are random: 128 of them tell signatures apart, of whatever key.
        let words = signature.code.withUnsafeBytes { bytes in
            Seen(
                first: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self),
                second: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
            )
        }
        let failure: RequestSignature.Failure? = state.withLock { state in
            let began = state.began ?? now
            if now >= began.adding(seconds: Self.span) {
                // After two spans nothing of the current generation is good any more either.
                state.previous = now >= began.adding(seconds: 2 * Self.span) ? [] : state.current
                state.latestOfPrevious = state.latest
                state.current = []
                state.began = now
            } else {
                state.began = began
            }
            // What is remembered is called what it is, also where the bound has passed it.
            if state.current.contains(words) || state.previous.contains(words) { return .replayed }
            if signature.time <= state.bound {
                let wait = state.bound.seconds.subtractingReportingOverflow(now.seconds)
                return .unremembered(retryAfter: wait.overflow ? 1 : max(0, wait.partialValue) + 1)
            }
            if state.current.count >= capacity {
                if !state.previous.isEmpty {
                    state.forgottenEarly += 1
                    state.bound = max(state.bound, state.latestOfPrevious)
                }
                state.previous = state.current
                state.latestOfPrevious = state.latest
                state.current = []
                state.began = now
            }
            state.current.insert(words)
            state.latest = max(state.latest, signature.time)
            return nil
        }
        if let failure { throw failure }
    }
}
