/// Why a change of a document is refused, in the words of every store.
enum DocumentConflict {
    /// Its id is there already.
    static func id(_ document: StoredDocument) -> StoreError {
        StoreError(.conflict, "there is a \(document.kind.rawValue) of that id already")
    }

    /// Its name is there already.
    static func name(_ document: StoredDocument) -> StoreError {
        StoreError(.conflict, "there is a \(document.kind.rawValue) of that name already")
    }

    /// Its digest is there already.
    static func digest(_ document: StoredDocument) -> StoreError {
        StoreError(.conflict, "there is a \(document.kind.rawValue) with that secret already")
    }

    /// Compares the version that is stored with the one that a change relies on.
    static func check(_ version: Int64?, for reliance: DocumentChange.Reliance) throws(StoreError) {
        guard version == reliance.version else {
            throw StoreError(
                .outdated,
                "a \(reliance.kind.rawValue) that the change relies on has been changed meanwhile: read it again"
            )
        }
    }

    /// Compares the version that is stored with the one that the caller knows.
    static func check(_ version: Int64?, expected: Int64, kind: StoredDocument.Kind) throws(StoreError) {
        guard let version else { throw StoreError(.notFound, "there is no such \(kind.rawValue)") }
        guard version == expected else {
            throw StoreError(.outdated, "the \(kind.rawValue) has been changed meanwhile: read it again")
        }
    }
}
