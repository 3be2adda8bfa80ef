internal import GRDB
public import Governance
internal import Synchronization

/// The ledger in the embedded database of a data folder.
///
/// Every batch is one transaction that is on the disk before ``insert(_:)`` returns (`synchronous=FULL`).
public final class SQLiteLedger: LedgerStore {
    /// The database, which governance shares.
    let database: SQLiteDatabase
    private let dimensions = Mutex<[[UInt8]: Int64]>([:])
    /// How many dimensions are remembered.
    private static let rememberedDimensions = 10_000

    /// A ledger on an open database.
    public init(_ database: SQLiteDatabase) { self.database = database }

    /// Adds items as one segment. See ``LedgerStore/insert(_:)-(LedgerBatch)``.
    public func insert(_ batch: LedgerBatch) throws(StoreError) -> Int {
        var remembered = dimensions.withLock { $0 }
        let count = try database.writeBlocking { connection in
            var insertion = try LedgerInsertion(
                of: batch,
                on: connection,
                head: try Self.head(on: connection),
                dimensions: remembered
            )
            for index in 0..<batch.count { try insertion.add(index) }
            try insertion.finish()
            remembered = insertion.dimensions
            return insertion.count
        }
        // Only now: what a transaction that failed had made is not there.
        if remembered.count > Self.rememberedDimensions { remembered = [:] }
        dimensions.withLock { $0 = remembered }
        return count
    }

    /// Appends corrections as one segment. See ``LedgerStore/correct(_:)``.
    public func correct(_ corrections: [LedgerCorrection]) async throws(StoreError) -> Set<String> {
        let batch = try LedgerBatch(corrections.map { .correction($0) })
        return try await database.write { connection in
            let head = try Self.head(on: connection)
            var insertion = try LedgerInsertion(of: batch, on: connection, head: head, dimensions: [:])
            var taken: Set<String> = []
            for index in corrections.indices where try insertion.add(index) { taken.insert(corrections[index].entry) }
            try insertion.finish()
            return taken
        }
    }

    /// The end of the chain. See ``LedgerStore/head()``.
    public func head() async throws(StoreError) -> LedgerHead {
        try await database.read { try Self.head(on: $0) }
    }

    /// The end of the chain.
    static func head(on connection: Database) throws -> LedgerHead {
        guard let row = try SQLQuery("SELECT segments, sequence, digest FROM ledger_head").row(on: connection) else {
            throw StoreError(.corrupt, "the ledger has no head: restore a backup")
        }
        return LedgerHead(
            segments: try row.integer("segments"),
            sequence: try row.integer("sequence"),
            digest: try row.blob("digest")
        )
    }

    /// The item of a sequence number; `nil` where it is not there.
    static func item(_ sequence: Int64, on connection: Database) throws -> LedgerItem? {
        let query = SQLQuery("SELECT bytes FROM ledger_bytes WHERE sequence = ?", .integer(sequence))
        guard let row = try query.row(on: connection) else { return nil }
        do {
            return try LedgerCodec.decode(row.blob("bytes"))
        } catch is LedgerFormatError {
            throw StoreError(.corrupt, "row \(sequence) of the ledger is damaged: run `kanmon ledger verify`")
        }
    }

    /// The row of a sequence number with its latest correction. Of one that is damaged, what its columns repeat of it.
    /// - Throws: ``StoreError/Code/corrupt`` where these cannot be read either.
    static func row(_ sequence: Int64, correction: Int64?, on connection: Database) throws -> LedgerRow {
        do {
            return try wholeRow(sequence, correction: correction, on: connection)
        } catch {
            guard StoreError(error).code == .corrupt, let row = try LedgerSalvage.row(sequence, on: connection) else {
                throw error
            }
            return row
        }
    }

    private static func wholeRow(_ sequence: Int64, correction: Int64?, on connection: Database) throws -> LedgerRow {
        guard case .record(let record) = try item(sequence, on: connection) else {
            throw StoreError(.corrupt, "row \(sequence) of the ledger is missing: run `kanmon ledger verify`")
        }
        guard let correction else { return LedgerRow(sequence: sequence, record: record) }
        guard case .correction(let found) = try item(correction, on: connection) else {
            throw StoreError(.corrupt, "row \(correction) of the ledger is missing: run `kanmon ledger verify`")
        }
        return LedgerRow(sequence: sequence, record: record, correction: found, at: correction)
    }
}
