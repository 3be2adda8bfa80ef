import Governance
import JSONText
import Pricing
import Store

/// What is asked of records beyond what the ledger finds them by: each is looked at.
struct RecordSearch: Sendable {
    /// How many records are looked at for one page.
    static let mostRecords = 20_000
    /// How many are read at once.
    private static let batch = 500
    private static let longestText = 256

    static let parameters: [Operation.Parameter] = [
        .init(
            name: "status_class",
            summary: "Only requests with a status of this class.",
            schema: .choice(StatusClass.allCases.map(\.rawValue))
        ),
        .init(
            name: "outcome",
            summary: "Only requests that ended so.",
            schema: .choice(LedgerRecord.Outcome.allCases.map(\.rawValue))
        ),
        .text("id", "Only the request of this id, or of this entry."),
        .init(name: "min_duration_ms", summary: "Only requests that took so long.", schema: .count),
        .text("min_cost_usd", "Only requests that cost so much: 0.05."),
        .init(
            name: "cache",
            summary: "Only requests for which the cache did this.",
            schema: .choice(CacheResult.allCases.map(\.rawValue))
        ),
        .text("q", "Only requests with this text in an id or in the name of a model, key, team or provider."),
    ]

    enum StatusClass: String, CaseIterable {
        case informational = "1xx"
        case success = "2xx"
        case redirection = "3xx"
        case client = "4xx"
        case server = "5xx"
    }

    enum CacheResult: String, CaseIterable {
        case hit
        case semanticHit = "semantic-hit"
        case miss
        case bypass
    }

    private var statuses: ClosedRange<Int>?
    private var outcome: LedgerRecord.Outcome?
    private var id: String?
    private var microseconds: Int?
    private var cost: Money?
    private var cache: String?
    private var text: String?

    /// Reads what a query asks for.
    init(_ query: Query) throws(AdminError) {
        if let found = try query.choice("status_class", StatusClass.self),
            let digit = found.rawValue.first?.wholeNumberValue
        {
            statuses = digit * 100...digit * 100 + 99
        }
        outcome = try query.choice("outcome", LedgerRecord.Outcome.self)
        id = query["id"]
        microseconds = try query.int("min_duration_ms", in: 0...1_000_000_000).map { $0 * 1000 }
        if let text = query["min_cost_usd"] {
            guard text.utf8.count <= 64, let money = try? Money(decimal: text), money >= .zero else {
                throw .parameter("min_cost_usd", "It must be an amount such as 0.05.")
            }
            cost = money
        }
        cache = try query.choice("cache", CacheResult.self)?.rawValue
        if let wanted = query["q"] {
            guard wanted.utf8.count <= Self.longestText else { throw .parameter("q", "It is too long.") }
            text = wanted.lowercased()
        }
    }

    /// Whether anything is asked for.
    var isEmpty: Bool {
        statuses == nil && outcome == nil && id == nil && microseconds == nil && cost == nil && cache == nil
            && text == nil
    }

    /// Whether a record is meant.
    func passes(_ row: LedgerRow) -> Bool {
        let record = row.record
        if let statuses, !statuses.contains(record.status) { return false }
        if let outcome, record.outcome != outcome { return false }
        if let id, record.id != id, record.entry != id { return false }
        if let microseconds, record.durationMicroseconds < microseconds { return false }
        if let cost, (row.cost ?? .zero) < cost { return false }
        if let cache, record.cache != cache { return false }
        guard let text else { return true }
        let names = [
            record.id, record.entry, record.modelAsked, record.modelServed, record.keyName, record.team,
            record.provider,
        ]
        return names.contains { $0?.lowercased().contains(text) == true }
    }

    /// Looks through the ledger, newest first.
    /// - Returns: what was found, and where to look on; a page may have fewer rows than asked for, and none, while there is more
    ///   to look through.
    func page(
        of ledger: any LedgerStore,
        _ filter: LedgerFilter,
        _ wanted: PageRequest
    ) async throws(AdminError) -> Page<LedgerRow> {
        if isEmpty { return try await storing { () async throws(StoreError) in try await ledger.rows(filter, wanted) } }
        var rows: [LedgerRow] = []
        var cursor = wanted.cursor
        var looked = 0
        while looked < Self.mostRecords {
            let request = PageRequest(limit: Self.batch, after: cursor)
            let page = try await storing { () async throws(StoreError) in try await ledger.rows(filter, request) }
            for row in page.rows where passes(row) {
                rows.append(row)
                if rows.count == wanted.limit { return Page(rows: rows, next: row.cursor) }
            }
            looked += page.rows.count
            cursor = page.next
            if cursor == nil { break }
        }
        return Page(rows: rows, next: cursor)
    }
}
