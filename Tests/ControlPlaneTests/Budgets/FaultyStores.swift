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

    func save(_ states: [StoredBudgetState], audit: AuditEntry?) async throws(StoreError) {
        try check()
        saves.withLock { $0.append(states) }
        try await store.save(states, audit: audit)
    }

    func removeBudgetState(scope: String, budget: String) async throws(StoreError) {
        try check()
        try await store.removeBudgetState(scope: scope, budget: budget)
    }

    func raise(_ alerts: [StoredAlert]) async throws(StoreError) -> [StoredAlert] {
        try check()
        return try await store.raise(alerts)
    }

    func alerts(
        teams: Set<String>?,
        onlyOpen: Bool,
        page: PageRequest
    ) async throws(StoreError) -> Page<StoredAlert> {
        try check()
        return try await store.alerts(teams: teams, onlyOpen: onlyOpen, page: page)
    }

    func alert(id: String) async throws(StoreError) -> StoredAlert? {
        try check()
        return try await store.alert(id: id)
    }

    func amendAlert(id: String, body: [UInt8]) async throws(StoreError) {
        try await store.amendAlert(id: id, body: body)
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
    /// How many rows were read.
    let read = Mutex(0)

    init(_ ledger: SQLiteLedger) { self.ledger = ledger }

    func rows(after sequence: Int64, from time: Int64?, limit: Int) async throws(StoreError) -> LedgerReading {
        let isAllowed = allowance.withLock { left in
            left -= 1
            return left >= 0
        }
        guard isAllowed else { throw StoreError(.busy, "too much waits") }
        let reading = try await ledger.rows(after: sequence, from: time, limit: 10)
        read.withLock { $0 += reading.rows.count }
        return reading
    }

    func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow> {
        try await ledger.rows(filter, page)
    }

    func row(entry: String) async throws(StoreError) -> LedgerRow? { try await ledger.row(entry: entry) }

    func head() async throws(StoreError) -> LedgerHead { try await ledger.head() }

    func insert(_ batch: LedgerBatch) throws(StoreError) -> Int { try ledger.insert(batch) }

    func usage(
        _ filter: LedgerFilter,
        by grouping: UsageReport.Grouping,
        offset: Int
    ) async throws(StoreError) -> UsageReport { try await ledger.usage(filter, by: grouping, offset: offset) }

    func series(
        _ filter: LedgerFilter,
        by step: UsageSeries.Step,
        of division: UsageSeries.Division?,
        offset: Int
    ) async throws(StoreError) -> [UsageSeries.Part] {
        try await ledger.series(filter, by: step, of: division, offset: offset)
    }

    func totals() async throws(StoreError) -> LedgerTotals { try await ledger.totals() }

    func verify(against anchors: [LedgerHead]) async throws(StoreError) -> LedgerVerification {
        try await ledger.verify(against: anchors)
    }

    func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        guard team != "broken" else { throw StoreError(.corrupt, "a row is damaged") }
        return try await ledger.expire(team: team, before: cutoff)
    }

    func correct(_ corrections: [LedgerCorrection]) async throws(StoreError) -> Set<String> {
        try await ledger.correct(corrections)
    }
}
