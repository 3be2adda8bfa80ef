import Governance
import Store
import Synchronization

/// A store of states and alerts that fails while it is told to, and tells what it was given.
final class FaultyStore: BudgetStateStore, AlertStore {
    private let store = MemoryStore()
    let isFailing = Mutex(false)
    let saves = Mutex<[[StoredBudgetState]]>([])

    private func check() throws(StoreError) {
        if isFailing.withLock({ $0 }) { throw StoreError(.full, "the disk is full") }
    }

    func budgetStates() async throws(StoreError) -> [StoredBudgetState] {
        try check()
        return try await store.budgetStates()
    }

    func save(_ states: [StoredBudgetState]) async throws(StoreError) {
        try check()
        saves.withLock { $0.append(states) }
        try await store.save(states)
    }

    func removeBudgetState(scope: String, budget: String) async throws(StoreError) {
        try check()
        try await store.removeBudgetState(scope: scope, budget: budget)
    }

    func raise(_ alerts: [StoredAlert]) async throws(StoreError) -> [StoredAlert] {
        try check()
        return try await store.raise(alerts)
    }

    func alerts(team: String?, onlyOpen: Bool, page: PageRequest) async throws(StoreError) -> Page<StoredAlert> {
        try check()
        return try await store.alerts(team: team, onlyOpen: onlyOpen, page: page)
    }

    func acknowledgeAlert(id: String, at time: Int64, audit: AuditEntry) async throws(StoreError) -> StoredAlert {
        try check()
        return try await store.acknowledgeAlert(id: id, at: time, audit: audit)
    }

    func removeAlerts(raisedBefore time: Int64) async throws(StoreError) -> Int {
        try check()
        return try await store.removeAlerts(raisedBefore: time)
    }
}

/// A ledger whose pages can be read only so often.
final class FaultyLedger: LedgerStore {
    private let ledger: SQLiteLedger
    /// How many pages may still be read.
    let allowance = Mutex(0)

    init(_ ledger: SQLiteLedger) { self.ledger = ledger }

    func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow> {
        let isAllowed = allowance.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isAllowed else { throw StoreError(.busy, "too much waits") }
        return try await ledger.rows(filter, PageRequest(limit: 10, after: page.cursor))
    }

    func insert(_ items: [LedgerItem]) throws(StoreError) -> Int { try ledger.insert(items) }

    func usage(
        _ filter: LedgerFilter,
        by grouping: UsageReport.Grouping,
        offset: Int
    ) async throws(StoreError) -> UsageReport { try await ledger.usage(filter, by: grouping, offset: offset) }

    func verify(against anchors: [LedgerHead]) async throws(StoreError) -> LedgerVerification {
        try await ledger.verify(against: anchors)
    }

    func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        guard team != "broken" else { throw StoreError(.corrupt, "a row is damaged") }
        return try await ledger.expire(team: team, before: cutoff)
    }

    func rerate(
        _ filter: LedgerFilter,
        now: Int64,
        with rate: @escaping @Sendable (LedgerRecord) -> LedgerRating?
    ) async throws(StoreError) -> LedgerRerating { try await ledger.rerate(filter, now: now, with: rate) }
}
