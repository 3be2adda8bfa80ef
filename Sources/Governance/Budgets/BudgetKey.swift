/// Which budget a saved state belongs to.
public struct BudgetKey: Hashable, Sendable {
    /// What the budget is on.
    public var scope: Scope
    /// Which of its budgets. A state saved under another period, time zone or unit is another budget's.
    public var id: BudgetPolicy.ID

    /// A budget of a scope.
    public init(scope: Scope, id: BudgetPolicy.ID) {
        self.scope = scope
        self.id = id
    }
}
