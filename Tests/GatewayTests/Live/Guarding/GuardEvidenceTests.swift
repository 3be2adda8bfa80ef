import Gateway
import Governance
import Guardrails
import Logging
import Pricing
import Settings
import SimulatedProvider
import Telemetry
import Testing

/// What stays of guardrails' findings: in the ledger, the log, traces and metrics, and nowhere the value.
@Suite("Evidence of guardrails", .serialized, .timeLimit(.minutes(2)))
struct GuardEvidenceTests {
    private static let number = "123456789018"
    private static let question = "マイナンバーは\(number)です。"
    private static let models = [ModelConfiguration(name: "chat", targets: [.to("openai/echo")])]

    private static func words(
        _ name: String,
        _ word: String,
        _ action: GuardAction,
        on stages: Set<GuardStage> = [.input],
        _ mode: GuardPolicy.Mode = .enforce
    ) -> GuardrailConfiguration {
        GuardrailConfiguration(
            kind: .words(WordList(name: name, words: [word])),
            isDefault: true,
            policy: GuardPolicy(name: name, stages: stages, standard: action, mode: mode)
        )
    }

    private static let pii = GuardrailConfiguration(
        kind: .pii,
        isDefault: true,
        policy: GuardPolicy(name: "pii", stages: [.input], actions: [.myNumber: .block])
    )

    private func metrics(_ fixture: GatewayFixture) async throws -> Set<String> {
        let request = "GET /metrics HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n"
        return Set(try await fixture.raw(request).split(separator: "\n").map(String.init))
    }

    @Test("of a blocked request: a record without attempts that cost nothing", arguments: Surface.all, [false, true])
    func blocked(surface: Surface, stream: Bool) async throws {
        let ledger = LedgerLog()
        let guardrails = [Self.pii, Self.words("quiet", "秘密", .block)]
        try await GatewayFixture.with(models: Self.models, guardrails: guardrails, ledger: ledger) { fixture in
            let answer = try await fixture.raw(surface.request("chat", stream: stream, prompt: Self.question))
            #expect(HTTPText.status(answer) == 400)
            #expect(!answer.contains("x-kanmon-cost-usd"))
            let told = try #require(await fixture.records.only())
            let record = try #require(ledger.all.first)
            #expect(ledger.all.count == 1 && told.ledger == record)
            #expect(record.attempts.isEmpty && record.usage == nil && record.cost == .zero)
            #expect(record.status == 400 && record.outcome == .failed && record.modelAsked == "chat")
            #expect(record.flags.contains(.guardrailBlocked) && !record.flags.contains(.unknownPrice))
            #expect(record.guards.map(\.type) == ["MY_NUMBER"] && record.guards.map(\.action) == ["block"])
            #expect(!"\(record)".contains(Self.number))

            let line = AccessLine.text(of: told)
            #expect(line.contains(#","guards":["pii:MY_NUMBER:block×1"],"#))
            #expect(!line.contains(#""guard_failures""#) && !line.contains(Self.number))
            #expect(told.guards?.guardrails == ["pii", "quiet"] && told.guards?.verdict == "block")
            #expect(told.guards?.actions == ["block": 1] && told.guards?.failures == [])
            #expect(told.stages.contains { $0.stage == .guard })

            let lines = try await metrics(fixture)
            let expected: Set<String> = [
                #"kanmon_guard_results_total{guardrail="pii",stage="input",action="block"} 1"#,
                #"kanmon_guard_results_total{guardrail="quiet",stage="input",action="pass"} 1"#,
                #"kanmon_guard_failures_total{guardrail="pii"} 0"#,
            ]
            #expect(lines.isSuperset(of: expected), "\(lines.filter { $0.hasPrefix("kanmon_guard") })")
            #expect(!lines.contains { $0.contains(Self.number) })
        }
    }

    @Test("of an answer that came: what was found on both sides", arguments: Surface.all, [false, true])
    func answered(surface: Surface, stream: Bool) async throws {
        let ledger = LedgerLog()
        let guardrails = [
            Self.words("dry", "apple", .block, on: [.input], .monitor), Self.words("out", "apple", .log, on: [.output]),
            Self.words("clean", "pear", .block, on: [.input, .output]),
        ]
        try await GatewayFixture.with(models: Self.models, guardrails: guardrails, ledger: ledger) { fixture in
            let answer = try await fixture.raw(surface.request("chat", stream: stream, prompt: "an apple"))
            #expect(HTTPText.status(answer) == 200)
            let told = try #require(await fixture.records.only())
            let record = try #require(ledger.all.first)
            #expect(record.attempts.count == 1 && record.outcome == .answered && record.guardsLeftOut == 0)
            #expect(!record.flags.contains(.guardrailBlocked))
            let input = record.guards.filter { $0.stage == .input }
            #expect(input.map(\.guardrail) == ["dry"] && input.map(\.isMonitored) == [true])
            #expect(input.map(\.offset) == [3] && input.map(\.length) == [5])
            let output = record.guards.filter { $0.stage == .output }
            #expect(!output.isEmpty && output.allSatisfy { $0.guardrail == "out" && $0.action == "log" })
            #expect(told.guards?.verdict == "log" && told.guards?.actions["monitor"] == 1)

            let lines = try await metrics(fixture)
            let expected: Set<String> = [
                #"kanmon_guard_results_total{guardrail="dry",stage="input",action="monitor"} 1"#,
                #"kanmon_guard_results_total{guardrail="out",stage="output",action="log"} 1"#,
                #"kanmon_guard_results_total{guardrail="clean",stage="input",action="pass"} 1"#,
                #"kanmon_guard_results_total{guardrail="clean",stage="output",action="pass"} 1"#,
            ]
            let found = lines.filter { $0.hasPrefix("kanmon_guard_results_total") }
            #expect(found == expected)
        }
    }

    @Test("of a call without guardrails: nothing")
    func none() async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(models: Self.models, ledger: ledger) { fixture in
            _ = try await fixture.raw(Surface.all[0].request("chat", stream: false, prompt: Self.question))
            let told = try #require(await fixture.records.only())
            #expect(told.guards == nil && ledger.all.first?.guards == [])
            #expect(!AccessLine.text(of: told).contains(#""guards""#))
            #expect(try await !metrics(fixture).contains { $0.hasPrefix("kanmon_guard_results_total") })
        }
    }
}
