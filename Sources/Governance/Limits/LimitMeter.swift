public import Routing
import Synchronization

/// Counts what one scope uses of one limit.
///
/// Requests are counted when they are let in. Tokens are too, by what the request may use at worst; at its end the count is
/// corrected to what it used. What it used less comes back at once, dated as when it was let in; what it used more
/// counts from its end, even beyond the amount, and everyone who follows waits for it.
///
/// ``SlidingWindow`` says what is guaranteed. Counts are kept in memory alone: a restart begins with empty windows.
/// Takes some tens of nanoseconds, under a lock that is held as long.
public final class LimitMeter: Sendable {
    /// What a request holds of a meter.
    struct Hold {
        /// What was counted.
        var units: Int
        /// When, in nanoseconds of the monotonic clock.
        var moment: Int64
    }

    enum Answer {
        case taken(Hold, LimitReading)
        case refused(Refusal.Reason, retryAfter: Duration?, LimitReading)
    }

    private struct State {
        var amount: Int
        var window: SlidingWindow
        var inFlight = 0
    }

    /// What a request under way is refused for is told to come back after; nobody knows when others end.
    static let waitForOthers = Duration.seconds(1)

    /// What the limit is on.
    public let scope: Scope
    /// What makes the limit the same one when its amount changes.
    public let id: LimitPolicy.ID

    private let state: Mutex<State>

    /// A meter that has counted nothing.
    public init(scope: Scope, policy: LimitPolicy) {
        self.scope = scope
        self.id = policy.id
        self.state = Mutex(
            State(amount: policy.amount, window: SlidingWindow(length: policy.window.nanoseconds ?? 0))
        )
    }

    /// The policy with its amount of now.
    public var policy: LimitPolicy { policy(amount: state.withLock { $0.amount }) }

    /// Where the limit stands.
    public func reading(at now: Moment) -> LimitReading {
        state.withLock { state in
            state.window.expire(at: now.nanoseconds)
            return reading(of: state, at: now.nanoseconds)
        }
    }

    /// Changes the amount; what was counted stays.
    public func change(amount: Int) { state.withLock { $0.amount = amount } }

    /// Whether nothing is counted and nobody is under way, so that forgetting the meter changes nothing.
    func isIdle(at now: Moment) -> Bool {
        state.withLock { state in
            state.window.expire(at: now.nanoseconds)
            return state.window.isEmpty && state.inFlight == 0
        }
    }

    func take(_ estimate: AdmissionEstimate, at now: Moment) -> Answer {
        let (required, wanted) = units(of: estimate)
        let moment = now.nanoseconds
        return state.withLock { state in
            if id.window == .concurrent {
                guard state.inFlight < state.amount else {
                    return refusal(state, required, at: moment)
                }
                state.inFlight += 1
                return .taken(Hold(units: 1, moment: moment), reading(of: state, at: moment))
            }
            state.window.expire(at: moment)
            let room = state.amount - min(state.window.total, state.amount)
            guard state.amount > 0, required <= room else { return refusal(state, required, at: moment) }
            let units = min(wanted, room)
            let counted = state.window.count(units, amount: state.amount, at: moment)
            return .taken(Hold(units: units, moment: counted), reading(of: state, at: moment))
        }
    }

    /// The request ended and used that much; `nil` where nobody knows, and what was reserved stays counted.
    func settle(_ hold: Hold, inputTokens: Int?, outputTokens: Int?, at now: Moment) {
        let used: Int?
        switch id.resource {
        case .requests: used = hold.units
        case .inputTokens: used = inputTokens
        case .outputTokens: used = outputTokens
        case .tokens: used = inputTokens.flatMap { input in outputTokens.map { Self.sum(input, $0) } }
        }
        state.withLock { state in
            if id.window == .concurrent {
                state.inFlight -= 1
                return
            }
            guard let used, used != hold.units else { return }
            if used < hold.units {
                state.window.refund(hold.units - max(0, used), countedAt: hold.moment)
            } else {
                state.window.expire(at: now.nanoseconds)
                _ = state.window.count(used - hold.units, amount: state.amount, at: now.nanoseconds)
            }
        }
    }

    /// As if the request had never come.
    func release(_ hold: Hold) {
        state.withLock { state in
            if id.window == .concurrent {
                state.inFlight -= 1
            } else {
                state.window.refund(hold.units, countedAt: hold.moment)
            }
        }
    }

    /// What must be free for a request, and what is held for it where there is room.
    private func units(of estimate: AdmissionEstimate) -> (required: Int, wanted: Int) {
        let input = max(0, estimate.inputTokens)
        let output = max(0, estimate.outputTokens)
        let requiredOutput = estimate.isOutputAssumed ? 0 : output
        // At least one, so that a limit that has nothing left lets nobody through whose estimate is nothing.
        return switch id.resource {
        case .requests: (1, 1)
        case .inputTokens: (max(1, input), max(1, input))
        case .outputTokens: (max(1, requiredOutput), max(1, output))
        case .tokens: (max(1, Self.sum(input, requiredOutput)), max(1, Self.sum(input, output)))
        }
    }

    private func refusal(_ state: borrowing State, _ required: Int, at now: Int64) -> Answer {
        let reading = reading(of: state, at: now)
        if state.amount <= 0 { return .refused(.closed, retryAfter: nil, reading) }
        if id.window == .concurrent { return .refused(.held, retryAfter: Self.waitForOthers, reading) }
        if required > state.amount { return .refused(.tooLarge, retryAfter: nil, reading) }
        // Both are at most the largest integer, and the difference is taken first.
        let missing = state.window.total - (state.amount - required)
        return .refused(.spent, retryAfter: .nanoseconds(state.window.wait(for: missing, at: now)), reading)
    }

    private func reading(of state: borrowing State, at now: Int64) -> LimitReading {
        let used = id.window == .concurrent ? state.inFlight : state.window.total
        return LimitReading(
            policy: policy(amount: state.amount),
            remaining: max(0, state.amount) - min(used, max(0, state.amount)),
            resetAfter: .nanoseconds(state.window.timeUntilEmpty(at: now))
        )
    }

    private func policy(amount: Int) -> LimitPolicy { LimitPolicy(id.resource, per: id.window, amount) }

    private static func sum(_ left: Int, _ right: Int) -> Int {
        let (sum, overflow) = max(0, left).addingReportingOverflow(max(0, right))
        return overflow ? .max : sum
    }
}
