/// A budget's state to be saved, and which one it is.
public struct BudgetSnapshot: Hashable, Sendable {
    /// Which budget.
    public var key: BudgetKey
    /// What a restart needs to go on.
    public var state: BudgetState
    /// The revision of the state, to be told the next time; of no meaning after a restart.
    public var revision: UInt64

    /// A state of a budget.
    public init(key: BudgetKey, state: BudgetState, revision: UInt64) {
        self.key = key
        self.state = state
        self.revision = revision
    }
}
