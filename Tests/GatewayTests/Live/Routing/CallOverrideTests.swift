import Gateway
import Governance
import JSONText
import Routing
import Settings
import SimulatedProvider
import Testing

/// What a caller may want otherwise for one request, and what not.
@Suite("Overrides", .serialized, .timeLimit(.minutes(2)))
struct CallOverrideTests {
    private let letters = ["openai": "A", "claude": "B", "gemini": "C"]

    private static let models = [
        ModelConfiguration(
            name: "chat",
            targets: [.to("openai/fault-status-500")],
            retry: RetryPolicy(initialBackoff: .milliseconds(5), maximumBackoff: .milliseconds(20))
        ),
        ModelConfiguration(
            name: "hanging",
            targets: [.to("openai/fault-hang-before-headers")],
            timeout: TimeoutConfiguration(total: .seconds(1))
        ),
    ]

    /// A request that says the same by header or in its body.
    private func request(_ surface: Surface, _ model: String, _ field: String, _ json: String, inBody: Bool) -> String {
        guard inBody else { return surface.request(model, stream: false, fields: [field]) }
        let body = surface.body(model, false, "Hello")
        return GatewayFixture.request(surface.path(model, false), #"{"kanmon":{\#(json)},"# + body.dropFirst())
    }

    @Test("asks other models behind its own where the caller says so", arguments: Surface.all, [true, false])
    func fallbacks(surface: Surface, inBody: Bool) async throws {
        try await GatewayFixture.with(models: Self.models) { fixture in
            let answer = try await fixture.raw(
                request(
                    surface,
                    "chat",
                    "x-kanmon-fallbacks: claude/fault-status-503, gemini/echo",
                    #""fallbacks":["claude/fault-status-503","gemini/echo"]"#,
                    inBody: inBody
                )
            )
            #expect(HTTPText.status(answer) == 200, "\(answer)")
            #expect(try surface.text(HTTPText.json(answer)) == "Hello")
            let course = [
                "A 500 again transient", "A 500 next other-target-after-tries", "B 503 next other-target", "C answered",
            ]
            #expect(await fixture.records.only()?.course(letters) == course)
            // The field is the gateway's: no provider gets to see it.
            for provider in fixture.providers.values {
                #expect(!provider.requests.contains { String(decoding: $0.body, as: UTF8.self).contains("kanmon") })
            }
        }
    }

    @Test("names no model that the key may not use", arguments: Surface.all, [true, false])
    func foreignFallbacks(surface: Surface, inBody: Bool) async throws {
        let keys = [
            GatewayKey(name: "test", key: Secret(GatewayFixture.key), models: [ModelPattern("chat")])
        ]
        let server = ServerConfiguration(requireKeys: true)
        try await GatewayFixture.with(server: server, models: Self.models, keys: keys) { fixture in
            var text = request(
                surface,
                "chat",
                "x-kanmon-fallbacks: claude/echo",
                #""fallbacks":["claude/echo"]"#,
                inBody: inBody
            )
            text = text.replacingOccurrences(
                "host: test\r\n",
                with: "host: test\r\nx-api-key: \(GatewayFixture.key)\r\n"
            )
            let answer = try await fixture.raw(text)
            #expect(HTTPText.status(answer) == 403)
            #expect(try surface.isError(HTTPText.json(answer)))
            #expect(fixture.providers.values.allSatisfy { $0.statistics.requests == 0 })
        }
    }

    @Test(
        "tries a target less often, never more often than the model does",
        arguments: [(1, 1), (2, 2), (9, 2)],
        [true, false]
    )
    func attempts(limit: (wanted: Int, tries: Int), inBody: Bool) async throws {
        try await GatewayFixture.with(models: Self.models) { fixture in
            let answer = try await fixture.raw(
                request(
                    Surface.all[0],
                    "chat",
                    "x-kanmon-attempts: \(limit.wanted)",
                    #""attempts":\#(limit.wanted)"#,
                    inBody: inBody
                )
            )
            #expect(HTTPText.status(answer) == 502)
            #expect(HTTPText.field("x-kanmon-attempts", answer) == "\(limit.tries)")
            #expect(try fixture.provider("openai").statistics.requests == limit.tries)
        }
    }

    @Test("takes less time, never more than the model does", arguments: ["150ms", "10m"], [true, false])
    func timeout(text: String, inBody: Bool) async throws {
        try await GatewayFixture.with(models: Self.models) { fixture in
            let answer = try await fixture.raw(
                request(
                    Surface.all[0],
                    "hanging",
                    "x-kanmon-timeout: \(text)",
                    #""timeout":"\#(text)""#,
                    inBody: inBody
                )
            )
            #expect(HTTPText.status(answer) == 504)
            let record = try #require(await fixture.records.only())
            #expect(record.course(letters) == ["A timeout stop deadline"])
            // The loop looks at its exchanges' deadlines every 100 ms.
            #expect(record.duration >= (text == "150ms" ? .milliseconds(150) : .seconds(1)))
            if text == "150ms" { #expect(record.duration < .seconds(1)) }
        }
    }

    @Test(
        "refuses what makes no sense, and the same thing said twice",
        arguments: [
            ("x-kanmon-attempts: 0", ""), ("x-kanmon-attempts: many", ""), ("x-kanmon-timeout: 5", ""),
            ("x-kanmon-timeout: -1s", ""), ("x-kanmon-fallbacks: a,,b", ""), ("x-a: b", #""attempts":"1""#),
            ("x-a: b", #""timeout":5"#), ("x-a: b", #""fallbacks":"a""#), ("x-a: b", #""unknown":1"#),
            ("x-kanmon-attempts: 1", #""attempts":1"#), ("x-kanmon-timeout: 1s", #""timeout":"1s""#),
            ("x-kanmon-fallbacks: chat", #""fallbacks":["chat"]"#), ("x-kanmon-metadata: plan=pro", ""),
            ("x-kanmon-metadata: [1]", ""), ("x-kanmon-metadata: \"pro\"", ""), ("x-kanmon-metadata:", ""),
        ]
    )
    func nonsense(field: String, json: String) async throws {
        try await GatewayFixture.with(models: Self.models) { fixture in
            for surface in Surface.all {
                let body = #"{"kanmon":{\#(json)},"# + surface.body("chat", false, "Hello").dropFirst()
                let answer = try await fixture.raw(
                    GatewayFixture.request(surface.path("chat", false), body, fields: [field])
                )
                #expect(HTTPText.status(answer) == 400, "\(answer)")
                #expect(try surface.isError(HTTPText.json(answer)))
                let name = field.prefix { $0 != ":" }
                if json.isEmpty { #expect(answer.contains("'\(name)'")) }
            }
            #expect(fixture.providers.values.allSatisfy { $0.statistics.requests == 0 })
        }
    }

    @Test("goes to another target, not to an end, where the budget allows no second try of the first")
    func budget() async throws {
        let none = ServerConfiguration(retryBudget: RetryBudgetPolicy(share: 0, floor: 0))
        let pair = ModelConfiguration(name: "pair", targets: [.to("openai/fault-status-500"), .to("claude/echo")])
        let triple = ModelConfiguration(
            name: "triple",
            targets: [.to("openai/fault-status-503@3"), .to("claude/fault-status-503"), .to("gemini/echo")]
        )
        try await GatewayFixture.with(server: none, models: Self.models + [pair, triple]) { fixture in
            let cases = [
                ("pair", 200, ["A 500 next budget", "B answered"]),
                ("chat", 502, ["A 500 stop budget"]),
                ("triple", 503, ["A 503 next other-target", "B 503 stop budget"]),
            ]
            for (index, (model, status, course)) in cases.enumerated() {
                let answer = try await fixture.raw(Surface.all[0].request(model, stream: false))
                #expect(HTTPText.status(answer) == status)
                #expect(await fixture.records.first(index + 1).last?.course(letters) == course)
            }
        }
    }
}
