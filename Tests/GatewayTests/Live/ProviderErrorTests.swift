import JSONText
import Settings
import SimulatedProvider
import Testing

/// What callers see, and do not see, of a provider's failures.
@Suite("Provider errors", .serialized)
struct ProviderErrorTests {
    @Test("never shows a provider's key, address or refusal of our key", arguments: Surface.all, [true, false])
    func secrecy(surface: Surface, stream: Bool) async throws {
        let options = SimulatedProvider.Options(requiredKey: "another-key")
        try await GatewayFixture.with(options: options) { fixture in
            for provider in Surface.providers {
                let answer = try await fixture.raw(surface.request("\(provider)/echo", stream: stream))
                #expect(HTTPText.status(answer) == 502)
                #expect(answer.contains("upstream_auth"))
                #expect(!answer.contains("sk-provider-secret"))
                #expect(!answer.contains("127.0.0.1"))
                #expect(try surface.isError(HTTPText.json(answer)))
            }
        }
    }

    @Test("follows no redirect, so that no credential leaves", arguments: [301, 302, 303, 307, 308])
    func redirects(status: Int) async throws {
        try await GatewayFixture.with { fixture in
            for surface in Surface.all {
                for stream in [true, false] {
                    let name = "\(surface.provider)/fault-redirect-\(status)"
                    let once = ["x-kanmon-attempts: 1"]
                    let answer = try await fixture.raw(surface.request(name, stream: stream, fields: once))
                    #expect(HTTPText.status(answer) == 502)
                    #expect(HTTPText.field("location", answer) == nil)
                }
                let provider = try fixture.provider(surface.provider)
                #expect(!provider.requests.contains { $0.target.contains("redirect-target") })
                #expect(provider.requests.count == 2)
            }
        }
    }

    @Test("sends a provider its own key and nothing of the caller's", arguments: Surface.all, Surface.providers)
    func credentials(surface: Surface, provider: String) async throws {
        let fields = [
            "authorization: Bearer \(GatewayFixture.key)", "x-api-key: caller-1", "x-goog-api-key: caller-2",
            "cookie: caller-3", "x-forwarded-for: 9.9.9.9", "openai-organization: caller-4", "user-agent: caller-5",
        ]
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(surface.request("\(provider)/echo", stream: false, fields: fields))
            #expect(HTTPText.status(answer) == 200)
            let sent = try #require(fixture.provider(provider).requests.first)
            let text = sent.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n") + sent.target
            #expect(!text.contains("caller-") && !text.contains("9.9.9.9") && !text.contains(GatewayFixture.key))
            let credentials = sent.headers.filter {
                ["authorization", "x-api-key", "x-goog-api-key"].contains($0.name.lowercased())
            }
            #expect(credentials.count == 1)
            #expect(credentials.first?.value.hasSuffix("sk-provider-secret-of-\(provider)") == true)
        }
    }

    @Test(
        "says how long to wait",
        arguments: ["status-429-retry-after-3", "status-503-retry-after-3"],
        Surface.providers
    )
    func waitHints(fault: String, provider: String) async throws {
        try await GatewayFixture.with { fixture in
            for surface in Surface.all {
                // A name of its own for each: what has asked to be left alone is left alone.
                let name = "\(provider)/fault-\(fault)@\(surface.provider)"
                let once = ["x-kanmon-attempts: 1"]
                let answer = try await fixture.raw(surface.request(name, stream: true, fields: once))
                #expect(HTTPText.field("retry-after", answer) == "3")
                #expect(HTTPText.field("x-should-retry", answer) == "false")
            }
        }
    }

    @Test("leaves retrying to the SDK where no provider was asked")
    func ownErrors() async throws {
        try await GatewayFixture.with { fixture in
            for surface in Surface.all {
                let answer = try await fixture.raw(surface.request("nobody/nothing", stream: false))
                #expect(HTTPText.status(answer) == 404)
                #expect(HTTPText.field("x-should-retry", answer) == nil)
                #expect(try surface.isError(HTTPText.json(answer)))
            }
        }
    }

    @Test(
        "takes any text for a model's name and any bytes of a header field without failing itself",
        arguments: Surface.providers
    )
    func oddNames(provider: String) async throws {
        let names = [
            "no-such-\(String(repeating: "x", count: 20_000))", "no-such-関門 👩‍🚀", "no-such-a\\r\\nx-evil: 1",
            "no-such-/../..?a#b",
        ]
        try await GatewayFixture.with { fixture in
            for name in names {
                let body = Surface.all[0].body("\(provider)/\(name)", false, "Hello")
                let answer = try await fixture.raw(
                    GatewayFixture.request(
                        "/v1/chat/completions",
                        body,
                        fields: ["traceparent: \u{1F600}\tx", "anthropic-beta: \u{E9}"]
                    )
                )
                #expect([400, 404].contains(HTTPText.status(answer)), "\(name.prefix(40)): \(answer.prefix(1500))")
                #expect(HTTPText.field("x-evil", answer) == nil)
                #expect(answer.utf8.count < 8192)
            }
        }
    }

    // MARK: - What cannot be expressed

    private static let lossy =
        #"{"model":"NAME","logit_bias":{"1":2},"messages":[{"role":"user","content":"Hello"}]}"#

    private func lossy(_ model: String, _ fields: [String] = []) -> String {
        GatewayFixture.request(
            "/v1/chat/completions",
            Self.lossy.replacingOccurrences("NAME", with: model),
            fields: fields
        )
    }

    @Test("says what a target could not be told")
    func dropped() async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(lossy("claude/echo"))
            #expect(HTTPText.status(answer) == 200)
            #expect(HTTPText.field("x-kanmon-dropped", answer) == "logit_bias")
            #expect(try await HTTPText.field("x-kanmon-dropped", fixture.raw(lossy("openai/echo"))) == nil)
        }
    }

    @Test("refuses instead where strictness is asked for, and the caller has the last word")
    func strict() async throws {
        let models = [
            ModelConfiguration(name: "exact", targets: [ModelTarget(provider: "claude", model: "echo")], strict: true)
        ]
        for server in [true, false] {
            try await GatewayFixture.with(server: ServerConfiguration(strict: server), models: models) { fixture in
                let cases: [(String, [String], Int)] = [
                    ("claude/echo", [], server ? 400 : 200), ("exact", [], 400),
                    ("claude/echo", ["x-kanmon-strict: true"], 400), ("exact", ["x-kanmon-strict: false"], 200),
                    ("openai/echo", ["x-kanmon-strict: true"], 200),
                ]
                for (model, fields, status) in cases {
                    let answer = try await fixture.raw(lossy(model, fields))
                    #expect(HTTPText.status(answer) == status, "\(model) \(fields)")
                    if status == 400 { #expect(answer.contains("logit_bias")) }
                }
                let strictly = try fixture.provider("claude").requests
                #expect(strictly.count == (server ? 1 : 2), "what is refused is not sent")
            }
        }
    }

    @Test("names what cannot be expressed where the caller wrote it, in the header and in the refusal")
    func callersWords() async throws {
        let calls = #"[{"id":"1","function":{"name":"f"}},{"id":"2","function":{"name":"f"}}]"#
        let results = ["1", "2"].map { #"{"role":"tool","tool_call_id":"\#($0)","content":"x"}"# }
        let openAI = #"""
            {"model":"claude/echo","messages":[{"role":"user","content":"Hello"},{"role":"assistant","tool_calls":\#(calls)},
            \#(results.joined(separator: ",")),{"role":"user","name":"ann","content":"Go on"}]}
            """#
        let gemini = #"""
            {"system_instruction":{"parts":[{"text":"s"}]},"contents":[{"parts":[{"text":"Hello"},{"executableCode":{}}]}],
            "generation_config":{"top_k":5}}
            """#
        let cases = [
            ("/v1/chat/completions", openAI, "messages[4].name", ""),
            (
                "/v1beta/models/openai%2Fecho:generateContent", gemini,
                "contents[0].parts[1].executableCode, generation_config.top_k",
                ", answer.service_tier, answer.system_fingerprint"
            ),
        ]
        try await GatewayFixture.with { fixture in
            for (path, body, names, answers) in cases {
                let answer = try await fixture.raw(GatewayFixture.request(path, body))
                #expect(HTTPText.status(answer) == 200, "\(answer)")
                #expect(HTTPText.field("x-kanmon-dropped", answer) == names + answers)
                let refused = try await fixture.raw(
                    GatewayFixture.request(path, body, fields: ["x-kanmon-strict: true"])
                )
                #expect(HTTPText.status(refused) == 400)
                let error = try HTTPText.json(refused)["error"]
                #expect(error?["message"]?.string?.contains(" \(names). ") == true)
                if path == "/v1/chat/completions" { #expect(error?["param"]?.string == names) }
            }
        }
    }
}
