import JSONText
import Settings
import SimulatedProvider
import Testing

/// Streams that break behind their first content: the caller must notice, in its own dialect's words.
@Suite("Broken streams", .serialized)
struct BrokenStreamTests {
    private static let faults = [
        "hang-mid-stream", "truncated-body", "reset-mid-stream", "error-mid-stream", "no-terminal", "invalid-sse",
    ]

    private func models(_ provider: String, _ fault: String) -> [ModelConfiguration] {
        [
            ModelConfiguration(
                name: "chat",
                targets: [
                    ModelTarget(provider: provider, model: "fault-\(fault)"),
                    // Never asked: two models' answers must not be mixed.
                    ModelTarget(provider: provider == "openai" ? "claude" : "openai", model: "echo"),
                ],
                timeout: fault.hasPrefix("hang")
                    ? TimeoutConfiguration(idle: .milliseconds(400)) : TimeoutConfiguration()
            )
        ]
    }

    @Test("ends in an error event, never as if it were whole", arguments: Surface.all, faults)
    func errorEvent(surface: Surface, fault: String) async throws {
        for provider in Surface.providers where fault != "invalid-sse" || provider != surface.provider {
            try await GatewayFixture.with(models: models(provider, fault)) { fixture in
                try await fixture.connected { connection in
                    try await connection.send(surface.request("chat", stream: true, closes: false))
                    let answer = await connection.read(until: "\r\n0\r\n\r\n")
                    #expect(HTTPText.status(answer) == 200)
                    #expect(HTTPText.field("x-kanmon-attempts", answer) == "1")
                    let body = try HTTPText.unchunked(answer)
                    let events = try HTTPText.events(body)
                    #expect(events.count >= 2, "content came first: \(body)")
                    #expect(!body.contains(surface.terminal), "\(provider): \(body.suffix(500))")
                    let last = try JSONValue(parsing: #require(events.last))
                    #expect(surface.isError(last), "\(provider): \(body.suffix(500))")
                    #expect(!answer.contains("127.0.0.1") && !answer.contains("sk-provider-secret"))

                    // The error ended the stream, not the connection.
                    connection.forget()
                    try await connection.send("GET /v1/models HTTP/1.1\r\nhost: h\r\n\r\n")
                    #expect(await connection.read(until: #""object":"list""#).hasPrefix("HTTP/1.1 200 OK\r\n"))
                }
                let asked = Surface.providers.compactMap { fixture.providers[$0]?.statistics.requests }
                #expect(asked.reduce(0, +) == 1)
                let provider = try fixture.provider(provider)
                #expect(await eventually { provider.statistics.inFlight == 0 } != nil)
            }
        }
    }

    @Test("ends an array with the error as its last element", arguments: faults)
    func array(fault: String) async throws {
        for provider in Surface.providers where fault != "invalid-sse" || provider != "gemini" {
            try await GatewayFixture.with(models: models(provider, fault)) { fixture in
                let answer = try await fixture.raw(
                    GatewayFixture.request(
                        "/v1beta/models/chat:streamGenerateContent",
                        Surface.all[2].body("", true, "Hello")
                    )
                )
                let body = try HTTPText.unchunked(answer)
                let elements = try #require(JSONValue(parsing: body).array)
                #expect(elements.count >= 2)
                #expect(elements.last?["error"]?["message"]?.string != nil, "\(provider): \(body.suffix(300))")
                #expect(!body.contains("\"STOP\""))
            }
        }
    }

    @Test("ends the connection of an HTTP/1.0 client, which has no other end of a stream", arguments: Surface.all)
    func oldClient(surface: Surface) async throws {
        try await GatewayFixture.with(models: models(surface.provider, "truncated-body")) { fixture in
            let request = surface.request("chat", stream: true).replacingOccurrences("HTTP/1.1", with: "HTTP/1.0")
            let answer = try await fixture.raw(request)
            #expect(HTTPText.field("transfer-encoding", answer) == nil)
            #expect(HTTPText.field("connection", answer) == "close")
            let events = try HTTPText.events(String(try HTTPText.body(answer)))
            #expect(try surface.isError(JSONValue(parsing: #require(events.last))))
        }
    }

    @Test("passes on strange but legal streams whole", arguments: Surface.all, Surface.providers)
    func odd(surface: Surface, provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let request = surface.request("\(provider)/fault-odd-stream", stream: true, prompt: "Grüße 関門")
            let body = try await HTTPText.unchunked(fixture.raw(request))
            #expect(body.contains("message_stop") || body.contains("[DONE]") || body.contains("STOP"))
            #expect(!body.contains("error"))
        }
    }

    @Test("passes on events of a mebibyte", arguments: Surface.all, Surface.providers)
    func hugeEvent(surface: Surface, provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(surface.request("\(provider)/fault-huge-event-1", stream: true))
            let body = try HTTPText.unchunked(answer)
            #expect(body.utf8.count > 1 << 20)
            #expect(body.contains(surface.terminal))
        }
    }
}
