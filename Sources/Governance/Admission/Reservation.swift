public import ModelAPI
public import Pricing
public import Routing
import Synchronization

/// What an admitted request holds of limits and budgets, until it is settled or cancelled, once.
///
/// Letting go of one that is neither is a mistake in the program: a debug build stops, a release build counts everything
/// that was reserved as used, so that nothing stays held for ever and nothing is taken for free.
public final class Reservation: Sendable {
    /// The limit of requests with the least left, after this one; `nil` where none applies.
    public let requests: LimitReading?
    /// The limit of tokens with the least left, after this request's reservation; `nil` where none applies.
    public let tokens: LimitReading?

    private let limits: [(meter: LimitMeter, hold: LimitMeter.Hold)]
    private let budgets: [(meter: BudgetMeter, hold: BudgetAccount.Hold)]
    private let isOver = Atomic(false)

    init(
        limits: [(meter: LimitMeter, hold: LimitMeter.Hold)],
        budgets: [(meter: BudgetMeter, hold: BudgetAccount.Hold)],
        requests: LimitReading?,
        tokens: LimitReading?
    ) {
        self.limits = limits
        self.budgets = budgets
        self.requests = requests
        self.tokens = tokens
    }

    deinit {
        guard begin() else { return }
        assertionFailure("a reservation was neither settled nor cancelled")
        _ = finish(usage: nil, cost: nil, at: nil, wall: nil)
    }

    /// Counts what the request used instead of what was reserved for it. For every request that reached a provider, however
    /// it ended.
    ///
    /// - Parameters:
    ///   - usage: What it used; `nil` where not even an estimate is known, and what was reserved stays counted.
    ///   - cost: What it cost; `nil` where no price is known. What was reserved is spent then, and budgets of money count the
    ///     request as unpriced.
    ///   - now: The monotonic clock.
    ///   - wall: The wall clock.
    /// - Returns: What this raised.
    public func settle(usage: Usage?, cost: Money?, at now: Moment, wall: WallTime) -> [GovernanceEvent] {
        guard begin() else {
            assertionFailure("a reservation was settled twice")
            return []
        }
        return finish(usage: usage, cost: cost, at: now, wall: wall)
    }

    /// Gives everything back, as if the request had never come. For requests that reached no provider.
    public func cancel() {
        guard begin() else {
            assertionFailure("a reservation was cancelled after its end")
            return
        }
        for (meter, hold) in limits { meter.release(hold) }
        for (meter, hold) in budgets { meter.release(hold) }
    }

    /// Whether the caller is the one to end it.
    private func begin() -> Bool { !isOver.exchange(true, ordering: .relaxed) }

    private func finish(usage: Usage?, cost: Money?, at now: Moment?, wall: WallTime?) -> [GovernanceEvent] {
        for (meter, hold) in limits {
            meter.settle(
                hold,
                inputTokens: usage?.totalInput,
                outputTokens: usage?.output,
                at: now ?? Moment(nanoseconds: hold.moment)
            )
        }
        var events: [GovernanceEvent] = []
        for (meter, hold) in budgets {
            events += meter.settle(hold, tokens: usage?.total, cost: cost, at: wall ?? hold.time)
        }
        return events
    }
}
