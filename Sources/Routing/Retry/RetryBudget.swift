import Synchronization

/// How many retries and hedges there may be, over all targets and loops: a share of the requests of the last ten seconds,
/// and a few a second in any case.
///
/// When everything fails, retries would multiply the load just when it hurts most; the budget bounds that. A request
/// costs an atomic addition, a retry a short lock.
public final class RetryBudget: Sendable {
    /// The requests of one second: the second in the upper half, their number in the lower, so that both change at once.
    private final class Slot: Sendable {
        let secondAndCount = Atomic<UInt64>(0)
    }

    /// The retries of one second.
    private struct Granted {
        var second = UInt32.max
        /// Against the share of requests.
        var ofShare = 0
        /// Against the floor.
        var ofFloor = 0
    }

    private struct State {
        var policy: RetryBudgetPolicy
        var granted = InlineArray<16, Granted>(repeating: Granted())
    }

    /// How far back requests count, in seconds.
    public static let window: Int32 = 10
    /// More than the window, so that loops whose clocks differ by a moment do not meet in one slot.
    private static let slotCount: UInt32 = 16

    private let slots: [Slot]
    private let state: Mutex<State>

    /// Creates a budget that has seen no requests.
    public init(policy: RetryBudgetPolicy = RetryBudgetPolicy()) {
        slots = (0..<Self.slotCount).map { _ in Slot() }
        state = Mutex(State(policy: policy))
    }

    /// Takes another policy; what has been counted stays.
    public func update(policy: RetryBudgetPolicy) {
        state.withLock { $0.policy = policy }
    }

    /// Counts a request: once for each, at its beginning.
    public func deposit(now: Moment) {
        let second = Self.second(now)
        let slot = slots[Self.place(second)]
        var known = slot.secondAndCount.load(ordering: .relaxed)
        while true {
            let isSame = UInt32(truncatingIfNeeded: known >> 32) == second
            let next = isSame ? known &+ 1 : UInt64(second) << 32 | 1
            let result = slot.secondAndCount.weakCompareExchange(
                expected: known,
                desired: next,
                ordering: .relaxed
            )
            if result.exchanged { return }
            known = result.original
        }
    }

    /// Asks for one retry or hedge; once for each.
    /// - Returns: whether it may be made. If not, the request ends with the failure it has.
    public func withdraw(now: Moment) -> Bool {
        let second = Self.second(now)
        let requests = requests(until: second)
        return state.withLock { state in
            let place = Self.place(second)
            if state.granted[place].second != second { state.granted[place] = Granted(second: second) }
            if state.granted[place].ofFloor < state.policy.floor {
                state.granted[place].ofFloor += 1
                return true
            }
            var taken = 0
            for index in state.granted.indices where Self.isInWindow(state.granted[index].second, of: second) {
                taken += state.granted[index].ofShare
            }
            guard Double(taken + 1) <= Double(requests) * min(1, max(0, state.policy.share)) else { return false }
            state.granted[place].ofShare += 1
            return true
        }
    }

    private func requests(until second: UInt32) -> Int {
        slots.reduce(0) { sum, slot in
            let known = slot.secondAndCount.load(ordering: .relaxed)
            guard Self.isInWindow(UInt32(truncatingIfNeeded: known >> 32), of: second) else { return sum }
            return sum + Int(UInt32(truncatingIfNeeded: known))
        }
    }

    /// Whether a second is one of the last ten; or one ahead, of a loop whose clock was read a moment later.
    private static func isInWindow(_ counted: UInt32, of second: UInt32) -> Bool {
        (-1..<window).contains(Int32(bitPattern: second &- counted))
    }

    private static func second(_ now: Moment) -> UInt32 { UInt32(truncatingIfNeeded: now.nanoseconds / 1_000_000_000) }
    private static func place(_ second: UInt32) -> Int { Int(second % slotCount) }
}
