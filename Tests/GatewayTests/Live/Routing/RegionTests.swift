import Gateway
import Routing
import Settings
import SimulatedProvider
import Testing

/// The regions a key's requests may be processed in are never left, whichever way leads out of them.
@Suite("Regions", .serialized, .timeLimit(.minutes(2)))
struct RegionTests {
    private let letters = ["openai": "A", "claude": "B", "gemini": "C"]

    /// A gateway with a provider in the EU, one in the USA and one that does not say; the caller may only use the EU.
    private func with(
        _ models: [ModelConfiguration],
        _ body: (GatewayFixture) async throws -> Void
    ) async throws {
        try await GatewayFixture.with(
            server: ServerConfiguration(requireKeys: true),
            models: models,
            special: [
                "openai": GatewayFixture.Special(region: "eu"), "claude": GatewayFixture.Special(region: "us"),
            ],
            teams: [TeamConfiguration(name: "dev", regions: ["eu", "ch"])],
            keys: [
                // Both have a say: only the EU is left.
                GatewayKey(name: "test", key: Secret(GatewayFixture.key), team: "dev", regions: ["eu", "us"])
            ],
            body
        )
    }

    private func ask(
        _ fixture: GatewayFixture,
        _ surface: Surface,
        _ model: String,
        stream: Bool,
        _ fields: [String] = []
    ) async throws -> String {
        try await fixture.raw(
            surface.request(model, stream: stream, fields: ["x-api-key: \(GatewayFixture.key)"] + fields)
        )
    }

    private func expectNobodyOutside(_ fixture: GatewayFixture) throws {
        #expect(try fixture.provider("claude").statistics.requests == 0)
        #expect(try fixture.provider("gemini").statistics.requests == 0)
    }

    @Test("passes over targets outside, and says so", arguments: Surface.all, [true, false])
    func skips(surface: Surface, stream: Bool) async throws {
        let chat = ModelConfiguration(
            name: "chat",
            targets: [.to("claude/echo"), .to("gemini/echo"), .to("openai/echo")]
        )
        try await with([chat]) { fixture in
            let answer = try await ask(fixture, surface, "chat", stream: stream)
            #expect(HTTPText.status(answer) == 200)
            let record = try #require(await fixture.records.only())
            #expect(record.course(letters) == ["A answered"])
            #expect(record.skipped.map(\.target) == ["claude/echo", "gemini/echo"])
            #expect(record.skipped.first?.reason.contains("us") == true)
            try expectNobodyOutside(fixture)
        }
    }

    @Test(
        "refuses clearly where there is nobody inside",
        arguments: Surface.all,
        ["chat", "claude/echo", "gemini/echo"]
    )
    func refuses(surface: Surface, model: String) async throws {
        let chat = ModelConfiguration(name: "chat", targets: [.to("claude/echo"), .to("gemini/echo")])
        try await with([chat]) { fixture in
            for stream in [true, false] {
                let answer = try await ask(fixture, surface, model, stream: stream)
                #expect(HTTPText.status(answer) == 403)
                #expect(HTTPText.field("retry-after", answer) == nil, "waiting does not help")
                #expect(answer.contains("region"))
                #expect(try surface.isError(HTTPText.json(answer)))
            }
            try expectNobodyOutside(fixture)
        }
    }

    @Test("is not left by any fallback, second copy or mirror", arguments: [true, false])
    func waysOut(stream: Bool) async throws {
        let mirror = MirrorPolicy(target: TargetID(provider: "claude", model: "echo"), share: 1)
        let models = [
            ModelConfiguration(name: "failing", targets: [.to("openai/fault-status-502"), .to("claude/echo")]),
            ModelConfiguration(
                name: "long",
                targets: [.to("openai/fault-context-length")],
                contextWindowFallback: [.to("claude/echo")]
            ),
            ModelConfiguration(
                name: "refused",
                targets: [.to("openai/fault-content-policy")],
                contentPolicyFallback: [.to("gemini/echo")]
            ),
            ModelConfiguration(
                name: "slow",
                targets: [.to("openai/pace-ttft-200ms"), .to("claude/echo")],
                hedge: .after(.milliseconds(20))
            ),
            ModelConfiguration(name: "mirrored", targets: [.to("openai/echo")], mirror: mirror),
            ModelConfiguration(
                name: "nested",
                targets: [.to("openai/fault-status-502@nested"), TargetConfiguration(.model("outside"))]
            ),
            ModelConfiguration(name: "outside", targets: [.to("claude/echo")]),
        ]
        let cases: [(String, [String], Int)] = [
            ("failing", [], 503), ("long", [], 400), ("refused", [], 400), ("slow", [], 200), ("mirrored", [], 200),
            ("nested", [], 503), ("openai/fault-status-502@own", ["x-kanmon-fallbacks: claude/echo, outside"], 503),
        ]
        try await with(models) { fixture in
            for (model, fields, status) in cases {
                let answer = try await ask(
                    fixture,
                    Surface.all[0],
                    model,
                    stream: stream,
                    fields + ["x-kanmon-attempts: 1"]
                )
                #expect(HTTPText.status(answer) == status, "\(model)")
            }
            // A mirror would be asked from a task of its own, begun before the answer.
            try await fixture.settle()
            try expectNobodyOutside(fixture)
        }
    }

    @Test("holds for counting tokens too")
    func counting() async throws {
        try await with([]) { fixture in
            for model in ["claude/echo", "gemini/echo"] {
                let body = #"{"model":"\#(model)","messages":[{"role":"user","content":"Hello"}]}"#
                let fields = ["x-api-key: \(GatewayFixture.key)"]
                let answer = try await fixture.raw(
                    GatewayFixture.request("/v1/messages/count_tokens", body, fields: fields)
                )
                #expect(HTTPText.status(answer) == 403)
            }
            try expectNobodyOutside(fixture)
        }
    }
}
