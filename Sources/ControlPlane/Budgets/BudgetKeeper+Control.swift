public import Governance
import Pricing
public import Store

extension BudgetKeeper: BudgetReader {
    /// Where a budget stands now.
    public nonisolated func reading(ofBudget name: String, on scope: Scope) async -> BudgetReading? {
        let now = wall
        return meters.budget(named: name, on: scope, at: now)?.reading(at: now)
    }
}

extension BudgetKeeper: BudgetControl {
    /// Raises a budget for a time. The raise is on the disk before it counts, and the audit log's entry with it.
    /// - Throws: `StoreError` where it could not be kept, or with ``StoreError/Code/conflict`` where the budget has as many
    ///   raises as may count at once, and with ``StoreError/Code/invalid`` where it adds nothing that the budget counts or is
    ///   over; the meter is as before then.
    public func raise(
        _ raise: BudgetRaise,
        ofBudget name: String,
        on scope: Scope,
        audit: AuditEntry
    ) async throws(StoreError) -> BudgetReading? {
        await enter()
        defer { leave() }
        guard let meter = meters.budget(named: name, on: scope, at: wall) else { return nil }
        var snapshot = meter.snapshot(at: wall)
        guard raise.until > wall, raise.extra.addsSomething(to: snapshot.state.spent) else {
            throw StoreError(.invalid, PolicyProblem.unfittingRaise.message)
        }
        guard snapshot.state.raises.count < BudgetMeter.mostRaises else {
            throw StoreError(.conflict, PolicyProblem.tooManyRaises.message)
        }
        snapshot.state.raises.append(raise)
        _ = try await write(with: snapshot, audit: audit)
        // Asked for anew: the policies may have been changed meanwhile.
        guard let meter = meters.budget(named: name, on: scope, at: wall), meter.id == snapshot.key.id else {
            return nil
        }
        do throws(PolicyProblem) {
            try meter.raise(raise, at: wall)
        } catch {
            // It has ended while it was being kept, and so ends in the store too.
            throw StoreError(.invalid, error.message)
        }
        return meter.reading(at: wall)
    }
}

extension BudgetPolicy.Amount {
    /// Whether it is more than nothing of what the other counts.
    fileprivate func addsSomething(to other: Self) -> Bool {
        switch (self, other) {
        case (.money(let money), .money): money > .zero
        case (.tokens(let tokens), .tokens): tokens > 0
        default: false
        }
    }
}
