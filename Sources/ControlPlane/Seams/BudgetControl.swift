public import Governance
public import Store

/// Changes budgets while they are counted.
public protocol BudgetControl: Sendable {
    /// Raises a budget for a time: at the live meter, and in the store, so that it survives a restart.
    /// - Parameters:
    ///   - raise: how much, until when, why, by whom.
    ///   - name: the budget's name.
    ///   - scope: what it is on.
    ///   - audit: what the audit log tells of it; kept together with the raise, before that counts.
    /// - Returns: where the budget stands then; `nil` where no meter counts for it.
    /// - Throws: `StoreError` where it could not be kept; the meter is as before then.
    func raise(
        _ raise: BudgetRaise,
        ofBudget name: String,
        on scope: Scope,
        audit: AuditEntry
    ) async throws(StoreError) -> BudgetReading?
}
