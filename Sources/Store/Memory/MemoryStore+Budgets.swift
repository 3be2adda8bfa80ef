public import Governance

extension MemoryStore {
    /// All states; see ``BudgetStateStore/budgetStates()``.
    public func budgetStates() async throws(StoreError) -> [StoredBudgetState] {
        try read { state in state.budgets.sorted { $0.key < $1.key }.map(\.value) }
    }

    /// Keeps states; see ``BudgetStateStore/save(_:audit:)``.
    public func save(_ states: [StoredBudgetState], audit: AuditEntry?) async throws(StoreError) {
        try MemoryState.check(states.flatMap { [$0.scope, $0.budget] })
        try write { state throws(StoreError) in
            for new in states {
                let key = MemoryState.BudgetKey(new.scope, new.budget)
                if let stored = state.budgets[key], stored.updated > new.updated { continue }
                state.budgets[key] = new
            }
            if let audit { _ = try state.append(audit) }
        }
    }

    /// Forgets a budget; see ``BudgetStateStore/removeBudgetState(scope:budget:)``.
    public func removeBudgetState(scope: String, budget: String) async throws(StoreError) {
        try write { state in state.budgets[.init(scope, budget)] = nil }
    }
}
