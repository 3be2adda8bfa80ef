import Alerting
import Settings
import Testing

@Suite("Alerts and reports in documents")
struct AlertSettingsTests {
    private static let harness = Harness()

    private func load(_ alerts: String) throws -> AlertsConfiguration {
        try Self.harness.load(Harness.document("alerts: \(alerts)")).alerts
    }

    @Test("Without a word the standard rules hold")
    func standard() throws {
        let configuration = try Self.harness.load(Harness.document("time_zone: UTC"))
        #expect(configuration.alerts == AlertsConfiguration() && configuration.alerts.rules == AlertRule.standard)
        #expect(configuration.reports.weekly.isEnabled && configuration.reports.weekly.time == 32_400)
    }

    @Test("Levels are told in what the signal is counted in")
    func levels() throws {
        let alerts = try load(
            """
            {repeat: 1h, rules: {error_rate: {over: 2%, clear: 0.01, window: 10m, for: 2m, least: 100, severity: warning},
              p99_latency: {over: 1500ms}, certificate_expiry: {under: 30d}, spend_per_day: {over: 12.5, enabled: false},
              own: {signal: journal_lag, over: 2m}}}
            """
        )
        func rule(_ name: String) -> AlertRule? { alerts.rules.first { $0.name == name } }
        let errors = AlertRule(
            "error_rate",
            .errorRate,
            threshold: 0.02,
            clear: 0.01,
            window: 600,
            holding: 120,
            leastSamples: 100
        )
        #expect(rule("error_rate") == errors)
        #expect(rule("p99_latency")?.threshold == 1.5 && rule("p99_latency")?.clear == 1.5)
        #expect(rule("p99_latency")?.leastSamples == 50)
        #expect(rule("certificate_expiry")?.threshold == 30)
        #expect(rule("spend_per_day")?.isEnabled == false && rule("own")?.threshold == 120)
        #expect(alerts.rules.count == AlertRule.standard.count + 1 && alerts.pace.reminder == 3600)
        #expect(alerts.declared == ["error_rate", "p99_latency", "certificate_expiry", "spend_per_day", "own"])
    }

    @Test(
        "What makes no sense is refused in words",
        arguments: [
            ("{rules: {eror_rate: {over: 2%}}}", "did you mean \"error_rate\""),
            ("{rules: {error_rate: {under: 2%}}}", "takes `over`"),
            ("{rules: {certificate_expiry: {over: 2d}}}", "takes `under`"),
            ("{rules: {error_rate: {over: 3s}}}", "not counted in that unit"),
            ("{rules: {error_rate: {over: 1%, clear: 2%}}}", "good side"),
            ("{rules: {error_rate: {over: 1%, signal: p99_latency}}}", "another name"),
            ("{rules: {own: {signal: error_rate}}}", "needs `over`"),
            ("{channels: [{name: a, type: slack}]}", "url"),
            ("{channels: [{name: a, type: slack, url: ftp://x}]}", "not an absolute URL"),
            ("{channels: [{name: a, type: webhook, url: 'https://u:p@x/'}]}", "not an absolute URL"),
            ("{channels: [{name: a, type: slack, url: 'https://x', secret: 0123456789abcdef}]}", "no effect"),
            ("{channels: [{name: a, type: slack, url: 'https://x', rules: [eror_rate]}]}", "did you mean"),
            ("{channels: [{name: a, type: email, from: a, to: [b@c.de], smtp: {host: x}}]}", "mail address"),
            (
                "{channels: [{name: a, type: email, from: a@b.de, to: [b@c.de], smtp: {host: x, username: u}}]}",
                "password"
            ),
            (
                "{channels: [{name: a, type: email, from: a@b.de, to: [b@c.de], smtp: {host: x.example, username: u, "
                    + "password: p, security: none}}]}", "without TLS"
            ),
            (
                "{channels: [{name: a, type: slack, url: 'https://x'}, {name: a, type: slack, url: 'https://y'}]}",
                "same name"
            ),
        ]
    )
    func refuses(alerts: String, message: String) {
        let problems = Self.harness.problems(Harness.document("alerts: \(alerts)"))
        #expect(problems.contains { "\($0)".contains(message) }, "\(problems)")
        #expect(!problems.contains { "\($0)".contains("u:p@") })
    }

    @Test(
        "Reports name channels that are there, and times that are some",
        arguments: [
            ("{weekly: {at: '9:00'}}", "time of day"), ("{weekly: {at: '24:00'}}", "time of day"),
            ("{weekly: {channels: [mail]}}", "no such channel"), ("{weekly: {weekday: mon}}", "monday"),
        ]
    )
    func reports(reports: String, message: String) {
        let problems = Self.harness.problems(Harness.document("reports: \(reports)"))
        #expect(problems.contains { "\($0)".contains(message) }, "\(problems)")
    }
}
