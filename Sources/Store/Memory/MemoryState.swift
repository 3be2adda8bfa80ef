internal import Governance

/// All that a ``MemoryStore`` keeps: a value, so that a change that fails halfway is thrown away whole.
struct MemoryState {
    /// What a document is found by.
    struct DocumentKey: Hashable {
        let kind: ExactText
        let id: ExactText

        init(_ kind: StoredDocument.Kind, _ id: String) {
            self.kind = ExactText(kind.rawValue)
            self.id = ExactText(id)
        }
    }

    /// What a budget's state is found by.
    struct BudgetKey: Hashable, Comparable {
        let scope: ExactText
        let budget: ExactText

        init(_ scope: String, _ budget: String) {
            self.scope = ExactText(scope)
            self.budget = ExactText(budget)
        }

        static func < (left: BudgetKey, right: BudgetKey) -> Bool {
            (left.scope, left.budget) < (right.scope, right.budget)
        }
    }

    /// A document that is gone.
    struct Removal {
        var removal: DocumentChanges.Removal
        var revision: Int64
    }

    /// An alert and its place among all.
    struct NumberedAlert: Sendable {
        var number: Int64
        var alert: StoredAlert
    }

    var documents: [DocumentKey: StoredDocument] = [:]
    var removals: [DocumentKey: Removal] = [:]
    var revision: Int64 = 0
    var audit: [AuditRecord] = []
    var sessions: [[UInt8]: StoredSession] = [:]
    var budgets: [BudgetKey: StoredBudgetState] = [:]
    /// In the order in which they were raised.
    var alerts: [NumberedAlert] = []
    /// How many alerts were ever raised.
    var alertCount: Int64 = 0
    var settings: [ExactText: [UInt8]] = [:]

    /// The audit log's end.
    var auditHead: AuditHead {
        audit.last.map { AuditHead(sequence: $0.sequence, digest: $0.digest) } ?? .empty
    }

    /// Adds an entry to the audit log.
    mutating func append(_ entry: AuditEntry) throws(StoreError) -> AuditRecord {
        try Self.check([entry.actor.id, entry.action, entry.object.kind, entry.object.id, entry.object.team])
        let head = auditHead
        let sequence = head.sequence &+ 1
        let digest = AuditChain.digest(of: entry.canonicalBytes, sequence: sequence, after: head.digest)
        let record = AuditRecord(sequence: sequence, entry: entry, digest: digest)
        audit.append(record)
        return record
    }

    /// Refuses what SQLite refuses: a NUL in a text.
    static func check(_ texts: [String?]) throws(StoreError) {
        guard !texts.contains(where: { $0?.utf8.contains(0) == true }) else {
            throw StoreError(.invalid, "a text has a NUL in it")
        }
    }
}
