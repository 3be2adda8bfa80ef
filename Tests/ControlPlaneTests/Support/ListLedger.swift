import Governance
import Store
import Synchronization

/// A ledger in a list, for tests that are not about the ledger: rights and shapes of requests.
final class ListLedger: LedgerStore {
    private let records = Mutex<[LedgerRecord]>([])

    func insert(_ items: [LedgerItem]) throws(StoreError) -> Int {
        records.withLock { records in
            for case .record(let record) in items { records.append(record) }
        }
        return items.count
    }

    func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow> {
        if page.cursor != nil { throw StoreError(.invalid, "the cursor is not one of this list") }
        return Page(rows: found(filter).prefix(page.limit).map { LedgerRow(sequence: 1, record: $0) }, next: nil)
    }

    func usage(
        _ filter: LedgerFilter,
        by grouping: UsageReport.Grouping,
        offset: Int
    ) async throws(StoreError) -> UsageReport {
        var sums = UsageReport.Sums()
        sums.requests = found(filter).count
        return UsageReport(rows: [], total: sums)
    }

    func verify(against anchors: [LedgerHead]) async throws(StoreError) -> LedgerVerification {
        LedgerVerification(head: .empty, rows: 0, tombstones: 0, problem: nil)
    }

    func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int { 0 }

    func rerate(
        _ filter: LedgerFilter,
        now: Int64,
        with rate: @escaping @Sendable (LedgerRecord) -> LedgerRating?
    ) async throws(StoreError) -> LedgerRerating { LedgerRerating() }

    private func found(_ filter: LedgerFilter) -> [LedgerRecord] {
        records.withLock { $0 }
            .filter { record in
                (filter.team ?? record.team) == record.team && (filter.user ?? record.user) == record.user
                    && record.time >= filter.from ?? .min && record.time < filter.to ?? .max
            }
    }
}
