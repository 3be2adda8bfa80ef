import Governance
import JSONText
import Store

/// Documents and entries with what does not matter to a test filled in.
enum Samples {
    static func document(
        _ id: String,
        kind: StoredDocument.Kind = .key,
        name: String? = nil,
        isLiving: Bool = true,
        team: String? = nil,
        owner: String? = nil,
        digest: [UInt8]? = nil,
        body: String = "{}"
    ) -> StoredDocument {
        StoredDocument(
            kind: kind,
            id: id,
            name: name ?? id,
            isLiving: isLiving,
            team: team,
            owner: owner,
            digest: digest,
            body: Array(body.utf8)
        )
    }

    static func audit(
        _ action: String = "key.create",
        time: Int64 = 1,
        actor: String = "user_a",
        object: String = "key_1",
        kind: String = "key",
        team: String? = nil,
        after: JSONValue? = nil
    ) -> AuditEntry {
        AuditEntry(
            time: time,
            actor: AuditActor(.user, id: actor),
            origin: "192.0.2.1",
            action: action,
            object: .init(kind: kind, id: object, team: team),
            after: after
        )
    }

    static func insert(_ document: StoredDocument) -> DocumentChange {
        DocumentChange(.insert(document), audit: audit("\(document.kind.rawValue).create", object: document.id))
    }

    static func update(_ document: StoredDocument, expected: Int64) -> DocumentChange {
        DocumentChange(.update(document, expected: expected), audit: audit("key.update", object: document.id))
    }

    static func delete(_ id: String, kind: StoredDocument.Kind = .key, expected: Int64) -> DocumentChange {
        DocumentChange(.delete(kind, id: id, expected: expected), audit: audit("key.delete", object: id))
    }
}

/// The code that a call fails with; `nil` where it does not.
func code(of body: () async throws -> Void) async throws -> StoreError.Code? {
    do {
        try await body()
        return nil
    } catch let error as StoreError {
        return error.code
    }
}
