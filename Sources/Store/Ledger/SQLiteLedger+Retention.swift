internal import GRDB
internal import Governance

extension SQLiteLedger {
    /// How many records one transaction takes: others who write wait for it.
    private static let recordsAtOnce: Int64 = 500

    /// Replaces records by tombstones. See ``LedgerStore/expire(team:before:)``.
    public func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        var total = 0
        while true {
            let count = try await database.write { connection in
                try Self.expireSome(team: team, before: cutoff, on: connection)
            }
            total += count
            if count == Int(Self.recordsAtOnce) { continue }
            if total > 0 { try await database.emptyLog() }
            return total
        }
    }

    private static func expireSome(team: String?, before cutoff: Int64, on connection: Database) throws -> Int {
        let rows = try SQLQuery(
            """
            SELECT sequence, entry, correction FROM ledger_rows
            WHERE dimension IN (SELECT id FROM ledger_dimensions WHERE team IS ?) AND time < ? LIMIT ?
            """,
            .optional(team),
            .integer(cutoff),
            .integer(recordsAtOnce)
        ).rows(on: connection)
        for row in rows {
            let sequence = try row.integer("sequence")
            // A record's corrections tell of it too.
            var correction = try row.optionalInteger("correction")
            while let place = correction {
                guard case .correction(let item) = try item(place, on: connection), item.supersedes ?? 0 < place else {
                    throw StoreError(.corrupt, "row \(place) of the ledger is damaged: run `kanmon ledger verify`")
                }
                try bury(place, on: connection)
                correction = item.supersedes
            }
            try bury(sequence, on: connection)
            try SQLQuery("DELETE FROM ledger_rows WHERE sequence = ?", .integer(sequence)).run(on: connection)
            // Nothing outlives the record that it belongs to.
            try SQLQuery("DELETE FROM ledger_bodies WHERE entry = ?", .text(try row.text("entry"))).run(on: connection)
        }
        return rows.count
    }

    /// Replaces a row's bytes by their hash.
    private static func bury(_ sequence: Int64, on connection: Database) throws {
        let query = SQLQuery("SELECT bytes FROM ledger_bytes WHERE sequence = ?", .integer(sequence))
        guard let row = try query.row(on: connection) else {
            throw StoreError(.corrupt, "row \(sequence) of the ledger is missing: run `kanmon ledger verify`")
        }
        try SQLQuery(
            "INSERT INTO ledger_tombstones (sequence, leaf) VALUES (?, ?)",
            .integer(sequence),
            .blob(LedgerHash.leaf(of: try row.blob("bytes")))
        ).run(on: connection)
        try SQLQuery("DELETE FROM ledger_bytes WHERE sequence = ?", .integer(sequence)).run(on: connection)
    }
}
