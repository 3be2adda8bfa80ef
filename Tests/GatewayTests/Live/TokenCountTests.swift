import Gateway
import JSONText
import Routing
import Settings
import SimulatedProvider
import Testing

@Suite("Counting tokens")
struct TokenCountTests {
    private func anthropic(_ model: String, _ fields: [String] = []) -> String {
        let text = #"{"type":"text","text":"Hello","cache_control":{"type":"ephemeral"}}"#
        let body = #"{"model":"\#(model)","system":"s","messages":[{"role":"user","content":[\#(text)]}]}"#
        return GatewayFixture.request("/v1/messages/count_tokens", body, fields: fields)
    }

    @Test("says in the caller's words what a translated question leaves out, and nothing where none is translated")
    func dropped() async throws {
        try await GatewayFixture.with { fixture in
            let cases = [
                ("gemini/echo", "messages[0].content[0].cache_control"), ("claude/echo", nil), ("openai/echo", nil),
            ]
            for (model, names) in cases {
                let answer = try await fixture.raw(anthropic(model))
                #expect(HTTPText.status(answer) == 200, "\(answer)")
                #expect(try #require(HTTPText.json(answer)["input_tokens"]?.int) > 0)
                #expect(HTTPText.field("x-kanmon-dropped", answer) == names)
            }
            let search = try await fixture.raw(
                GatewayFixture.request(
                    "/v1beta/models/claude%2Fecho:countTokens",
                    #"{"contents":{"parts":{"text":"Hello"}},"tools":[{"functionDeclarations":[{"name":"f"}]},{"google_search":{}}]}"#
                )
            )
            #expect(HTTPText.status(search) == 200, "\(search)")
            #expect(HTTPText.field("x-kanmon-dropped", search) == "tools[1].google_search")
        }
    }

    /// A request to count on each surface that has one.
    private func request(_ surface: Surface, _ model: String, _ fields: [String] = []) -> String {
        switch surface.name {
        case "Gemini":
            GatewayFixture.request(
                "/v1beta/models/\(model):countTokens",
                #"{"contents":[{"parts":[{"text":"Hello"}]}]}"#,
                fields: fields
            )
        default: anthropic(model, fields)
        }
    }

    @Test(
        "takes no longer than the caller wants to wait, nor than the model allows",
        arguments: [Surface.all[1], Surface.all[2]]
    )
    func timeout(surface: Surface) async throws {
        let silent = ["claude/fault-hang-before-headers", "gemini/fault-hang-before-headers"].map {
            TargetConfiguration.to($0)
        }
        let models = [
            ModelConfiguration(name: "slow", targets: silent),
            ModelConfiguration(name: "short", targets: silent, timeout: TimeoutConfiguration(total: .seconds(1))),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            for (model, fields) in [("slow", ["x-kanmon-timeout: 200ms"]), ("short", [])] {
                let begun = ContinuousClock.now
                let answer = try await fixture.raw(request(surface, model, fields))
                #expect(HTTPText.status(answer) == 504)
                #expect(ContinuousClock.now - begun < .seconds(3))
            }
            #expect(
                fixture.providers.values.map(\.statistics.requests).reduce(0, +) == 2,
                "the time was over for the second"
            )
        }
    }

    @Test(
        "tries a target as often as the model says, and less often where the caller does",
        arguments: [(nil, 3), (1, 1), (2, 2), (9, 3)] as [(Int?, Int)]
    )
    func attempts(wanted: Int?, tries: Int) async throws {
        let model = ModelConfiguration(
            name: "chat",
            targets: [.to("claude/fault-status-502")],
            retry: RetryPolicy(attempts: 3, initialBackoff: .milliseconds(5), maximumBackoff: .milliseconds(50))
        )
        try await GatewayFixture.with(models: [model]) { fixture in
            let answer = try await fixture.raw(anthropic("chat", wanted.map { ["x-kanmon-attempts: \($0)"] } ?? []))
            #expect(HTTPText.status(answer) == 503)
            #expect(try fixture.provider("claude").statistics.requests == tries)
        }
    }

    @Test("refuses to count less than the whole where strictness is asked for, and asks the next target first")
    func strict() async throws {
        let models = [
            ModelConfiguration(
                name: "both",
                targets: [
                    ModelTarget(provider: "gemini", model: "echo"), ModelTarget(provider: "claude", model: "echo"),
                ],
                strict: true
            )
        ]
        try await GatewayFixture.with(models: models) { fixture in
            let refused = try await fixture.raw(anthropic("gemini/echo", ["x-kanmon-strict: true"]))
            #expect(HTTPText.status(refused) == 400)
            let error = try HTTPText.json(refused)["error"]
            #expect(error?["message"]?.string?.contains("messages[0].content[0].cache_control") == true)

            let both = try await fixture.raw(anthropic("both"))
            #expect(HTTPText.status(both) == 200)
            #expect(HTTPText.field("x-kanmon-provider", both) == "claude")
            let lax = try await fixture.raw(anthropic("both", ["x-kanmon-strict: false"]))
            #expect(HTTPText.field("x-kanmon-provider", lax) == "gemini")

            // What is not translated loses nothing.
            for model in ["claude/echo", "openai/echo"] {
                let answer = try await fixture.raw(anthropic(model, ["x-kanmon-strict: true"]))
                #expect(HTTPText.status(answer) == 200)
            }
        }
    }
}
