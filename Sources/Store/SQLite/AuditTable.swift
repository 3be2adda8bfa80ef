internal import GRDB
internal import Governance

/// The statements on the audit log, inside the caller's transaction.
enum AuditTable {
    /// Adds an entry at the log's end and moves its head.
    static func append(_ entry: AuditEntry, on connection: Database) throws -> AuditRecord {
        let head = try head(on: connection)
        let sequence = head.sequence &+ 1
        let bytes = entry.canonicalBytes
        let digest = AuditChain.digest(of: bytes, sequence: sequence, after: head.digest)
        try SQLQuery(
            """
            INSERT INTO audit (sequence, time, actor, action, kind, object, team, entry, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .integer(sequence),
            .integer(entry.time),
            .text(entry.actor.id),
            .text(entry.action),
            .text(entry.object.kind),
            .text(entry.object.id),
            .optional(entry.object.team),
            .blob(bytes),
            .blob(digest.bytes)
        ).run(on: connection)
        try SQLQuery("UPDATE audit_head SET sequence = ?, digest = ?", .integer(sequence), .blob(digest.bytes))
            .run(on: connection)
        return AuditRecord(sequence: sequence, entry: entry, digest: digest)
    }

    /// The log's end, which is kept apart from its entries.
    static func head(on connection: Database) throws -> AuditHead {
        let head = try SQLQuery("SELECT sequence, digest FROM audit_head").row(on: connection) { row in
            let sequence = try row.integer("sequence")
            return AuditDigest(try row.blob("digest")).map { AuditHead(sequence: sequence, digest: $0) }
        }
        guard let head = head ?? nil else {
            throw StoreError(.corrupt, "the audit log has lost its end: restore a backup")
        }
        return head
    }

    /// Up to `limit` entries before a place, the newest first.
    static func records(
        where filter: AuditFilter,
        before sequence: Int64?,
        limit: Int,
        on connection: Database
    ) throws -> [AuditRecord] {
        var query = SQLQuery(
            "SELECT sequence, entry, digest FROM audit WHERE sequence < ?",
            .integer(sequence ?? .max)
        )
        if let from = filter.from { query.append("AND time >= ?", .integer(from)) }
        if let until = filter.until { query.append("AND time < ?", .integer(until)) }
        if let actor = filter.actor { query.append("AND actor = ?", .text(actor)) }
        if let action = filter.action { query.append("AND action = ?", .text(action)) }
        if let kind = filter.objectKind { query.append("AND kind = ?", .text(kind)) }
        if let id = filter.objectID { query.append("AND object = ?", .text(id)) }
        if let team = filter.team { query.append("AND team = ?", .text(team)) }
        query.append("ORDER BY sequence DESC LIMIT ?", .integer(Int64(limit)))
        return try query.rows(on: connection) { row in
            let sequence = try row.integer("sequence")
            guard let entry = AuditEntry(canonicalBytes: try row.blob("entry")),
                let digest = AuditDigest(try row.blob("digest"))
            else { throw StoreError(.corrupt, "entry \(sequence) of the audit log is damaged: verify the log") }
            return AuditRecord(sequence: sequence, entry: entry, digest: digest)
        }
    }

    /// Goes through the whole log.
    static func verify(anchor: AuditHead?, on connection: Database) throws -> AuditVerification {
        var verifier = AuditVerifier(anchor: anchor)
        var mislabelled: Int64?
        try SQLQuery(
            "SELECT sequence, time, actor, action, kind, object, team, entry, digest FROM audit ORDER BY sequence"
        ).forEachRow(on: connection) { row in
            let sequence = try row.integer("sequence")
            let bytes = try row.blob("entry")
            guard verifier.check(sequence: sequence, entry: bytes, digest: AuditDigest(try row.blob("digest"))) else {
                return false
            }
            if mislabelled == nil, try !isLabelled(row, as: bytes) { mislabelled = sequence }
            return true
        }
        let problem = verifier.finish(head: try head(on: connection))
        if let mislabelled, mislabelled <= verifier.verified.sequence {
            return AuditVerification(verified: verifier.verified, problem: .edited(sequence: mislabelled))
        }
        return AuditVerification(verified: verifier.verified, problem: problem)
    }

    /// Whether the columns that filters look at say what the entry says: an edit of them would hide it from its readers.
    private static func isLabelled(_ row: SQLRow, as bytes: [UInt8]) throws -> Bool {
        guard let entry = AuditEntry(canonicalBytes: bytes) else { return false }
        return try row.integer("time") == entry.time
            && row.text("actor").utf8.elementsEqual(entry.actor.id.utf8)
            && row.text("action").utf8.elementsEqual(entry.action.utf8)
            && row.text("kind").utf8.elementsEqual(entry.object.kind.utf8)
            && row.text("object").utf8.elementsEqual(entry.object.id.utf8)
            && Array((row.optionalText("team") ?? "\0").utf8) == Array((entry.object.team ?? "\0").utf8)
    }
}
