public import Governance

extension MemoryStore {
    /// Adds an entry; see ``AuditStore/append(_:)``.
    public func append(_ entry: AuditEntry) async throws(StoreError) -> AuditRecord {
        try write { state throws(StoreError) in try state.append(entry) }
    }

    /// Entries, the newest first; see ``AuditStore/auditRecords(where:page:)``.
    public func auditRecords(
        where filter: AuditFilter,
        page: PageRequest
    ) async throws(StoreError) -> Page<AuditRecord> {
        let before = try page.cursor.map { cursor throws(StoreError) in
            try NumberCursor.position(of: cursor, in: "audit")
        }
        try MemoryState.check([filter.actor, filter.action, filter.objectKind, filter.objectID, filter.team])
        let rows = try read { state in
            state.audit.reversed().lazy
                .filter { $0.sequence < before ?? .max && filter.matches($0.entry) }
                .prefix(page.limit + 1)
        }
        return Page(Array(rows), limit: page.limit) { NumberCursor.cursor(list: "audit", $0.sequence) }
    }

    /// The log's end; see ``AuditStore/auditHead()``.
    public func auditHead() async throws(StoreError) -> AuditHead { try read { state in state.auditHead } }

    /// Goes through the log; see ``AuditStore/verifyAudit(anchor:)``.
    public func verifyAudit(anchor: AuditHead?) async throws(StoreError) -> AuditVerification {
        let (records, head) = try read { state in (state.audit, state.auditHead) }
        var verifier = AuditVerifier(anchor: anchor)
        for record in records {
            guard
                verifier.check(
                    sequence: record.sequence,
                    entry: record.entry.canonicalBytes,
                    digest: record.digest
                )
            else { break }
        }
        let problem = verifier.finish(head: head)
        return AuditVerification(verified: verifier.verified, problem: problem)
    }
}

extension AuditFilter {
    /// Whether every condition holds of an entry.
    fileprivate func matches(_ entry: AuditEntry) -> Bool {
        func holds(_ wanted: String?, _ text: String?) -> Bool {
            guard let wanted else { return true }
            return text.map(ExactText.init) == ExactText(wanted)
        }
        return entry.time >= from ?? .min && (until == nil || entry.time < until ?? .max)
            && holds(actor, entry.actor.id) && holds(action, entry.action)
            && holds(objectKind, entry.object.kind) && holds(objectID, entry.object.id)
            && holds(team, entry.object.team)
    }
}
