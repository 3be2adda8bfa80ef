import JSONText
import Settings
import SimulatedProvider
import Testing

/// Answers of the running gateway, byte for byte as a client gets them.
@Suite("Surfaces", .serialized)
struct SurfaceTests {
    static let surfaces = Surface.all
    static let providers = Surface.providers

    @Test("answers on every surface from every provider", arguments: surfaces, providers)
    func whole(surface: Surface, provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let model = "\(provider)/echo"
            let answer = try await fixture.raw(
                GatewayFixture.request(surface.path(model, false), surface.body(model, false, "Hello"))
            )
            #expect(answer.hasPrefix("HTTP/1.1 200 OK\r\n"))
            #expect(answer.contains("x-kanmon-provider: \(provider)\r\n"))
            #expect(answer.contains("x-kanmon-model: echo\r\n"))
            #expect(answer.contains("x-kanmon-attempts: 1\r\n"))
            #expect(try surface.text(HTTPText.json(answer)) == "Hello")
        }
    }

    @Test("streams on every surface from every provider", arguments: surfaces, providers)
    func streamed(surface: Surface, provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let model = "\(provider)/echo"
            let answer = try await fixture.raw(
                GatewayFixture.request(surface.path(model, true), surface.body(model, true, "Hello"))
            )
            #expect(answer.contains("content-type: text/event-stream"))
            let events = try HTTPText.unchunked(answer)
            #expect(events.contains(surface.lastEvent))
            #expect(!events.contains("error"))
        }
    }

    @Test("asks for usage on streams and keeps it from callers who did not", arguments: [true, false])
    func usage(wanted: Bool) async throws {
        try await GatewayFixture.with { fixture in
            let options = wanted ? #","stream_options":{"include_usage":true}"# : ""
            let body = #"{"model":"openai/echo","stream":true\#(options),"messages":[{"role":"user","content":"Hi"}]}"#
            let answer = try await fixture.raw(GatewayFixture.request("/v1/chat/completions", body))
            let events = try HTTPText.unchunked(answer)
            #expect(events.contains(#""choices":[]"#) == wanted)
            #expect(events.hasSuffix("data: [DONE]\n\n"))
            let sent = try #require(fixture.providers["openai"]?.requests.last)
            #expect(String(decoding: sent.body, as: UTF8.self).contains(#""include_usage":true"#))
        }
    }

    @Test("changes nothing of a body but the model's name")
    func untouched() async throws {
        try await GatewayFixture.with { fixture in
            let body =
                #"{ "x_new":[1.50, 1e2] ,"model" : "claude/echo","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#
            _ = try await fixture.raw(GatewayFixture.request("/v1/messages", body))
            let sent = try #require(fixture.providers["claude"]?.requests.last)
            #expect(
                String(decoding: sent.body, as: UTF8.self)
                    == body.replacingOccurrences("claude/echo", with: "echo")
            )
        }
    }

    @Test("frames a Gemini stream as an array without alt=sse", arguments: providers)
    func array(provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(
                GatewayFixture.request(
                    "/v1beta/models/\(provider)/echo:streamGenerateContent",
                    #"{"contents":[{"parts":[{"text":"Hello"}]}]}"#
                )
            )
            let chunks = try #require(JSONValue(parsing: HTTPText.unchunked(answer)).array)
            let text = chunks.compactMap { $0["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.string }.joined()
            #expect(text == "Hello")
            #expect(chunks.last?["candidates"]?[0]?["finishReason"]?.string == "STOP")
        }
    }

    @Test("keeps the caller's request id and answers two requests on one connection")
    func keepsAlive() async throws {
        try await GatewayFixture.with { fixture in
            try await fixture.connected { connection in
                for id in ["first", "second"] {
                    try await connection.send("GET /v1/models HTTP/1.1\r\nhost: h\r\nx-request-id: \(id)\r\n\r\n")
                    let answer = await connection.read(until: #""object":"list""#)
                    #expect(answer.contains("x-request-id: \(id)\r\n"))
                    connection.forget()
                }
            }
        }
    }
}
