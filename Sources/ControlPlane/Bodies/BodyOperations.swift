import Governance
import JSONText
import Store

/// The operations on stored prompts and answers, and on the retention of all that is recorded of requests.
struct BodyOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/ledger/{entry}/bodies",
                id: "getBodies",
                answer: .json(status: 200, .reference("Bodies")),
                handle: show
            ),
            try Operation(
                .delete,
                "/ledger/{entry}/bodies",
                id: "deleteBodies",
                body: .optional(.reference("Reason")),
                answer: .nothing,
                handle: delete
            ),
            try Operation(
                .post,
                "/ledger/expire",
                id: "expireRecords",
                answer: .json(status: 200, .reference("Expiry")),
                handle: expire
            ),
        ]
    }

    /// The note of the reading is kept before anything is told.
    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let found = try await bodies(request)
        let entry = services.audit(request, "bodies.read", Self.object(found))
        _ = try await storing { () async throws(StoreError) in try await services.store.append(entry) }
        return .json([
            "entry": .string(found.entry), "time": .string(MomentText.text(found.time)),
            "team": found.team.map { .string($0) } ?? .null, "stream": .bool(found.isStream),
            "request": Self.json(found.request), "answer": found.answer.map(Self.json) ?? .null,
        ])
    }

    private func delete(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let reason = try Members(request.body, allowed: ["reason"]).optional("reason")
        let found = try await bodies(request)
        let store = try store
        let entry = services.audit(request, "bodies.delete", Self.object(found), reason: reason)
        let wasThere = try await storing { () async throws(StoreError) in
            try await store.removeBodies(of: found.entry, audit: entry)
        }
        guard wasThere else { throw .notFound }
        return .done
    }

    private func expire(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        guard let retention = services.retention else {
            throw AdminError(503, .unavailable, "Only a running gateway knows how long records are kept.")
        }
        let report = await retention.sweep(for: request.caller.actor?.auditActor, request: request.caller.request)
        guard report.failures == 0 else {
            throw AdminError(503, .storeUnavailable, "Not everything could be removed: the gateway's log says why.")
        }
        return .json(report.json)
    }

    /// What is kept of the request that the path names, if the caller may see it.
    private func bodies(_ request: AdminRequest) async throws(AdminError) -> RequestBodies {
        // Before anything is looked up: whoever has no right learns nothing.
        try request.authorize()
        let store = try store
        let entry = try request.parameter("entry")
        let found = try await storing { () async throws(StoreError) in try await store.bodies(of: entry) }
        guard let found else { throw .notFound }
        try request.authorize(on: AdminObject(teams: found.team.map { [$0] } ?? []))
        return found
    }

    private var store: any BodyStore {
        get throws(AdminError) {
            guard let bodies = services.bodies else { throw AdminError(503, .unavailable, "There is no place where prompts and answers are stored.") }
            return bodies
        }
    }

    private static func object(_ bodies: RequestBodies) -> AuditEntry.Object {
        AuditEntry.Object(kind: "bodies", id: bodies.entry, team: bodies.team)
    }

    private static func json(_ text: BodyText) -> JSONValue {
        [
            "text": .string(String(decoding: text.bytes, as: UTF8.self)), "size": JSONValue(text.size),
            "truncated": .bool(text.isTruncated),
        ]
    }
}
