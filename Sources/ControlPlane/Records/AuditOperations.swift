import Governance
import JSONText
import Store

/// The operations on the audit log.
struct AuditOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/audit",
                id: "listAudit",
                query: [
                    .time("from", "Not before this time."), .time("to", "Before this time."),
                    .text("actor", "Only what somebody of this id did."), .text("action", "Only this: key.rotate."),
                    .text("kind", "Only what was done to objects of this kind."),
                    .text("object", "Only what was done to the object of this id."),
                    .text("team", "Only what was done to what belongs to this team."),
                ] + Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "AuditRecord")),
                handle: list
            ),
            try Operation(
                .get,
                "/audit/verify",
                id: "verifyAudit",
                query: [.text("anchor", "A head that was noted down before: it must be in the chain.")],
                answer: .json(status: 200, .reference("AuditVerification")),
                handle: verify
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let query = request.query
        let filter = AuditFilter(
            from: try query.time("from"),
            until: try query.time("to"),
            actor: query["actor"],
            action: query["action"],
            objectKind: query["kind"],
            objectID: query["object"],
            team: query["team"]
        )
        let wanted = try request.storePage()
        try await services.noteRefusals()
        let page = try await storing { () async throws(StoreError) in
            try await services.store.auditRecords(where: filter, page: wanted)
        }
        return .json([
            "rows": .array(page.rows.map(Self.json)), "next": page.next.map { .string($0.text) } ?? .null,
        ])
    }

    private func verify(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        var anchor: AuditHead?
        if let text = request.query["anchor"] {
            guard let head = AuditHead(text: text) else {
                throw .parameter("anchor", "It must be a head as this route tells it: entries.digest.")
            }
            anchor = head
        }
        let wanted = anchor
        let result = try await storing { () async throws(StoreError) in
            try await services.store.verifyAudit(anchor: wanted)
        }
        return .json([
            "ok": .bool(result.problem == nil), "head": .string(result.verified.text),
            "entries": JSONValue(Int(result.verified.sequence)),
            "problem": result.problem.map { .string($0.description) } ?? .null,
        ])
    }

    private static func json(_ record: AuditRecord) -> JSONValue {
        var object: JSONObject = [
            "sequence": JSONValue(Int(record.sequence)), "time": .string(MomentText.text(record.entry.time)),
        ]
        let members = record.entry.json.object ?? JSONObject()
        for member in members where member.name != "v" && member.name != "time" {
            object.append(member.name, member.value)
        }
        object.append("digest", .string(record.digest.description))
        return .object(object)
    }
}

extension AuditHead {
    /// The head on one line, to be noted down: entries and digest.
    var text: String { "\(sequence).\(digest)" }

    /// Reads what ``text`` writes.
    init?(text: String) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let sequence = Int64(parts[0]), sequence >= 0,
            let digest = AuditDigest(hexadecimal: String(parts[1]))
        else { return nil }
        self.init(sequence: sequence, digest: digest)
    }
}
