public import Governance

extension SQLiteStore {
    /// All states; see ``BudgetStateStore/budgetStates()``.
    public func budgetStates() async throws(StoreError) -> [StoredBudgetState] {
        try await database.read { connection in
            try SQLQuery("SELECT scope, budget, updated, body FROM budget_states ORDER BY scope, budget")
                .rows(on: connection) { row in
                    StoredBudgetState(
                        scope: try row.text("scope"),
                        budget: try row.text("budget"),
                        updated: try row.integer("updated"),
                        body: try row.blob("body")
                    )
                }
        }
    }

    /// Keeps states; see ``BudgetStateStore/save(_:audit:)``.
    public func save(_ states: [StoredBudgetState], audit: AuditEntry?) async throws(StoreError) {
        guard !states.isEmpty || audit != nil else { return }
        try await database.write { connection in
            for state in states {
                try SQLQuery(
                    """
                    INSERT INTO budget_states (scope, budget, updated, body) VALUES (?, ?, ?, ?)
                    ON CONFLICT (scope, budget) DO UPDATE SET updated = excluded.updated, body = excluded.body
                    WHERE excluded.updated >= budget_states.updated
                    """,
                    .text(state.scope),
                    .text(state.budget),
                    .integer(state.updated),
                    .blob(state.body)
                ).run(on: connection)
            }
            if let audit { _ = try AuditTable.append(audit, on: connection) }
        }
    }

    /// Forgets a budget; see ``BudgetStateStore/removeBudgetState(scope:budget:)``.
    public func removeBudgetState(scope: String, budget: String) async throws(StoreError) {
        try await database.write { connection in
            _ = try SQLQuery(
                "DELETE FROM budget_states WHERE scope = ? AND budget = ?",
                .text(scope),
                .text(budget)
            ).run(on: connection)
        }
    }
}
