import GRDB
import Governance
import ModelAPI

/// Reads rows of a ledger that the disk has damaged: each is there twice, as its bytes and as the columns that repeat what is
/// counted and added up.
enum LedgerSalvage {
    /// What is left of a row.
    enum Remains {
        /// A record, whole or by its columns.
        case row(LedgerRow)
        /// Nothing that was a record: a correction, or what retention has taken.
        case nothing
        /// Nothing can be read.
        case unreadable
    }

    /// What the columns of a record still say; `nil` where they cannot be read either.
    static func row(_ sequence: Int64, on connection: Database) throws -> LedgerRow? {
        try attempt {
            guard let row = try LedgerCheck.index(sequence, on: connection) else { return nil }
            return LedgerRow(sequence: sequence, remains: try LedgerCheck.columns(row, [], on: connection))
        }
    }

    /// The item of a sequence number; `nil` where it is not there or cannot be read.
    static func item(_ sequence: Int64, on connection: Database) throws -> LedgerItem? {
        try attempt { try SQLiteLedger.item(sequence, on: connection) }
    }

    /// What is left of the item of a sequence number.
    static func remains(of sequence: Int64, on connection: Database) throws -> Remains {
        let known = try attempt { () throws -> LedgerRow? in
            let query = SQLQuery("SELECT correction FROM ledger_rows WHERE sequence = ?", .integer(sequence))
            guard let row = try query.row(on: connection) else { return nil }
            return try SQLiteLedger.row(sequence, correction: row.optionalInteger("correction"), on: connection)
        }
        if let known { return .row(known) }
        switch try item(sequence, on: connection) {
        case .record(let record): return .row(LedgerRow(sequence: sequence, record: record))
        case .correction: return .nothing
        case nil: break
        }
        let tombstone = try attempt {
            try SQLQuery("SELECT 1 FROM ledger_tombstones WHERE sequence = ?", .integer(sequence)).row(on: connection)
        }
        return tombstone == nil ? .unreadable : .nothing
    }

    /// Reads something; `nil` where it is damaged.
    /// - Throws: what is no damage.
    private static func attempt<Value>(_ body: () throws -> Value?) throws -> Value? {
        do {
            return try body()
        } catch {
            guard StoreError(error).code == .corrupt else { throw error }
            return nil
        }
    }
}

extension LedgerRow {
    /// A record of which only what the columns repeat is left.
    fileprivate init(sequence: Int64, remains columns: LedgerColumns) {
        let figures = columns.figures
        var record = LedgerRecord(
            entry: columns.entry,
            id: "",
            time: figures.time,
            surface: "",
            modelAsked: columns.dimension.model,
            status: Int(figures.status),
            outcome: figures.isError ? .failed : .answered,
            durationMicroseconds: 0
        )
        record.organization = columns.dimension.organization
        record.team = columns.dimension.team
        record.project = columns.dimension.project
        record.user = columns.dimension.user
        record.keyID = columns.dimension.keyID
        record.keyName = columns.dimension.keyName
        record.provider = columns.dimension.provider
        record.tags = columns.dimension.tags
        if figures.inputTokens > 0 || figures.outputTokens > 0 {
            var usage = Usage()
            usage.input = Int(figures.inputTokens)
            usage.output = Int(figures.outputTokens)
            record.usage = usage
        }
        record.cost = figures.cost?.money
        self.init(sequence: sequence, record: record)
        isDamaged = true
    }
}
