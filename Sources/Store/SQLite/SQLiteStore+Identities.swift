extension SQLiteStore {
    /// Makes changes in one transaction; see ``IdentityStore/apply(_:)``.
    public func apply(_ changes: [DocumentChange]) async throws(StoreError) -> [StoredDocument?] {
        try await database.write { connection in
            try changes.map { try DocumentTable.apply($0, on: connection) }
        }
    }

    /// One document; see ``IdentityStore/document(_:id:)``.
    public func document(_ kind: StoredDocument.Kind, id: String) async throws(StoreError) -> StoredDocument? {
        try await database.read { try DocumentTable.document(kind, id: id, on: $0) }
    }

    /// Documents by name; see ``IdentityStore/documents(_:where:page:)``.
    public func documents(
        _ kind: StoredDocument.Kind,
        where filter: DocumentFilter,
        page: PageRequest
    ) async throws(StoreError) -> Page<StoredDocument> {
        let position = try page.cursor.map { cursor throws(StoreError) in try DocumentCursor.position(of: cursor) }
        let rows = try await database.read { connection in
            try DocumentTable.documents(
                kind,
                where: filter,
                after: position,
                limit: page.limit + 1,
                on: connection
            )
        }
        return Page(rows, limit: page.limit, cursor: DocumentCursor.cursor)
    }

    /// The last change; see ``IdentityStore/latestRevision()``.
    public func latestRevision() async throws(StoreError) -> Int64 {
        try await database.read { try DocumentTable.revision(on: $0) }
    }

    /// What changed; see ``IdentityStore/changes(since:limit:)``.
    public func changes(since revision: Int64, limit: Int) async throws(StoreError) -> DocumentChanges {
        try await database.read { try DocumentTable.changes(since: revision, limit: limit, on: $0) }
    }
}
