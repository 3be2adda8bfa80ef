public import Gateway
import Governance
import Synchronization

/// The last calls that are over: for the live view, and for the story of a request.
///
/// Told of each call on the call's event loop. What that takes is a lock held for putting a reference into its place. Nobody is
/// woken; who watches comes and looks (``LiveHub``).
public final class RecentCalls: Sendable {
    /// How many calls are kept.
    public static let capacity = 2000
    /// How many bytes they take together, by an estimate.
    public static let maximumBytes = 8 << 20

    private struct State {
        /// A ring: the call of a number is at its remainder.
        var calls: [RequestRecord?] = []
        /// How many places the ring has; they are made with the first call.
        let capacity: Int
        /// The numbers of the oldest call that is kept, and of the next.
        var first: UInt64 = 0
        var next: UInt64 = 0
        var bytes = 0

        /// Takes the oldest call out.
        mutating func evict() -> RequestRecord? {
            let place = Int(first % UInt64(capacity))
            first += 1
            let call = calls[place]
            calls[place] = nil
            bytes -= call?.size ?? 0
            return call
        }
    }

    /// Whether there is anybody who could look at calls: where nobody can, none are kept.
    public var isKeeping: Bool {
        get { keeps.load(ordering: .relaxed) }
        set { keeps.store(newValue, ordering: .relaxed) }
    }

    private let keeps = Atomic(true)
    private let maximumBytes: Int
    private let state: Mutex<State>

    /// None so far.
    public convenience init() { self.init(capacity: Self.capacity, maximumBytes: Self.maximumBytes) }

    init(capacity: Int, maximumBytes: Int) {
        self.maximumBytes = maximumBytes
        state = Mutex(State(capacity: max(1, capacity)))
    }

    /// A call is over.
    public func observe(_ call: RequestRecord) {
        guard isKeeping else { return }
        let size = call.size
        // Given up outside of the lock.
        let evicted: RequestRecord? = state.withLock { state in
            var evicted: RequestRecord?
            if state.calls.isEmpty { state.calls = Array(repeating: nil, count: state.capacity) }
            if state.next - state.first == UInt64(state.capacity) { evicted = state.evict() }
            while state.bytes + size > maximumBytes, state.first < state.next { evicted = state.evict() }
            state.calls[Int(state.next % UInt64(state.capacity))] = call
            state.next += 1
            state.bytes += size
            return evicted
        }
        withExtendedLifetime(evicted) {}
    }

    /// The number of the next call.
    var next: UInt64 { state.withLock { $0.next } }

    /// The calls from a number on, in order.
    /// - Returns: those that are still kept, how many are not, and the number of the next one.
    func calls(from number: UInt64) -> (calls: [RequestRecord], missed: Int, next: UInt64) {
        state.withLock { state in
            let start = min(max(number, state.first), state.next)
            let calls = (start..<state.next).compactMap { state.calls[Int($0 % UInt64(state.capacity))] }
            return (calls, number < start ? Int(clamping: start - number) : 0, state.next)
        }
    }

    /// The call of a line of the ledger, if it is still kept.
    func call(entry: String) -> RequestRecord? {
        calls(from: 0).calls.last { $0.ledger.entry == entry }
    }
}
