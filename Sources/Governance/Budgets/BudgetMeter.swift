import Pricing
import Synchronization

/// Counts what one scope spends of one budget, and holds what requests under way may spend at worst.
///
/// **What is guaranteed** of a budget that blocks: a request is let in only if what is spent, what is held and what it may
/// cost at worst are together no more than the amount. So nothing is overspent as long as requests cost no more than was
/// reserved for them, however many come at once. A request that costs more (its caller set no `max_tokens` and the answer was
/// longer than ``OutputAssumption``, or the prompt was longer than estimated) overspends by that difference at most.
///
/// What a request costs counts in the period it was admitted in. A clock that is put back does not bring a period back.
/// Takes some tens of nanoseconds, under a lock that is held as long; more when a period begins.
public final class BudgetMeter: Sendable {
    /// How many raises may count at once.
    public static let mostRaises = 32

    /// What the budget is on.
    public let scope: Scope
    /// What makes the budget the same one when its amount changes.
    public let id: BudgetPolicy.ID

    private let account: Mutex<BudgetAccount>
    /// Apart for each meter, so that one that is made anew is not taken for the one before.
    private let firstRevision: UInt64
    private static let made = Atomic<UInt64>(0)

    /// A meter.
    ///
    /// - Parameters:
    ///   - scope: What the budget is on.
    ///   - policy: The budget.
    ///   - state: What was counted before a restart. What belongs to another period or unit is left out.
    ///   - now: The time of the wall clock.
    /// - Throws: ``PolicyProblem`` where the policy cannot be enforced.
    public convenience init(
        scope: Scope,
        policy: BudgetPolicy,
        state: BudgetState? = nil,
        at now: WallTime
    ) throws(PolicyProblem) {
        try policy.validate()
        guard let zone = ZoneRules(policy.timeZone) else { throw .unknownTimeZone(policy.timeZone) }
        self.init(scope: scope, policy: policy, zone: zone, state: state, at: now)
    }

    /// A meter in a time zone of one's own rules.
    init(scope: Scope, policy: BudgetPolicy, zone: ZoneRules, state: BudgetState? = nil, at now: WallTime) {
        self.scope = scope
        self.id = policy.id
        self.firstRevision = Self.made.add(1, ordering: .relaxed).newValue << 32
        self.account = Mutex(BudgetAccount(policy: policy, zone: zone, state: state, now: now))
    }

    /// The policy as it is now.
    public var policy: BudgetPolicy { account.withLock { $0.policy } }

    /// Where the budget stands.
    public func reading(at now: WallTime) -> BudgetReading { account.withLock { $0.reading(at: now) } }

    /// What a restart needs to go on.
    public func state(at now: WallTime) -> BudgetState { account.withLock { $0.state(at: now) } }

    /// The state with its revision, which is another whenever the state is another, so that only what changed need be saved.
    public func snapshot(at now: WallTime) -> BudgetSnapshot {
        account.withLock { account in
            let state = account.state(at: now)
            return BudgetSnapshot(
                key: BudgetKey(scope: scope, id: id),
                state: state,
                revision: firstRevision &+ account.revision
            )
        }
    }

    /// Changes the amount, the alerts or the action; what was spent stays. Alerts that are no longer reached are armed anew.
    public func change(_ policy: BudgetPolicy, at now: WallTime) {
        account.withLock { $0.change(policy, at: now) }
    }

    /// Grants a temporary raise. Alerts that are no longer reached are armed anew.
    ///
    /// - Throws: ``PolicyProblem/unfittingRaise`` where it adds nothing, something the budget does not count, or is over;
    ///   ``PolicyProblem/tooManyRaises`` where ``mostRaises`` count already.
    public func raise(_ raise: BudgetRaise, at now: WallTime) throws(PolicyProblem) {
        let problem: PolicyProblem? = account.withLock { account in
            guard raise.extra.isAlike(account.policy.amount), raise.extra.units > 0, raise.until > now else {
                return .unfittingRaise
            }
            return account.add(raise, at: now) ? nil : .tooManyRaises
        }
        if let problem { throw problem }
    }

    /// Counts spending that nothing was reserved for: records of the ledger that a saved state lacks, corrections.
    ///
    /// - Parameters:
    ///   - amount: What was spent; of another unit than the budget's it counts nothing.
    ///   - time: When the request was admitted. In a period before the last it counts nothing.
    ///   - now: The time of the wall clock.
    /// - Returns: What this raised.
    public func charge(_ amount: BudgetPolicy.Amount, admitted time: WallTime, at now: WallTime) -> [GovernanceEvent] {
        account.withLock { account in
            guard amount.isAlike(account.policy.amount) else { return [] }
            let (book, kinds) = account.charge(amount.units, admitted: time, at: now)
            return events(kinds, book, account, at: now)
        }
    }

    func reserve(
        _ estimate: AdmissionEstimate,
        isDowngraded: Bool,
        at now: WallTime
    ) -> (answer: BudgetAccount.Answer, events: [GovernanceEvent]) {
        account.withLock { account in
            var kinds: [BudgetEvent.Kind] = []
            let answer = account.reserve(estimate, isDowngraded: isDowngraded, at: now, events: &kinds)
            return (answer, events(kinds, account.current, account, at: now))
        }
    }

    func release(_ hold: BudgetAccount.Hold) { account.withLock { $0.release(hold) } }

    /// The request ended.
    ///
    /// - Parameters:
    ///   - tokens: What it used; `nil` where nobody knows.
    ///   - cost: What it cost; `nil` where nobody knows.
    func settle(_ hold: BudgetAccount.Hold, tokens: Int?, cost: Money?, at now: WallTime) -> [GovernanceEvent] {
        account.withLock { account in
            let units = id.countsTokens ? tokens.map { Int128($0) } : cost?.attos
            let isUnpriced = !id.countsTokens && cost == nil
            let (book, kinds) = account.settle(hold, units: units, isUnpriced: isUnpriced, at: now)
            return events(kinds, book, account, at: now)
        }
    }

    private func events(
        _ kinds: [BudgetEvent.Kind],
        _ book: BudgetAccount.Book?,
        _ account: borrowing BudgetAccount,
        at now: WallTime
    ) -> [GovernanceEvent] {
        guard !kinds.isEmpty, let book else { return [] }
        let amount = account.policy.amount
        let event = BudgetEvent(
            scope: scope,
            budget: id.name,
            kind: .exhausted,
            at: now,
            spent: amount.with(units: book.spent),
            amount: amount.with(units: account.amount(at: now)),
            period: account.shownPeriod(of: book, at: now)
        )
        return kinds.map { kind in
            var event = event
            event.kind = kind
            return .budget(event)
        }
    }
}
