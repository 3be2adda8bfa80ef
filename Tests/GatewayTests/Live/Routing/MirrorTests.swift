import Gateway
import JSONText
import Routing
import Settings
import SimulatedProvider
import Testing

/// Copies of some requests to another target: their answers are thrown away and never felt.
@Suite("Mirrors", .serialized, .timeLimit(.minutes(2)))
struct MirrorTests {
    private func model(_ mirror: String, share: Double) -> ModelConfiguration {
        ModelConfiguration(
            name: "chat",
            targets: [.to("openai/echo")],
            mirror: MirrorPolicy(target: TargetID(provider: "claude", model: mirror), share: share)
        )
    }

    @Test(
        "copies a request in the mirror's own dialect, whatever becomes of it",
        arguments: Surface.all,
        [true, false]
    )
    func copies(surface: Surface, stream: Bool) async throws {
        let mirrors = [
            "echo", "fault-status-500", "fault-reset", "fault-html-200", "fault-truncated-body",
            "fault-error-mid-stream",
        ]
        for mirror in mirrors {
            try await GatewayFixture.with(models: [model(mirror, share: 1)]) { fixture in
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("x-kanmon-attempts", answer) == "1")
                #expect(HTTPText.field("x-kanmon-provider", answer) == "openai")
                if stream {
                    #expect(try HTTPText.unchunked(answer).contains(surface.lastEvent))
                } else {
                    #expect(try surface.text(HTTPText.json(answer)) == "Hello")
                }
                let record = try #require(await fixture.records.only())
                #expect(record.course(["openai": "A"]) == ["A answered"])
                let claude = try fixture.provider("claude")
                #expect(await eventually { claude.statistics.requests == 1 } != nil)
                #expect(await eventually { claude.statistics.inFlight == 0 } != nil)
                let body = try JSONValue(parsing: #require(claude.requests.first).body)
                #expect(body["model"]?.string == mirror)
                #expect(body["stream"]?.bool ?? false == stream)
                #expect(String(decoding: body.bytes, as: UTF8.self).contains("Hello"))
            }
        }
    }

    @Test("is not waited for", arguments: [true, false])
    func notWaitedFor(stream: Bool) async throws {
        try await GatewayFixture.with(models: [model("fault-hang-before-headers", share: 1)]) { fixture in
            let claude = try fixture.provider("claude")
            for _ in 0..<3 {
                let answer = try await fixture.raw(Surface.all[0].request("chat", stream: stream))
                #expect(HTTPText.status(answer) == 200)
            }
            // All answers are there while none of the mirror's is.
            #expect(await eventually { claude.statistics.inFlight == 3 } != nil)
            #expect(claude.statistics.completed == 0)
        }
    }

    @Test("copies the share that is wanted, and nothing that has effects")
    func share() async throws {
        let stored = #"{"model":"chat","store":true,"messages":[{"role":"user","content":"Hello"}]}"#
        for (share, copies) in [(0.0, 0...0), (0.5, 10...50), (1.0, 60...60)] {
            try await GatewayFixture.with(models: [model("echo", share: share)]) { fixture in
                for _ in 0..<60 {
                    let answer = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                    #expect(HTTPText.status(answer) == 200)
                }
                for _ in 0..<5 {
                    let answer = try await fixture.raw(GatewayFixture.request("/v1/chat/completions", stored))
                    #expect(HTTPText.status(answer) == 200)
                }
                let claude = try fixture.provider("claude")
                #expect(await eventually { copies.contains(claude.statistics.requests) } != nil)
                try await fixture.settle()
                #expect(await eventually { claude.statistics.inFlight == 0 } != nil)
                #expect(copies.contains(claude.statistics.requests))
            }
        }
    }
}
