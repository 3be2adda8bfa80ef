import Governance
import JSONText
import Store

/// The operations on alerts.
struct AlertOperations: Sendable {
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
        let asked = request.query["team"].map { Set([$0]) }
        let teams: Set<String>?
        switch visibility {
        case .all: teams = asked
        case .teams(let own, _): teams = asked.map(own.intersection) ?? own
        case .owner: teams = []
        }
        let page = try await storing { () async throws(StoreError) in
            try await services.store.alerts(teams: teams, onlyOpen: onlyOpen, page: wanted)
        }
        return .json([
            "rows": .array(page.rows.map(Self.json)), "next": page.next.map { .string($0.text) } ?? .null,
        ])
    }

    private func acknowledge(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let id = try request.parameter("id")
        let reason = try Members(request.body, allowed: ["reason"]).optional("reason")
        let found = try await storing { () async throws(StoreError) in try await services.store.alert(id: id) }
        guard let alert = found else { throw .notFound }
        try request.authorize(on: AdminObject(teams: alert.team.map { [$0] } ?? []))
        let object = AuditEntry.Object(kind: "alert", id: alert.id, team: alert.team)
        let entry = services.audit(request, "alert.acknowledge", object, reason: reason)
        let now = services.clock.nanoseconds
        let seen = try await storing { () async throws(StoreError) in
            try await services.store.acknowledgeAlert(id: id, at: now, audit: entry)
        }
        return .json(Self.json(seen))
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
