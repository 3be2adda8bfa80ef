import Governance
import JSONText
import Store

/// The operations on alerts.
struct AlertOperations: Sendable {
    /// How many pages of alerts are looked through for one that is named.
    private static let mostPages = 20

    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/alerts",
                id: "listAlerts",
                query: [
                    .text("team", "Only what concerns this team."),
                    .init(name: "open", summary: "Only what nobody has acknowledged.", schema: .flag),
                ] + Operation.Parameter.paging,
                answer: .json(status: 200, .page(of: "Alert")),
                handle: list
            ),
            try Operation(
                .post,
                "/alerts/{id}/acknowledge",
                id: "acknowledgeAlert",
                body: .optional(.reference("Reason")),
                answer: .json(status: 200, .reference("Alert")),
                handle: acknowledge
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let onlyOpen = try request.query.flag("open") ?? false
        let wanted = try request.storePage()
        var team = request.query["team"]
        switch visibility {
        case .all: break
        case .teams(let teams, _):
            guard let one = try RecordScope.one(of: teams, asked: team) else {
                return .json(["rows": [], "next": nil])
            }
            team = one
        case .owner: return .json(["rows": [], "next": nil])
        }
        let named = team
        let page = try await storing { () async throws(StoreError) in
            try await services.store.alerts(team: named, onlyOpen: onlyOpen, page: wanted)
        }
        return .json([
            "rows": .array(page.rows.map(Self.json)), "next": page.next.map { .string($0.text) } ?? .null,
        ])
    }

    private func acknowledge(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let id = try request.parameter("id")
        let reason = try Members(request.body, allowed: ["reason"]).optional("reason")
        guard let alert = try await find(id) else { throw .notFound }
        try request.authorize(on: AdminObject(teams: alert.team.map { [$0] } ?? []))
        let object = AuditEntry.Object(kind: "alert", id: alert.id, team: alert.team)
        let entry = services.audit(request, "alert.acknowledge", object, reason: reason)
        let now = services.clock.nanoseconds
        let seen = try await storing { () async throws(StoreError) in
            try await services.store.acknowledgeAlert(id: id, at: now, audit: entry)
        }
        return .json(Self.json(seen))
    }

    /// An alert by its id, the newest first.
    private func find(_ id: String) async throws(AdminError) -> StoredAlert? {
        var cursor: PageCursor?
        for _ in 0..<Self.mostPages {
            let wanted = PageRequest(limit: PageRequest.limits.upperBound, after: cursor)
            let page = try await storing { () async throws(StoreError) in
                try await services.store.alerts(team: nil, onlyOpen: false, page: wanted)
            }
            if let alert = page.rows.first(where: { $0.id == id }) { return alert }
            guard let next = page.next else { return nil }
            cursor = next
        }
        return nil
    }

    private static func json(_ alert: StoredAlert) -> JSONValue {
        [
            "id": .string(alert.id), "time": .string(MomentText.text(alert.time)), "scope": .string(alert.scope),
            "team": alert.team.map { .string($0) } ?? .null,
            "acknowledged": alert.acknowledged.map { .string(MomentText.text($0)) } ?? .null,
            "acknowledged_by": alert.acknowledgedBy.map { .string($0) } ?? .null,
            "detail": (try? JSONValue(parsing: alert.body)) ?? .null,
        ]
    }
}
