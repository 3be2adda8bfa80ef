/// A budget's state as a store keeps it, with what makes it that budget's and no other's.
///
/// A scope's budget that is given another period, unit or time zone keeps its name and begins anew: the state of the one is
/// not the state of the other.
public struct SavedBudget: Hashable, Sendable {
    /// Which of its scope's budgets.
    public var id: BudgetPolicy.ID
    /// What a restart needs to go on.
    public var state: BudgetState

    /// The state of a budget.
    public init(id: BudgetPolicy.ID, state: BudgetState) {
        self.id = id
        self.state = state
    }
}
