public import Governance

/// One change of a document, and the entry of the audit log that tells of it: neither is kept without the other.
public struct DocumentChange: Hashable, Sendable {
    /// What is done.
    public enum Action: Hashable, Sendable {
        /// The document is new.
        case insert(StoredDocument)
        /// The document takes the place of the version `expected`.
        case update(StoredDocument, expected: Int64)
        /// The document of that version goes.
        case delete(StoredDocument.Kind, id: String, expected: Int64)
    }

    /// What is done.
    public var action: Action
    /// Who did it and why.
    public var audit: AuditEntry

    /// A change.
    public init(_ action: Action, audit: AuditEntry) {
        self.action = action
        self.audit = audit
    }
}
