import Alerting
import Governance
import JSONText
import Settings
import Store

/// The operations on channels.
struct ChannelOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/alerts/channels",
                id: "listAlertChannels",
                answer: .json(status: 200, .object([.required("rows", .list(.reference("AlertChannel")))])),
                handle: list
            ),
            try Operation(
                .post,
                "/alerts/test",
                id: "testAlertChannel",
                body: .required(.object([.required("channel", .text, "Its name.")])),
                answer: .json(status: 200, .reference("AlertTest")),
                handle: test
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        var rows: [JSONValue] = []
        for channel in services.configuration().alerts.channels {
            var standing: (last: NoticeDesk.Delivery?, waiting: Int) = (nil, 0)
            if let desk = services.notices {
                standing = try await storing { () async throws(StoreError) in
                    try await desk.standing(of: channel.name)
                }
            }
            var object = Self.json(channel)
            object.append("waiting", JSONValue(standing.waiting))
            object.append("last", standing.last.map { .string(MomentText.text($0.time)) } ?? .null)
            object.append("last_error", standing.last?.error.map { .string($0) } ?? .null)
            rows.append(.object(object))
        }
        return .json(["rows": .array(rows)])
    }

    private func test(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let name = try Members(request.body, allowed: ["channel"]).required("channel")
        let desk = try services.openNotices
        let configuration = services.configuration()
        guard let channel = configuration.alerts.channels.first(where: { $0.name == name }) else {
            throw .member("channel", "there is no such channel")
        }
        let started = services.clock.nanoseconds
        let notice = AlertNotice.test(
            gateway: configuration.alerts.gateway,
            at: WallTime(seconds: services.clock.seconds),
            zone: ZoneRules(configuration.timeZone) ?? .utc,
            language: configuration.alerts.language
        )
        let error = await desk.test(notice, id: "test_\(started)", channel: channel)
        let entry = services.audit(
            request,
            "alert_channel.test",
            AuditEntry.Object(kind: "alert_channel", id: name),
            reason: nil,
            after: ["ok": .bool(error == nil)]
        )
        try await storing { () async throws(StoreError) in _ = try await services.store.append(entry) }
        let duration = max(0, services.clock.nanoseconds - started) / 1_000_000
        return .json([
            "ok": .bool(error == nil), "error": error.map { .string($0) } ?? .null,
            "duration_ms": JSONValue(Int(duration)),
        ])
    }

    /// A channel without anything secret: of URLs nothing is shown, for they are secrets themselves.
    static func json(_ channel: AlertChannel) -> JSONObject {
        var (isSigned, server, from, to) = (false, JSONValue.null, JSONValue.null, [String]())
        switch channel.destination {
        case .webhook(_, let secret): isSigned = secret != nil
        case .slack: break
        case .email(let mail):
            server = .string("\(mail.host):\(mail.port)")
            from = .string(mail.from)
            to = mail.to
        }
        return [
            "name": .string(channel.name), "type": .string(channel.destination.kind.rawValue),
            "rules": names(channel.rules), "severities": names(channel.severities), "signed": .bool(isSigned),
            "server": server, "from": from, "to": .array(to.map { .string($0) }),
        ]
    }

    private static func names(_ names: Set<String>?) -> JSONValue {
        names.map { .array($0.sorted().map { .string($0) }) } ?? .null
    }
}
