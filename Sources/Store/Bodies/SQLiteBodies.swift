internal import GRDB
public import Governance

/// Prompts and answers in the embedded database of a data folder, in a table of their own.
public final class SQLiteBodies: BodyStore {
    /// How many rows one transaction takes away: others who write wait for it.
    private static let rowsAtOnce: Int64 = 100

    /// The database, which governance and the ledger share.
    private let database: SQLiteDatabase

    /// A store on an open database.
    public init(_ database: SQLiteDatabase) { self.database = database }

    /// Adds bodies. See ``BodyStore/insert(_:)``.
    public func insert(_ bodies: [RequestBodies]) async throws(StoreError) -> Int {
        try await database.write { connection in
            var count = 0
            for body in bodies {
                count += try SQLQuery(
                    """
                    INSERT INTO ledger_bodies (entry, team, time, is_stream, request, request_size, request_truncated,
                        answer, answer_size, answer_truncated)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (entry) DO NOTHING
                    """,
                    .text(body.entry),
                    .optional(body.team),
                    .integer(body.time),
                    .integer(body.isStream ? 1 : 0),
                    .blob(body.request.bytes),
                    .integer(Int64(body.request.size)),
                    .integer(body.request.isTruncated ? 1 : 0),
                    .optional(body.answer?.bytes),
                    .integer(Int64(body.answer?.size ?? 0)),
                    .integer(body.answer?.isTruncated == true ? 1 : 0)
                ).run(on: connection)
            }
            return count
        }
    }

    /// What is kept of a request. See ``BodyStore/bodies(of:)``.
    public func bodies(of entry: String) async throws(StoreError) -> RequestBodies? {
        try await database.read { connection in
            let query = SQLQuery("SELECT * FROM ledger_bodies WHERE entry = ?", .text(entry))
            guard let row = try query.row(on: connection) else { return nil }
            return RequestBodies(
                entry: try row.text("entry"),
                time: try row.integer("time"),
                team: try row.optionalText("team"),
                isStream: try row.integer("is_stream") != 0,
                request: BodyText(
                    bytes: try row.blob("request"),
                    size: Int(try row.integer("request_size")),
                    isTruncated: try row.integer("request_truncated") != 0
                ),
                answer: try row.optionalBlob("answer").map { bytes in
                    BodyText(
                        bytes: bytes,
                        size: Int(try row.integer("answer_size")),
                        isTruncated: try row.integer("answer_truncated") != 0
                    )
                }
            )
        }
    }

    /// Removes what is kept of a request. See ``BodyStore/removeBodies(of:audit:)``.
    public func removeBodies(of entry: String, audit: AuditEntry) async throws(StoreError) -> Bool {
        let wasThere = try await database.write { connection in
            let query = SQLQuery("DELETE FROM ledger_bodies WHERE entry = ?", .text(entry))
            guard try query.run(on: connection) > 0 else { return false }
            _ = try AuditTable.append(audit, on: connection)
            return true
        }
        if wasThere { try await database.emptyLog() }
        return wasThere
    }

    /// The teams of which anything is kept. See ``BodyStore/teamsWithBodies()``.
    public func teamsWithBodies() async throws(StoreError) -> [String?] {
        try await database.read { connection in
            try SQLQuery("SELECT DISTINCT team FROM ledger_bodies").rows(on: connection) { try $0.optionalText("team") }
        }
    }

    /// Removes what has become too old. See ``BodyStore/expireBodies(team:before:)``.
    public func expireBodies(team: String?, before cutoff: Int64) async throws(StoreError) -> Int {
        var total = 0
        while true {
            let count = try await database.write { connection in
                try SQLQuery(
                    """
                    DELETE FROM ledger_bodies WHERE entry IN
                        (SELECT entry FROM ledger_bodies WHERE team IS ? AND time < ? LIMIT ?)
                    """,
                    .optional(team),
                    .integer(cutoff),
                    .integer(Self.rowsAtOnce)
                ).run(on: connection)
            }
            total += count
            if count == Int(Self.rowsAtOnce) { continue }
            if total > 0 { try await database.emptyLog() }
            return total
        }
    }
}
