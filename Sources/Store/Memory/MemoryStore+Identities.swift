extension MemoryStore {
    /// Makes changes; see ``IdentityStore/apply(_:)``.
    public func apply(_ changes: [DocumentChange]) async throws(StoreError) -> [StoredDocument?] {
        try write { state throws(StoreError) in
            var documents: [StoredDocument?] = []
            for change in changes { documents.append(try state.apply(change)) }
            return documents
        }
    }

    /// One document; see ``IdentityStore/document(_:id:)``.
    public func document(_ kind: StoredDocument.Kind, id: String) async throws(StoreError) -> StoredDocument? {
        try read { state in state.documents[.init(kind, id)] }
    }

    /// Documents by name; see ``IdentityStore/documents(_:where:page:)``.
    public func documents(
        _ kind: StoredDocument.Kind,
        where filter: DocumentFilter,
        page: PageRequest
    ) async throws(StoreError) -> Page<StoredDocument> {
        let position = try page.cursor.map { cursor throws(StoreError) in try DocumentCursor.position(of: cursor) }
        try MemoryState.check([filter.organization, filter.team, filter.owner, filter.name])
        let rows = try read { state in
            state.documents.values
                .filter { $0.kind == kind && filter.matches($0) }
                .filter { document in
                    guard let position else { return true }
                    return (ExactText(position.name), ExactText(position.id))
                        < (ExactText(document.name), ExactText(document.id))
                }
                .sorted { (ExactText($0.name), ExactText($0.id)) < (ExactText($1.name), ExactText($1.id)) }
        }
        return Page(Array(rows.prefix(page.limit + 1)), limit: page.limit, cursor: DocumentCursor.cursor)
    }

    /// The last change; see ``IdentityStore/latestRevision()``.
    public func latestRevision() async throws(StoreError) -> Int64 { try read { state in state.revision } }

    /// What changed; see ``IdentityStore/changes(since:limit:)``.
    public func changes(since revision: Int64, limit: Int) async throws(StoreError) -> DocumentChanges {
        try read { state in state.changes(since: revision, limit: limit) }
    }
}

extension DocumentFilter {
    /// Whether every condition holds of a document.
    fileprivate func matches(_ document: StoredDocument) -> Bool {
        func holds(_ wanted: String?, _ text: String?) -> Bool {
            guard let wanted else { return true }
            return text.map(ExactText.init) == ExactText(wanted)
        }
        return holds(organization, document.organization) && holds(team, document.team)
            && holds(owner, document.owner) && holds(name, document.name)
            && (digest == nil || document.digest == digest)
            && (isLiving == nil || document.isLiving == isLiving)
            && expiresBefore.map { limit in document.expires.map { $0 < limit } ?? false } ?? true
    }
}
