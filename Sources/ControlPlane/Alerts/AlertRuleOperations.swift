import Alerting
import Governance
import JSONText
import Store

/// The operations on rules of alerts.
struct AlertRuleOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/alerts/rules",
                id: "listAlertRules",
                answer: .json(status: 200, .object([.required("rows", .list(.reference("AlertRule")))])),
                handle: list
            ),
            try Operation(
                .patch,
                "/alerts/rules/{name}",
                id: "updateAlertRule",
                body: .required(.reference("AlertRulePatch")),
                answer: .json(status: 200, .reference("AlertRule")),
                handle: change
            ),
        ]
    }

    private func list(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let keeper = try services.openAlerts
        let rules = try await storing { () async throws(StoreError) in try await keeper.rules() }
        return .json(["rows": .array(rules.map { Self.json($0.rule, $0.source, $0.standing) })])
    }

    private func change(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let keeper = try services.openAlerts
        let name = try request.parameter("name")
        var patch = try request.requiredBody()
        let allowed = RuleEdits.members + ["reason"]
        let reason = try Members(patch, allowed: allowed).optional("reason")
        patch.remove("reason")
        let (before, after) = try await keeper.change(name, patch)
        let entry = services.audit(
            request,
            "alert_rule.update",
            AuditEntry.Object(kind: "alert_rule", id: name),
            reason: reason,
            before: Self.json(before),
            after: Self.json(after)
        )
        try await storing { () async throws(StoreError) in _ = try await services.store.append(entry) }
        let rules = try await storing { () async throws(StoreError) in try await keeper.rules() }
        guard let rule = rules.first(where: { $0.rule.name == name }) else { throw .notFound }
        return .json(Self.json(rule.rule, rule.source, rule.standing))
    }

    private static func json(_ rule: AlertRule, _ source: String, _ standing: [AlertState]) -> JSONValue {
        var object = json(rule).object ?? JSONObject()
        object.append("source", .string(source))
        object.append(
            "standing",
            .array(
                standing.map { state in
                    [
                        "subject": .string(state.subject.text), "state": state.isFiring ? "firing" : "pending",
                        "told": .bool(state.isTold),
                        "since": .string(Timestamp(seconds: state.since.seconds).description),
                        "value": .init(floatLiteral: state.value),
                    ]
                }
            )
        )
        return .object(object)
    }

    private static func json(_ rule: AlertRule) -> JSONValue {
        [
            "name": .string(rule.name), "signal": .string(rule.signal.rawValue), "enabled": .bool(rule.isEnabled),
            "comparison": .string("\(rule.signal.comparison)"), "unit": .string("\(rule.signal.unit)"),
            "threshold": .init(floatLiteral: rule.threshold), "clear": .init(floatLiteral: rule.clear),
            "window_seconds": rule.signal.isWindowed ? JSONValue(rule.window) : .null,
            "for_seconds": JSONValue(rule.holding), "least": .init(floatLiteral: rule.leastSamples),
            "severity": .string(rule.severity.rawValue),
        ]
    }
}

extension Services {
    /// What looks at alerts.
    var openAlerts: AlertKeeper {
        get throws(AdminError) {
            guard let alerts else { throw AdminError(503, .unavailable, "Only a running gateway looks at alerts.") }
            return alerts
        }
    }

    /// What brings messages to channels.
    var openNotices: NoticeDesk {
        get throws(AdminError) {
            guard let notices else { throw AdminError(503, .unavailable, "Only a running gateway sends messages.") }
            return notices
        }
    }
}
