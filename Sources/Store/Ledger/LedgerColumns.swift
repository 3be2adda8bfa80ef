import Governance
import Pricing

/// What the store repeats of a record in columns, to find it and to add it up. A pure function of the record, so that
/// verification can compare.
struct LedgerColumns: Hashable {
    var entry: String
    var dimension: LedgerDimension
    var figures: LedgerFigures
    /// Which guardrails found what.
    var guards: Set<LedgerGuard>

    /// The columns of a record whose latest cost is given.
    init(_ record: LedgerRecord, cost: Money?) {
        entry = Self.text(record.entry)
        dimension = LedgerDimension(record)
        figures = LedgerFigures(record, cost: cost)
        guards = LedgerGuard.all(of: record)
    }

    /// Columns as they are stored.
    init(_ row: SQLRow, dimension: LedgerDimension, guards: Set<LedgerGuard>) throws {
        entry = try row.text("entry")
        self.dimension = dimension
        self.guards = guards
        figures = try LedgerFigures(row)
    }

    /// A text as SQLite can keep it: a NUL would end it.
    static func text(_ text: String) -> String {
        let hasNUL = text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)
        guard hasNUL else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map { $0.value == 0 ? "\u{FFFD}" : $0 }))
    }
}
