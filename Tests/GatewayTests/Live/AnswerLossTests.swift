import JSONText
import Testing

/// What answers lose on their way to a caller of another dialect.
@Suite("Losses in answers", .serialized)
struct AnswerLossTests {
    private static let extras = "x-kanmon-extras: true"

    @Test("names what the surface has no place for, behind what the request lost")
    func named() async throws {
        try await GatewayFixture.with { fixture in
            let body =
                #"{"model":"openai/echo","max_tokens":99,"top_k":3,"messages":[{"role":"user","content":"Hello"}]}"#
            let answer = try await fixture.raw(GatewayFixture.request("/v1/messages", body))
            #expect(
                HTTPText.field("x-kanmon-dropped", answer)
                    == "top_k, answer.service_tier, answer.system_fingerprint"
            )
            #expect(try HTTPText.json(answer)["kanmon"] == nil)
        }
    }

    @Test("takes it along where the caller asks for it")
    func carried() async throws {
        try await GatewayFixture.with { fixture in
            let surface = Surface.all[1]
            let answer = try await fixture.raw(surface.request("openai/echo", stream: false, fields: [Self.extras]))
            #expect(HTTPText.field("x-kanmon-dropped", answer) == nil)
            let extras = try HTTPText.json(answer)["kanmon"]?["extras"]
            #expect(extras == ["service_tier": "default", "system_fingerprint": "fp_simulated"])
        }
    }

    @Test("streams it once, near the end", arguments: [("openai", 1), ("openai", 2), ("claude", 2)])
    func streamed(provider: String, surface: Int) async throws {
        try await GatewayFixture.with { fixture in
            let surface = Surface.all[surface]
            let wanted = surface.request("\(provider)/echo", stream: true, fields: [Self.extras])
            let events = try HTTPText.events(HTTPText.unchunked(try await fixture.raw(wanted)))
            let carriers = events.indices.filter { events[$0].contains(#""kanmon":{"extras":{"#) }
            #expect(carriers.count == 1)
            #expect(try events.count - #require(carriers.first) <= 2)
            let plain = surface.request("\(provider)/echo", stream: true)
            #expect(try await !fixture.raw(plain).contains(#""kanmon""#))
        }
    }

    @Test("changes nothing between peers of one dialect", arguments: Surface.all)
    func untouched(surface: Surface) async throws {
        try await GatewayFixture.with { fixture in
            let model = "\(surface.provider)/echo"
            let answer = try await fixture.raw(surface.request(model, stream: false, fields: [Self.extras]))
            #expect(HTTPText.field("x-kanmon-dropped", answer) == nil)
            #expect(try HTTPText.json(answer)["kanmon"] == nil)
        }
    }

    @Test(
        "gives callers of the deprecated functions their own form",
        arguments: ["openai", "claude", "gemini"],
        [true, false]
    )
    func functions(provider: String, stream: Bool) async throws {
        try await GatewayFixture.with { fixture in
            let tools = #""functions":[{"name":"f","parameters":{"type":"object"}}],"function_call":{"name":"f"}"#
            let body =
                #"{"model":"\#(provider)/echo","stream":\#(stream),"messages":[{"role":"user","content":"Hi"}],\#(tools)}"#
            let answer = try await fixture.raw(GatewayFixture.request("/v1/chat/completions", body))
            let text = stream ? try HTTPText.unchunked(answer) : try HTTPText.json(answer).text
            #expect(text.contains(#""function_call":{"name":"f","arguments":""#))
            #expect(text.contains(#""finish_reason":"function_call""#))
            #expect(!text.contains("tool_calls"))
            let turns =
                #"{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},{"role":"function","name":"f","content":"7"}"#
            let next =
                #"{"model":"\#(provider)/echo","messages":[{"role":"user","content":"Hi"},\#(turns)],"functions":[{"name":"f"}]}"#
            let second = try await fixture.raw(GatewayFixture.request("/v1/chat/completions", next))
            #expect(second.hasPrefix("HTTP/1.1 200 OK"))
        }
    }
}
