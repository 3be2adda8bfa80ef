public import Governance

extension SQLiteStore {
    /// Adds an entry; see ``AuditStore/append(_:)``.
    public func append(_ entry: AuditEntry) async throws(StoreError) -> AuditRecord {
        try await database.write { try AuditTable.append(entry, on: $0) }
    }

    /// Entries, the newest first; see ``AuditStore/auditRecords(where:page:)``.
    public func auditRecords(
        where filter: AuditFilter,
        page: PageRequest
    ) async throws(StoreError) -> Page<AuditRecord> {
        let before = try page.cursor.map { cursor throws(StoreError) in
            try NumberCursor.position(of: cursor, in: "audit")
        }
        let rows = try await database.read { connection in
            try AuditTable.records(where: filter, before: before, limit: page.limit + 1, on: connection)
        }
        return Page(rows, limit: page.limit) { NumberCursor.cursor(list: "audit", $0.sequence) }
    }

    /// The log's end; see ``AuditStore/auditHead()``.
    public func auditHead() async throws(StoreError) -> AuditHead {
        try await database.read { try AuditTable.head(on: $0) }
    }

    /// Goes through the log; see ``AuditStore/verifyAudit(anchor:)``.
    public func verifyAudit(anchor: AuditHead?) async throws(StoreError) -> AuditVerification {
        try await database.read { try AuditTable.verify(anchor: anchor, on: $0) }
    }
}
