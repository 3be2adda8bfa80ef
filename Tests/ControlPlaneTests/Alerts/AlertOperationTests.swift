import Alerting
import Governance
import JSONText
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite("Alerts over the admin API")
struct AlertOperationTests {
    @Test func rulesCanBeChangedAndChangedBack() async throws {
        let plane = try await TestPlane()
        func rule(_ name: String) async throws -> JSONValue? {
            try await plane.send("GET", "/alerts/rules").json["rows"]?.array?.first { $0["name"]?.string == name }
        }
        #expect(try await rule("error_rate")?["source"] == "standard")
        let patch: JSONValue = ["threshold": 0.2, "clear": 0.1, "severity": "warning", "reason": "noise"]
        let changed = try await plane.send("PATCH", "/alerts/rules/error_rate", patch)
        #expect(changed.status == 200 && changed.json["source"] == "edited" && changed.json["threshold"] == 0.2)
        #expect(try await rule("error_rate")?["severity"] == "warning")
        let audit = try await plane.send("GET", "/audit?action=alert_rule.update").json["rows"]?[0]
        #expect(audit?["before"]?["threshold"] == 0.05 && audit?["after"]?["threshold"] == 0.2)
        let back = try await plane.send(
            "PATCH",
            "/alerts/rules/error_rate",
            ["threshold": nil, "clear": nil, "severity": nil]
        )
        #expect(back.json["source"] == "standard" && back.json["threshold"] == 0.05 && back.json["clear"] == 0.03)
    }

    @Test(
        arguments: [
            ("error_rate", #"{"threshold": 0.1, "clear": 0.2}"#, 400, "invalid_request"),
            ("error_rate", #"{"threshold": "much"}"#, 400, "invalid_request"),
            ("error_rate", #"{"window_seconds": 90}"#, 400, "invalid_request"),
            ("error_rate", #"{"name": "other"}"#, 400, "invalid_request"),
            ("fallback_share", #"{"threshold": 0.5}"#, 409, "read_only"),
            ("nothing", #"{"enabled": false}"#, 404, "not_found"),
        ]
    )
    func whatMakesNoSenseIsRefused(_ rule: String, _ body: String, _ status: Int, _ code: String) async throws {
        let plane = try await TestPlane()
        let reply = try await plane.send("PATCH", "/alerts/rules/\(rule)", try JSONValue(parsing: body))
        #expect(reply.status == status && reply.code == code, "\(reply.text)")
    }

    @Test func aChannelIsTriedAndNothingSecretIsShown() async throws {
        let plane = try await TestPlane()
        let done = try await plane.send("POST", "/alerts/test", ["channel": "ops"])
        #expect(done.json["ok"] == true && plane.mailbox.letters.map(\.notice.kind) == [.test])
        plane.mailbox.failures.withLock { $0["ops"] = NoticeFailure("refused: status 404", isTransient: false) }
        let failed = try await plane.send("POST", "/alerts/test", ["channel": "ops"])
        #expect(failed.json["ok"] == false && failed.json["error"] == "refused: status 404")
        let channels = try await plane.send("GET", "/alerts/channels")
        #expect(channels.json["rows"]?[0]?["last_error"] == "refused: status 404")
        #expect(!channels.text.contains("secret-value"))
        #expect(try await plane.send("POST", "/alerts/test", ["channel": "x"]).status == 400)
        let configuration = try await plane.send("GET", "/config")
        #expect(configuration.status == 200 && !configuration.text.contains("secret-value"))
    }
}
