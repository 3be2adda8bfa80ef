public import Governance
internal import Synchronization

/// A ledger in memory, for tests and for trying things out: it keeps the same promises as ``SQLiteLedger`` but one, that
/// anything outlives the process. It grows with every record, and each question goes through all of them.
public final class MemoryLedger: LedgerStore {
    private let state = Mutex(MemoryLedgerState())

    /// An empty ledger.
    public init() {}

    /// Adds items as one segment; see ``LedgerStore/insert(_:)-(LedgerBatch)``.
    public func insert(_ batch: LedgerBatch) throws(StoreError) -> Int {
        try state.withLock { state throws(StoreError) in try state.append(batch).count }
    }

    /// Appends corrections; see ``LedgerStore/correct(_:)``.
    public func correct(_ corrections: [LedgerCorrection]) async throws(StoreError) -> Set<String> {
        let batch = try LedgerBatch(corrections.map { .correction($0) })
        let taken = try state.withLock { state throws(StoreError) in try state.append(batch) }
        return Set(taken.map { corrections[$0].entry })
    }

    /// Finds records, newest first; see ``LedgerStore/rows(_:_:)``.
    public func rows(_ filter: LedgerFilter, _ page: PageRequest) async throws(StoreError) -> Page<LedgerRow> {
        let start = try page.cursor.map { cursor throws(StoreError) in try LedgerPlace(cursor) }
        let found = state.withLock { state in
            state.rows.values.filter { row in
                (start.map { row.row.place < $0 } ?? true) && filter.passes(row.columns)
            }
            .map(\.row).sorted { $0.place > $1.place }.prefix(page.limit + 1)
        }
        return Page(Array(found), limit: page.limit) { $0.place.cursor }
    }

    /// Finds a record by its entry; see ``LedgerStore/row(entry:)``.
    public func row(entry: String) async throws(StoreError) -> LedgerRow? {
        state.withLock { state in state.sequences[ExactText(entry)].flatMap { state.rows[$0]?.row } }
    }

    /// Reads the ledger on from a place; see ``LedgerStore/rows(after:from:limit:)``.
    public func rows(
        after sequence: Int64,
        from time: Int64?,
        limit: Int
    ) async throws(StoreError) -> LedgerReading {
        let rows = state.withLock { state in
            state.rows.values.filter { $0.row.sequence > sequence && $0.columns.figures.time >= time ?? .min }
                .map(\.row).sorted { $0.sequence < $1.sequence }.prefix(PageRequest.limits.clamping(limit))
        }
        return LedgerReading(Array(rows))
    }

    /// The end of the chain; see ``LedgerStore/head()``.
    public func head() async throws(StoreError) -> LedgerHead { state.withLock { $0.chain.head } }

    /// Adds usage up; see ``LedgerStore/usage(_:by:offset:)``.
    public func usage(
        _ filter: LedgerFilter,
        by grouping: UsageReport.Grouping,
        offset: Int
    ) async throws(StoreError) -> UsageReport {
        try UsageReport.check(offset: offset)
        let parts = state.withLock { $0.usage(filter) }
        var groups: [ExactText?: UsageReport.Row] = [:]
        var total = UsageReport.Sums()
        for (place, sums) in parts {
            total.add(sums)
            for row in place.rows(by: grouping, offset: offset) {
                let identity = (row.id ?? row.key).map(ExactText.init)
                var group = groups[identity] ?? row
                group.sums.add(sums)
                // Of a key that was renamed the name that is last in the alphabet stands for all.
                if let name = row.key, group.key.map({ ExactText($0) < ExactText(name) }) ?? true { group.key = name }
                groups[identity] = group
            }
        }
        let rows = groups.values.sorted { ($0.key.exact, $0.id.exact) < ($1.key.exact, $1.id.exact) }
        return UsageReport(rows: rows, total: total)
    }

    /// Adds usage up over time; see ``LedgerStore/series(_:by:of:offset:)``.
    public func series(
        _ filter: LedgerFilter,
        by step: UsageSeries.Step,
        of division: UsageSeries.Division?,
        offset: Int
    ) async throws(StoreError) -> [UsageSeries.Part] {
        try UsageSeries.check(division, offset: offset)
        let parts = state.withLock { state in
            step == .minute
                ? state.minutes(filter) : state.usage(filter).map { ($0.place.quarter * 900, $0.place, $0.sums) }
        }
        var found: [Int64: [ExactText?: UsageReport.Sums]] = [:]
        for (seconds, place, sums) in parts {
            let start = step.start(of: seconds, offset: step == .minute ? 0 : offset)
            guard let division else {
                found[start, default: [:]][nil, default: UsageReport.Sums()].add(sums)
                continue
            }
            for row in place.rows(by: division.grouping, offset: 0) {
                let group = division.grouping == .key ? row.id : row.key
                guard division.groups.contains(group) else { continue }
                found[start, default: [:]][group.map(ExactText.init), default: UsageReport.Sums()].add(sums)
            }
        }
        return found.sorted { $0.key < $1.key }.flatMap { start, groups in
            groups.map {
                UsageSeries.Part(
                    start: start,
                    group: $0.key.map { String(decoding: $0.bytes, as: UTF8.self) },
                    sums: $0.value
                )
            }
            .sorted { $0.group.exact < $1.group.exact }
        }
    }

    /// What all records come to; see ``LedgerStore/totals()``.
    public func totals() async throws(StoreError) -> LedgerTotals { state.withLock { $0.totals } }

    /// Checks the whole chain; see ``LedgerStore/verify(against:)``. What repeats the rows' content is not checked: nobody but
    /// this type can reach it.
    public func verify(against anchors: [LedgerHead]) async throws(StoreError) -> LedgerVerification {
        state.withLock { $0.verify(against: anchors) }
    }

    /// Replaces records by tombstones; see ``LedgerStore/expire(team:before:)``.
    public func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        state.withLock { $0.expire(team: team, before: cutoff) }
    }
}

extension MemoryLedgerState.Place {
    /// The groups that it counts for, without sums.
    fileprivate func rows(by grouping: UsageReport.Grouping, offset: Int) -> [UsageReport.Row] {
        func row(_ key: String?, id: String? = nil) -> [UsageReport.Row] {
            [UsageReport.Row(key: key, id: id, sums: UsageReport.Sums())]
        }
        switch grouping {
        case .team: return row(dimension.team)
        case .key: return row(dimension.keyName, id: dimension.keyID)
        case .model: return row(dimension.model)
        case .provider: return row(dimension.provider)
        case .project: return row(dimension.project)
        case .user: return row(dimension.user)
        case .tag: return dimension.tags.flatMap { row($0) }
        case .day: return row(UsageSlot.day.text((quarter * 900 + Int64(offset)) / 86_400, offset: offset))
        case .hour: return row(UsageSlot.hour.text((quarter * 900 + Int64(offset)) / 3600, offset: offset))
        }
    }
}

extension String? {
    /// What orders it as SQLite does: nothing first, then byte by byte.
    fileprivate var exact: ExactText { ExactText(self ?? "") }
}
