public import Governance

/// Tells where budgets stand, from the live meters.
public protocol BudgetReader: Sendable {
    /// Where a budget stands now.
    /// - Parameters:
    ///   - name: the budget's name.
    ///   - scope: what it is on.
    /// - Returns: `nil` where no meter counts for it (yet).
    func reading(ofBudget name: String, on scope: Scope) async -> BudgetReading?
}
