extension MemoryState {
    /// Makes a change and notes it in the audit log.
    mutating func apply(_ change: DocumentChange) throws(StoreError) -> StoredDocument? {
        for reliance in change.reliances {
            try DocumentConflict.check(documents[DocumentKey(reliance.kind, reliance.id)]?.version, for: reliance)
        }
        let document: StoredDocument?
        switch change.action {
        case .insert(let new): document = try insert(new)
        case .update(let new, let expected): document = try update(new, expected: expected)
        case .delete(let kind, let id, let expected):
            try delete(kind, id: id, expected: expected)
            document = nil
        }
        _ = try append(change.audit)
        return document
    }

    /// What changed after a change.
    func changes(since revision: Int64, limit: Int) -> DocumentChanges {
        let limit = DocumentChanges.limits.clamping(limit)
        let written = documents.values.filter { $0.revision > revision }.sorted { $0.revision < $1.revision }
        let removed = removals.values.filter { $0.revision > revision }.sorted { $0.revision < $1.revision }
        let revisions = (written.map(\.revision) + removed.map(\.revision)).sorted()
        let hasMore = revisions.count > limit
        let last = hasMore ? revisions[limit - 1] : self.revision
        return DocumentChanges(
            written: written.filter { $0.revision <= last },
            removed: removed.filter { $0.revision <= last }.map(\.removal),
            revision: last,
            hasMore: hasMore
        )
    }

    private mutating func insert(_ new: StoredDocument) throws(StoreError) -> StoredDocument {
        let key = DocumentKey(new.kind, new.id)
        guard documents[key] == nil else { throw DocumentConflict.id(new) }
        try check(new)
        var document = new
        revision += 1
        document.version = 1
        document.revision = revision
        documents[key] = document
        removals[key] = nil
        return document
    }

    private mutating func update(_ new: StoredDocument, expected: Int64) throws(StoreError) -> StoredDocument {
        let key = DocumentKey(new.kind, new.id)
        try DocumentConflict.check(documents[key]?.version, expected: expected, kind: new.kind)
        try check(new)
        var document = new
        revision += 1
        document.version = expected &+ 1
        document.revision = revision
        documents[key] = document
        return document
    }

    private mutating func delete(
        _ kind: StoredDocument.Kind,
        id: String,
        expected: Int64
    ) throws(StoreError) {
        let key = DocumentKey(kind, id)
        try DocumentConflict.check(documents[key]?.version, expected: expected, kind: kind)
        documents[key] = nil
        revision += 1
        removals[key] = Removal(removal: .init(kind: kind, id: id), revision: revision)
    }

    private func check(_ new: StoredDocument) throws(StoreError) {
        try Self.check([new.kind.rawValue, new.id, new.name, new.organization, new.team, new.owner])
        let key = DocumentKey(new.kind, new.id)
        let name = ExactText(new.name)
        for (other, document) in documents where other != key {
            if new.isLiving, document.isLiving, other.kind == key.kind, ExactText(document.name) == name {
                throw DocumentConflict.name(new)
            }
            if let digest = new.digest, document.digest == digest { throw DocumentConflict.digest(new) }
        }
    }
}
