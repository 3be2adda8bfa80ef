internal import GRDB
internal import Governance

extension SQLiteLedger {
    /// How many records one transaction takes: others who write wait for it.
    private static let recordsAtOnce: Int64 = 500

    /// Replaces records by tombstones. See ``LedgerStore/expire(team:before:)``.
    public func expire(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        var total = 0
        var minutes: Set<Int64> = []
        while true {
            let taken = try await database.write { connection in
                try Self.expireSome(team: team, before: cutoff, on: connection)
            }
            guard let taken else { break }
            total += taken.count
            if taken.isWhole { minutes.insert(taken.minute) }
        }
        guard total > 0 else { return 0 }
        for minute in minutes {
            try await database.write { try Self.forget(minute, on: $0) }
        }
        try await database.emptyLog()
        return total
    }

    /// What one transaction took of the records of a minute.
    private struct Taken {
        var count: Int
        var minute: Int64
        /// Whether nothing of the dimension is left of the minute.
        var isWhole: Bool
    }

    /// Takes records of the oldest minute of one dimension.
    /// - Returns: `nil` where there are none before the cutoff.
    private static func expireSome(team: String?, before cutoff: Int64, on connection: Database) throws -> Taken? {
        let place = try SQLQuery(
            """
            SELECT dimension, minute, first, last FROM ledger_places
            WHERE dimension IN (SELECT id FROM ledger_dimensions WHERE team IS ?1) AND minute <= ?2 AND EXISTS (
                SELECT 1 FROM ledger_rows AS record WHERE sequence >= first AND sequence <= last
                AND record.dimension = ledger_places.dimension AND time / 60000000000 = minute AND time < ?3
            ) LIMIT 1
            """,
            .optional(team),
            .integer(cutoff / LedgerFigures.minute),
            .integer(cutoff)
        ).row(on: connection)
        guard let place else { return nil }
        let (dimension, minute) = (try place.integer("dimension"), try place.integer("minute"))
        let rows = try SQLQuery(
            """
            SELECT sequence, entry, correction FROM ledger_rows
            WHERE sequence >= ? AND sequence <= ? AND dimension = ? AND time / 60000000000 = ? AND time < ? LIMIT ?
            """,
            .integer(try place.integer("first")),
            .integer(try place.integer("last")),
            .integer(dimension),
            .integer(minute),
            .integer(cutoff),
            .integer(recordsAtOnce)
        ).rows(on: connection)
        for row in rows {
            let sequence = try row.integer("sequence")
            // A record's corrections tell of it too.
            var correction = try row.optionalInteger("correction")
            while let place = correction {
                // Of a damaged one nobody can say what it followed on. It goes; verification has found it, and still does.
                let item = try LedgerSalvage.item(place, on: connection)
                try bury(place, on: connection)
                correction = nil
                if case .correction(let item) = item, item.supersedes ?? 0 < place { correction = item.supersedes }
            }
            try bury(sequence, on: connection)
            try SQLQuery("DELETE FROM ledger_rows WHERE sequence = ?", .integer(sequence)).run(on: connection)
            // Nothing outlives the record that it belongs to.
            try SQLQuery("DELETE FROM ledger_guards WHERE sequence = ?", .integer(sequence)).run(on: connection)
            try SQLQuery("DELETE FROM ledger_bodies WHERE entry = ?", .text(try row.text("entry"))).run(on: connection)
        }
        let isWhole = rows.count < Int(recordsAtOnce) && (minute + 1) * LedgerFigures.minute <= cutoff
        if isWhole {
            try SQLQuery(
                "DELETE FROM ledger_places WHERE dimension = ? AND minute = ?",
                .integer(dimension),
                .integer(minute)
            ).run(on: connection)
        }
        return Taken(count: rows.count, minute: minute, isWhole: isWhole)
    }

    /// Forgets where a minute's records stand, if none is left.
    private static func forget(_ minute: Int64, on connection: Database) throws {
        try SQLQuery(
            """
            DELETE FROM ledger_minutes WHERE minute = ? AND NOT EXISTS (
                SELECT 1 FROM ledger_rows WHERE sequence >= first AND sequence <= last AND time / 60000000000 = minute
            )
            """,
            .integer(minute)
        ).run(on: connection)
    }

    /// Replaces a row's bytes by their hash. Where they are missing nothing stands in their place: verification goes on to
    /// find the gap.
    private static func bury(_ sequence: Int64, on connection: Database) throws {
        let query = SQLQuery("SELECT bytes FROM ledger_bytes WHERE sequence = ?", .integer(sequence))
        guard let row = try query.row(on: connection) else { return }
        try SQLQuery(
            "INSERT INTO ledger_tombstones (sequence, leaf) VALUES (?, ?)",
            .integer(sequence),
            .blob(LedgerHash.leaf(of: try row.blob("bytes")))
        ).run(on: connection)
        try SQLQuery("DELETE FROM ledger_bytes WHERE sequence = ?", .integer(sequence)).run(on: connection)
    }
}
