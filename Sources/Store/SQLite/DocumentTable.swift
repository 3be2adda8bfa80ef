internal import GRDB

/// The statements on documents, inside the caller's transaction.
enum DocumentTable {
    /// Makes a change and notes it in the audit log.
    /// - Returns: the document as it is now; `nil` where it is gone.
    static func apply(_ change: DocumentChange, on connection: Database) throws -> StoredDocument? {
        for reliance in change.reliances {
            try DocumentConflict.check(version(reliance.kind, id: reliance.id, on: connection), for: reliance)
        }
        let document: StoredDocument?
        switch change.action {
        case .insert(let new): document = try insert(new, on: connection)
        case .update(let new, let expected): document = try update(new, expected: expected, on: connection)
        case .delete(let kind, let id, let expected):
            try delete(kind, id: id, expected: expected, on: connection)
            document = nil
        }
        _ = try AuditTable.append(change.audit, on: connection)
        return document
    }

    /// The document of an identity.
    static func document(
        _ kind: StoredDocument.Kind,
        id: String,
        on connection: Database
    ) throws -> StoredDocument? {
        var query = Self.selection
        query.append("WHERE kind = ? AND id = ?", .text(kind.rawValue), .text(id))
        return try query.row(on: connection, document)
    }

    /// Up to `limit` documents of a kind after a position in the order of names.
    static func documents(
        _ kind: StoredDocument.Kind,
        where filter: DocumentFilter,
        after position: (name: String, id: String)?,
        limit: Int,
        on connection: Database
    ) throws -> [StoredDocument] {
        var query = Self.selection
        query.append("WHERE kind = ?", .text(kind.rawValue))
        if let organization = filter.organization { query.append("AND organization = ?", .text(organization)) }
        if let team = filter.team { query.append("AND team = ?", .text(team)) }
        if let owner = filter.owner { query.append("AND owner = ?", .text(owner)) }
        if let name = filter.name { query.append("AND name = ?", .text(name)) }
        if let digest = filter.digest { query.append("AND digest = ?", .blob(digest)) }
        if let isLiving = filter.isLiving { query.append("AND is_living = ?", .integer(isLiving ? 1 : 0)) }
        if let time = filter.expiresBefore { query.append("AND expires < ?", .integer(time)) }
        if let position {
            query.append("AND (name, id) > (?, ?)", .text(position.name), .text(position.id))
        }
        query.append("ORDER BY name, id LIMIT ?", .integer(Int64(limit)))
        return try query.rows(on: connection, document)
    }

    /// The number of the last change.
    static func revision(on connection: Database) throws -> Int64 {
        try SQLQuery("SELECT value FROM counters WHERE name = 'revision'").row(on: connection) {
            try $0.integer("value")
        } ?? 0
    }

    /// What changed after a change.
    static func changes(since revision: Int64, limit: Int, on connection: Database) throws -> DocumentChanges {
        let limit = DocumentChanges.limits.clamping(limit)
        let more = Int64(limit) + 1
        var query = Self.selection
        query.append("WHERE revision > ? ORDER BY revision LIMIT ?", .integer(revision), .integer(more))
        let written = try query.rows(on: connection, document)
        let removed = try SQLQuery(
            "SELECT kind, id, revision FROM removals WHERE revision > ? ORDER BY revision LIMIT ?",
            .integer(revision),
            .integer(more)
        ).rows(on: connection) { row in
            (
                removal: DocumentChanges.Removal(
                    kind: StoredDocument.Kind(rawValue: try row.text("kind")),
                    id: try row.text("id")
                ),
                revision: try row.integer("revision")
            )
        }
        let revisions = (written.map(\.revision) + removed.map(\.revision)).sorted()
        let hasMore = revisions.count > limit
        let last = hasMore ? revisions[limit - 1] : try Self.revision(on: connection)
        return DocumentChanges(
            written: written.filter { $0.revision <= last },
            removed: removed.filter { $0.revision <= last }.map(\.removal),
            revision: last,
            hasMore: hasMore
        )
    }

    private static let selection = SQLQuery(
        """
        SELECT kind, id, name, is_living, organization, team, owner, digest, expires, version, revision, body
        FROM documents
        """
    )

    private static func document(_ row: SQLRow) throws -> StoredDocument {
        var document = StoredDocument(
            kind: StoredDocument.Kind(rawValue: try row.text("kind")),
            id: try row.text("id"),
            name: try row.text("name"),
            isLiving: try row.integer("is_living") != 0,
            organization: try row.optionalText("organization"),
            team: try row.optionalText("team"),
            owner: try row.optionalText("owner"),
            digest: try row.optionalBlob("digest"),
            expires: try row.optionalInteger("expires"),
            body: try row.blob("body")
        )
        document.version = try row.integer("version")
        document.revision = try row.integer("revision")
        return document
    }

    private static func insert(_ new: StoredDocument, on connection: Database) throws -> StoredDocument {
        guard try version(new.kind, id: new.id, on: connection) == nil else { throw DocumentConflict.id(new) }
        try checkUnique(new, on: connection)
        var document = new
        document.version = 1
        document.revision = try nextRevision(on: connection)
        try SQLQuery(
            """
            INSERT INTO documents
            (kind, id, name, is_living, organization, team, owner, digest, expires, version, revision, body)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(document.kind.rawValue),
            .text(document.id),
            .text(document.name),
            .integer(document.isLiving ? 1 : 0),
            .optional(document.organization),
            .optional(document.team),
            .optional(document.owner),
            .optional(document.digest),
            .optional(document.expires),
            .integer(document.version),
            .integer(document.revision),
            .blob(document.body)
        ).run(on: connection)
        try SQLQuery(
            "DELETE FROM removals WHERE kind = ? AND id = ?",
            .text(document.kind.rawValue),
            .text(document.id)
        ).run(on: connection)
        return document
    }

    private static func update(
        _ new: StoredDocument,
        expected: Int64,
        on connection: Database
    ) throws -> StoredDocument {
        let version = try version(new.kind, id: new.id, on: connection)
        try DocumentConflict.check(version, expected: expected, kind: new.kind)
        try checkUnique(new, on: connection)
        var document = new
        document.version = expected &+ 1
        document.revision = try nextRevision(on: connection)
        try SQLQuery(
            """
            UPDATE documents SET name = ?, is_living = ?, organization = ?, team = ?, owner = ?, digest = ?, expires = ?,
            version = ?, revision = ?, body = ? WHERE kind = ? AND id = ?
            """,
            .text(document.name),
            .integer(document.isLiving ? 1 : 0),
            .optional(document.organization),
            .optional(document.team),
            .optional(document.owner),
            .optional(document.digest),
            .optional(document.expires),
            .integer(document.version),
            .integer(document.revision),
            .blob(document.body),
            .text(document.kind.rawValue),
            .text(document.id)
        ).run(on: connection)
        return document
    }

    private static func delete(
        _ kind: StoredDocument.Kind,
        id: String,
        expected: Int64,
        on connection: Database
    ) throws {
        let version = try version(kind, id: id, on: connection)
        try DocumentConflict.check(version, expected: expected, kind: kind)
        try SQLQuery("DELETE FROM documents WHERE kind = ? AND id = ?", .text(kind.rawValue), .text(id))
            .run(on: connection)
        try SQLQuery(
            "INSERT OR REPLACE INTO removals (kind, id, revision) VALUES (?, ?, ?)",
            .text(kind.rawValue),
            .text(id),
            .integer(try nextRevision(on: connection))
        ).run(on: connection)
    }

    private static func version(
        _ kind: StoredDocument.Kind,
        id: String,
        on connection: Database
    ) throws -> Int64? {
        try SQLQuery("SELECT version FROM documents WHERE kind = ? AND id = ?", .text(kind.rawValue), .text(id))
            .row(on: connection) { try $0.integer("version") }
    }

    /// Asked before the indexes would refuse it, so that the refusal says what is there already.
    private static func checkUnique(_ document: StoredDocument, on connection: Database) throws {
        if document.isLiving {
            let other = try SQLQuery(
                "SELECT 1 FROM documents WHERE kind = ? AND name = ? AND is_living = 1 AND id <> ?",
                .text(document.kind.rawValue),
                .text(document.name),
                .text(document.id)
            ).hasRow(on: connection)
            if other { throw DocumentConflict.name(document) }
        }
        if let digest = document.digest {
            let other = try SQLQuery(
                "SELECT 1 FROM documents WHERE digest = ? AND NOT (kind = ? AND id = ?)",
                .blob(digest),
                .text(document.kind.rawValue),
                .text(document.id)
            ).hasRow(on: connection)
            if other { throw DocumentConflict.digest(document) }
        }
    }

    private static func nextRevision(on connection: Database) throws -> Int64 {
        try SQLQuery("UPDATE counters SET value = value + 1 WHERE name = 'revision'").run(on: connection)
        return try revision(on: connection)
    }
}
