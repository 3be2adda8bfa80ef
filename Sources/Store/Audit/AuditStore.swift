public import Governance

/// Keeps the audit log: only ever longer, each entry chained to the one before.
public protocol AuditStore: Sendable {
    /// Adds an entry that tells of something the store does not keep itself, such as a login.
    func append(_ entry: AuditEntry) async throws(StoreError) -> AuditRecord

    /// Entries, the newest first.
    func auditRecords(where filter: AuditFilter, page: PageRequest) async throws(StoreError) -> Page<AuditRecord>

    /// The end of the log, to be noted where the gateway cannot write.
    func auditHead() async throws(StoreError) -> AuditHead

    /// Goes through the whole log and finds any edit, gap, change of order, missing end or addition.
    /// - Parameter anchor: a head that was noted earlier and must be in the log.
    func verifyAudit(anchor: AuditHead?) async throws(StoreError) -> AuditVerification
}
