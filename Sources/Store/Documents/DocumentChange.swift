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

    /// A document that a change relies on, which has to be there as the caller knows it.
    public struct Reliance: Hashable, Sendable {
        /// What kind of thing it is.
        public var kind: StoredDocument.Kind
        /// Its identity.
        public var id: String
        /// The version that the caller knows.
        public var version: Int64

        /// A reliance.
        public init(on kind: StoredDocument.Kind, id: String, version: Int64) {
            self.kind = kind
            self.id = id
            self.version = version
        }
    }

    /// What is done.
    public var action: Action
    /// What must not have changed: what holds for several documents at once is so kept up by changes of one.
    public var reliances: [Reliance]
    /// Who did it and why.
    public var audit: AuditEntry

    /// A change.
    public init(_ action: Action, relyingOn reliances: [Reliance] = [], audit: AuditEntry) {
        self.action = action
        self.reliances = reliances
        self.audit = audit
    }
}
