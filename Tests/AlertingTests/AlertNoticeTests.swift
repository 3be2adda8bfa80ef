import Governance
import JSONText
import Testing

@testable import Alerting

@Suite("What an alert says")
struct AlertNoticeTests {
    private static let tokyo = ZoneRules(name: "Asia/Tokyo") { _ in 32_400 }

    private static func change(
        _ rule: AlertRule,
        _ kind: AlertChange.Kind,
        _ ending: AlertChange.Ending?
    ) -> AlertChange {
        let isGateway = [
            .spendPerDay, .spendAnomaly, .errorRate, .p99Latency, .fallbackShare, .cacheHitDrop, .journalLag,
        ]
        .contains(rule.signal)
        return AlertChange(
            kind: kind,
            rule: rule,
            subject: isGateway ? .gateway : AlertSubject(.provider, "openai"),
            value: 2.5,
            since: WallTime(seconds: 1_763_733_900),
            at: WallTime(seconds: 1_763_734_200),
            ending: ending
        )
    }

    @Test(
        "Every rule, state and ending has a title and a text in both languages, and they differ",
        arguments: AlertRule.standard
    )
    func saysEverything(rule: AlertRule) {
        let states: [(AlertChange.Kind, AlertChange.Ending?)] =
            [(.raised, nil), (.still, nil)] + AlertChange.Ending.allCases.map { (.cleared, $0) }
        for (kind, ending) in states {
            let change = Self.change(rule, kind, ending)
            let notices = NoticeLanguage.allCases.map {
                AlertNotice(change, id: "alert_1", gateway: "gw", zone: Self.tokyo, language: $0)
            }
            #expect(notices[0].title != notices[1].title && notices[0].text != notices[1].text)
            for notice in notices {
                #expect(!notice.title.isEmpty && notice.text.contains("alert_1") && notice.text.contains(rule.name))
                #expect(!notice.text.contains("?") && !notice.title.contains("\n"))
                #expect(notice.text.contains("Asia/Tokyo"))
            }
            #expect(!notices[0].text.unicodeScalars.contains { $0.value >= 0x3000 })
            #expect(notices[1].text.unicodeScalars.contains { (0x3040...0x30FF).contains($0.value) })
        }
    }

    @Test("Programs get stable members")
    func hasStableMembers() throws {
        let rule = try #require(AlertRule.standard(named: "error_rate"))
        let notice = AlertNotice(
            Self.change(rule, .raised, nil),
            id: "alert_1",
            gateway: "gw",
            zone: Self.tokyo,
            language: .english
        )
        #expect(
            notice.json.names == [
                "id", "kind", "rule", "signal", "subject", "severity", "state", "ending", "value", "threshold",
                "window",
                "since", "at", "gateway", "title", "text",
            ]
        )
        #expect(notice.json["since"]?.string == "2025-11-21T14:05:00Z")
        #expect(notice.json["window"]?.int == 300 && notice.json["threshold"]?.number?.text == "0.05")
        #expect(notice.title == "[Critical] Error rate (250.0%)")
        #expect(notice.text.contains("Since: 2025-11-21 23:05 (Asia/Tokyo)"))
    }

    @Test("A message that is kept comes back whole")
    func isKept() throws {
        let rule = try #require(AlertRule.standard(named: "provider_down"))
        let notices = [
            AlertNotice(
                Self.change(rule, .cleared, .recovered),
                id: "alert_1",
                gateway: "gw",
                zone: .utc,
                language: .japanese
            ), .test(gateway: "gw", at: WallTime(seconds: 0), zone: .utc, language: .english),
            AlertNotice(kind: .report, title: "t", text: "a\nb", html: "<p>", json: ["a": 1]),
        ]
        for notice in notices {
            #expect(AlertNotice(stored: try JSONValue(parsing: notice.stored.text)) == notice)
        }
        #expect(AlertNotice(stored: ["kind": "alert"]) == nil)
    }
}
