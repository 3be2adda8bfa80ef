import Alerting
import Gateway
import Governance
import Routing
import Settings
import SimulatedProvider
import Testing

/// Several keys for one provider: one that is out of order is set aside, the provider goes on with the others.
@Suite("Credentials", .serialized, .timeLimit(.minutes(2)))
struct CredentialTests {
    private let letters = ["openai": "A", "claude": "B"]

    private static func credentials(_ names: String...) -> [CredentialConfiguration] {
        // The first one is drawn practically always while it is in order.
        names.enumerated().map { index, name in
            CredentialConfiguration(name: name, value: Secret("secret-\(name)"), weight: index == 0 ? 1e6 : 1e-6)
        }
    }

    private func models(_ target: String) -> [ModelConfiguration] {
        [ModelConfiguration(name: "chat", targets: [.to(target), .to("claude/echo")])]
    }

    /// The keys that a provider was called with, in order.
    private func used(_ provider: SimulatedProvider) -> [String] {
        provider.requests.compactMap { $0.header("authorization")?.split(separator: "-").last.map(String.init) }
    }

    @Test(
        "sets a key aside that is refused, out of quota or used too fast, and goes on with another at once",
        arguments: [
            // What a provider says of the first key alone it says of the first request.
            ("echo", "credential", true), ("fault-status-403-first-1", "credential", false),
            ("fault-status-402-first-1", "quota", false), ("fault-insufficient-quota-first-1", "quota", false),
            ("fault-status-429-retry-after-30-first-1", "429", false), ("fault-status-429-first-1", "429", false),
        ],
        [true, false]
    )
    func another(fault: (model: String, kind: String, isRefused: Bool), stream: Bool) async throws {
        let special = [
            "openai": GatewayFixture.Special(
                options: fault.isRefused ? SimulatedProvider.Options(requiredKey: "secret-good") : nil,
                credentials: Self.credentials("bad", "good")
            )
        ]
        try await GatewayFixture.with(models: models("openai/\(fault.model)"), special: special) { fixture in
            for (index, surface) in Surface.all.enumerated() {
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(HTTPText.status(answer) == 200)
                let record = try #require(await fixture.records.first(index + 1).last)
                let first = ["A \(fault.kind) again other-credential", "A answered"]
                #expect(record.course(letters) == (index == 0 ? first : ["A answered"]))
                #expect(record.attempts.compactMap(\.credential) == (index == 0 ? ["bad", "good"] : ["good"]))
            }
            #expect(used(try fixture.provider("openai")) == ["bad", "good", "good", "good"])
            #expect(try fixture.provider("claude").statistics.requests == 0)
        }
    }

    @Test(
        "asks another target where no key is left, and the provider not at all from then on",
        arguments: [true, false]
    )
    func noneLeft(stream: Bool) async throws {
        let special = [
            "openai": GatewayFixture.Special(
                options: SimulatedProvider.Options(requiredKey: "secret-other"),
                credentials: Self.credentials("bad", "worse")
            )
        ]
        try await GatewayFixture.with(models: models("openai/echo"), special: special) { fixture in
            for (index, surface) in Surface.all.enumerated() {
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(HTTPText.status(answer) == 200)
                let record = try #require(await fixture.records.first(index + 1).last)
                let first = ["A credential again other-credential", "A credential next other-target", "B answered"]
                #expect(record.course(letters) == (index == 0 ? first : ["B answered"]))
                if index > 0 { #expect(record.skipped.first?.target == "openai/echo") }
            }
            #expect(used(try fixture.provider("openai")) == ["bad", "worse"])
            // What alerts count of it.
            let now = try #require(fixture.records.all.last).ledger.time
            let figures = fixture.calls.figures(ofLast: 5, at: now)
            #expect(figures.calls == Surface.all.count && figures.errors == 0 && figures.timed == Surface.all.count)
            #expect(figures.fallbacks == 1 && figures.refusals == ["openai": 2])
            // Neither does any other of its models get asked.
            let answer = try await fixture.raw(Surface.all[0].request("openai/another", stream: stream))
            #expect(HTTPText.status(answer) == 502)
            #expect(answer.contains("upstream_auth") && !answer.contains("secret-"))
            #expect(try fixture.provider("openai").statistics.requests == 2)
        }
    }

    @Test("says of an empty account that it is the gateway's trouble, at once and later", arguments: Surface.all)
    func emptyAccount(surface: Surface) async throws {
        let special = ["openai": GatewayFixture.Special(credentials: Self.credentials("empty", "void"))]
        try await GatewayFixture.with(special: special) { fixture in
            for isFirst in [true, false] {
                let model = "openai/\(isFirst ? "fault-status-402" : "echo")"
                let answer = try await fixture.raw(surface.request(model, stream: false))
                #expect(HTTPText.status(answer) == 503)
                #expect(answer.contains("upstream_unavailable") || surface.name == "Gemini")
                #expect(try surface.isError(HTTPText.json(answer)))
                // How long it takes is known only of the time that it is set aside for.
                let wait = HTTPText.field("retry-after", answer).flatMap { Int($0) }
                #expect(isFirst ? wait == nil : (1...70).contains(wait ?? 0))
            }
            #expect(used(try fixture.provider("openai")) == ["empty", "void"])
        }
    }

    @Test("gives a key up for one model only where it is forbidden there, whoever finds that out")
    func forbidden() async throws {
        let mirrored = ModelConfiguration(
            name: "mirrored",
            targets: [.to("claude/echo")],
            mirror: .init(target: .init(provider: "openai", model: "fault-status-403@mirror"), share: 1)
        )
        try await GatewayFixture.with(models: [mirrored]) { fixture in
            let openai = try fixture.provider("openai")
            let claude = try fixture.provider("claude")
            #expect(try await HTTPText.status(fixture.raw(Surface.all[0].request("mirrored", stream: false))) == 200)
            #expect(await eventually { openai.statistics.completed == 1 } != nil)
            try await fixture.settle()
            let direct = try await fixture.raw(Surface.all[0].request("openai/fault-status-403", stream: false))
            #expect(HTTPText.status(direct) == 502)
            let count = #"{"model":"claude/fault-status-403","messages":[{"role":"user","content":"Hello"}]}"#
            let counted = try await fixture.raw(GatewayFixture.request("/v1/messages/count_tokens", count))
            #expect(HTTPText.status(counted) == 502)
            #expect(claude.statistics.requests == 2)
            for provider in ["openai", "claude"] {
                let answer = try await fixture.raw(Surface.all[0].request("\(provider)/echo", stream: false))
                #expect(HTTPText.status(answer) == 200, "\(provider)")
            }
        }
    }
}
