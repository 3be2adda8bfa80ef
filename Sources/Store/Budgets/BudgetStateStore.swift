public import Governance

/// Keeps how far budgets are spent, so that a gateway that starts goes on where it stopped.
public protocol BudgetStateStore: Sendable {
    /// The states of all budgets, in the order of scope and name.
    func budgetStates() async throws(StoreError) -> [StoredBudgetState]

    /// Keeps states, all or none, in place of what was kept of their budgets; a state that is older than the one that is
    /// kept changes nothing.
    /// - Parameter audit: what the audit log tells of it, if anything: neither is kept without the other.
    func save(_ states: [StoredBudgetState], audit: AuditEntry?) async throws(StoreError)

    /// Forgets a budget; one that is not there is no error.
    func removeBudgetState(scope: String, budget: String) async throws(StoreError)
}

extension BudgetStateStore {
    /// Keeps states that nobody but the gateway changed.
    public func save(_ states: [StoredBudgetState]) async throws(StoreError) { try await save(states, audit: nil) }
}
