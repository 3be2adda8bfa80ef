import Governance
import Store
import Testing

private let nul = "\u{0}"

@Suite("Every store keeps how far budgets are spent")
struct BudgetStateConformance {
    private func state(_ scope: String, _ budget: String, _ updated: Int64, _ body: String) -> StoredBudgetState {
        StoredBudgetState(scope: scope, budget: budget, updated: updated, body: Array(body.utf8))
    }

    @Test(arguments: StoreFactory.all)
    func `The newest state of each budget is kept`(_ factory: StoreFactory) async throws {
        try await factory { store in
            try await store.save([])
            try await store.save([state("team:a", "month", 5, "1"), state("team:a", "day", 5, "2")])
            try await store.save([
                state("team:a", "month", 4, "older"), state("team:a", "day", 5, "same time"),
                state("key:b", "month", 1, "3"),
            ])
            #expect(
                try await store.budgetStates() == [
                    state("key:b", "month", 1, "3"),
                    state("team:a", "day", 5, "same time"),
                    state("team:a", "month", 5, "1"),
                ]
            )
            try await store.removeBudgetState(scope: "team:a", budget: "day")
            try await store.removeBudgetState(scope: "team:a", budget: "day")
            #expect(try await store.budgetStates().map(\.budget) == ["month", "month"])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `States are kept all or none`(_ factory: StoreFactory) async throws {
        try await factory { store in
            let states = [state("team:a", "month", 1, "1"), state("team:" + nul, "month", 1, "1")]
            #expect(try await code { try await store.save(states) } == .invalid)
            let kept = try await store.budgetStates()
            #expect(kept.isEmpty)
            let entry = Samples.audit("budget.raise")
            #expect(try await code { try await store.save(states, audit: entry) } == .invalid)
            #expect(try await store.auditHead().sequence == 0)
            try await store.save([state("team:a", "month", 1, "1")], audit: entry)
            let page = try await store.auditRecords(where: AuditFilter(), page: PageRequest())
            #expect(page.rows.map(\.entry) == [entry])
        }
    }
}
