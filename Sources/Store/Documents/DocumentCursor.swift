internal import JSONText

/// A place in the list of documents: the name and the id of the last one shown.
enum DocumentCursor {
    /// The cursor after a document.
    static func cursor(_ document: StoredDocument) -> PageCursor {
        PageCursor(list: "documents", [.string(document.name), .string(document.id)])
    }

    /// The place that a cursor names.
    static func position(of cursor: PageCursor) throws(StoreError) -> (name: String, id: String) {
        let position = try cursor.position(in: "documents", count: 2)
        guard let name = position[0].string, let id = position[1].string else {
            throw StoreError(.invalidCursor, "the cursor is not one of this list")
        }
        return (name, id)
    }
}
