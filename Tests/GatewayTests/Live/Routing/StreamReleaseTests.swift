import Gateway
import ModelAPI
import NIOCore
import Settings
import SimulatedProvider
import Testing

/// Until the caller has a byte of content a stream may still come from somebody else; the limits of time that decide about
/// it, and about what comes behind, are separate from one another.
@Suite("Release of streams", .serialized, .timeLimit(.minutes(2)))
struct StreamReleaseTests {
    private let letters = ["stub": "A", "openai": "A", "claude": "B"]

    @Test(
        "does not take a role, an empty piece or a comment for content, nor lets them win time",
        arguments: Surface.all
    )
    func startOnly(surface: Surface) async throws {
        let pings = (0..<200).flatMap { _ -> [StubProvider.Step] in
            [.wait(.milliseconds(20)), .chunk(": still here\n\n")]
        }
        let start: [StubProvider.Step] = [
            .streamHead, .delta(#"{"role":"assistant","content":""}"#), .delta(#"{"content":""}"#),
        ]
        try await StubProvider.with { _ in
            start + pings
        } _: { stub in
            let model = ModelConfiguration(
                name: "chat",
                targets: [.to("stub/m"), .to("claude/echo")],
                timeout: TimeoutConfiguration(firstByte: .milliseconds(500))
            )
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            try await GatewayFixture.with(models: [model], others: others) { fixture in
                let answer = try await fixture.raw(surface.request("chat", stream: true))
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("x-kanmon-provider", answer) == "claude")
                let body = try HTTPText.unchunked(answer)
                #expect(body.contains(surface.lastEvent) && !body.contains("still here"))
                let record = try #require(await fixture.records.only())
                #expect(record.course(letters) == ["A timeout next other-target", "B answered"])
            }
        }
    }

    @Test(
        "counts the wait for the first content, the pauses behind it, and the whole, each by itself",
        arguments: [
            // A second's answer in small steps lasts longer than each of the first two.
            (TimeoutConfiguration(firstByte: .milliseconds(600), idle: .milliseconds(600)), "A answered"),
            (TimeoutConfiguration(firstByte: .milliseconds(400), total: .milliseconds(500)), "A timeout"),
            (TimeoutConfiguration(firstByte: .seconds(9), idle: .milliseconds(20)), "A timeout"),
        ]
    )
    func limits(timeout: TimeoutConfiguration, course: String) async throws {
        let model = ModelConfiguration(
            name: "chat",
            targets: [.to("openai/pace-tps-20"), .to("claude/echo")],
            timeout: timeout
        )
        try await GatewayFixture.with(models: [model]) { fixture in
            for (index, surface) in Surface.all.enumerated() {
                let answer = try await fixture.raw(surface.request("chat", stream: true, prompt: "write 20 tokens"))
                let body = try HTTPText.unchunked(answer)
                let record = try #require(await fixture.records.first(index + 1).last)
                #expect(record.course(letters) == [course])
                #expect(body.contains(surface.terminal) == (course == "A answered"))
                #expect(record.ending == (course == "A answered" ? .answered : .failed(.upstreamTimeout)))
            }
            #expect(try fixture.provider("claude").statistics.requests == 0)
        }
    }

    @Test("lets comments and pings behind the first content win no time", arguments: [ProviderType.openai, .anthropic])
    func pingsOnly(type: ProviderType) async throws {
        let ping = type == .openai ? ": still here\n\n" : "event: ping\ndata: {\"type\": \"ping\"}\n\n"
        let pings = (0..<150).flatMap { _ -> [StubProvider.Step] in [.wait(.milliseconds(20)), .chunk(ping)] }
        let start: [StubProvider.Step] =
            type == .openai
            ? [.streamHead, .delta(#"{"role":"assistant","content":"Hello"}"#)]
            : [.streamHead, .anthropicStart, .anthropicDelta("Hello")]
        try await StubProvider.with { _ in
            start + pings
        } _: { stub in
            try await with(stub, type, idle: .milliseconds(400)) { fixture in
                for (index, surface) in Surface.all.enumerated() {
                    let answer = try await fixture.raw(surface.request("chat", stream: true))
                    let body = try HTTPText.unchunked(answer)
                    #expect(body.contains("Hello") && !body.contains(surface.terminal))
                    let record = try #require(await fixture.records.first(index + 1).last)
                    #expect(record.course(letters) == ["A timeout"])
                    #expect(record.duration >= .milliseconds(400) && record.duration < .milliseconds(1500))
                }
            }
        }
    }

    @Test(
        "gives a stream time whose events come in pieces, between pings",
        arguments: [ProviderType.openai, .anthropic]
    )
    func slowEvent(type: ProviderType) async throws {
        let event =
            type == .openai
            ? #"data: {"id":"c","choices":[{"index":0,"delta":{"content":"long"},"finish_reason":"stop"}]}"#
                + "\n\ndata: [DONE]\n\n"
            : [
                ("content_block_delta", #","index":0,"delta":{"type":"text_delta","text":"long"}"#),
                ("content_block_stop", #","index":0"#),
                ("message_delta", #","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}"#),
                ("message_stop", ""),
            ].map { "event: \($0)\ndata: {\"type\":\"\($0)\"\($1)}\n\n" }.joined()
        let bytes = Array(event.utf8)
        let size = bytes.count / 8 + 1
        let pieces = stride(from: 0, to: bytes.count, by: size).flatMap { start -> [StubProvider.Step] in
            let piece = String(decoding: bytes[start..<min(start + size, bytes.count)], as: UTF8.self)
            return [.wait(.milliseconds(150)), .chunk(piece)]
        }
        let start: [StubProvider.Step] =
            type == .openai
            ? [.streamHead, .delta(#"{"role":"assistant","content":"Hello"}"#)]
            : [.streamHead, .anthropicStart, .anthropicDelta("Hello")]
        try await StubProvider.with { _ in
            start + [.chunk(": still here\n\n")] + pieces + [.lastChunk]
        } _: { stub in
            try await with(stub, type, idle: .milliseconds(500)) { fixture in
                for (index, surface) in Surface.all.enumerated() {
                    let answer = try await fixture.raw(surface.request("chat", stream: true))
                    #expect(try HTTPText.unchunked(answer).contains(surface.terminal))
                    let record = try #require(await fixture.records.first(index + 1).last)
                    #expect(record.course(letters) == ["A answered"])
                    #expect(record.duration > .milliseconds(900), "longer than any pause may be")
                }
            }
        }
    }

    /// A gateway before a stub of some dialect, with a limit on the pauses of its streams.
    private func with(
        _ stub: StubProvider,
        _ type: ProviderType,
        idle: Duration,
        _ body: (GatewayFixture) async throws -> Void
    ) async throws {
        let provider = ProviderConfiguration(
            name: "stub",
            type: type,
            endpoint: .remote(BaseURL(scheme: .http, host: "127.0.0.1", port: stub.port)),
            apiKey: Secret("sk-provider-secret"),
            proxy: .direct
        )
        let model = ModelConfiguration(
            name: "chat",
            targets: [.to("stub/m")],
            timeout: TimeoutConfiguration(firstByte: .seconds(20), idle: idle)
        )
        try await GatewayFixture.with(models: [model], others: [provider], body)
    }

    @Test("gives a stream up that is slower than the model's least rate, before any of it is out")
    func leastRate() async throws {
        func model(_ name: String, _ target: String) -> ModelConfiguration {
            ModelConfiguration(
                name: name,
                targets: [.to(target), .to("claude/echo")],
                minimumTokensPerSecond: 10
            )
        }
        let models = [
            model("slow", "openai/pace-tps-4"), model("fast", "openai/pace-tps-200"),
            model("short", "openai/pace-tps-4@2"),
        ]
        let cases = [
            ("slow", "write 60 tokens", ["A too-slow next other-target", "B answered"]),
            ("fast", "write 60 tokens", ["A answered"]),
            // It is over before anything can be said about its rate.
            ("short", "write 2 tokens", ["A answered"]),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            try await withThrowingDiscardingTaskGroup { group in
                for surface in Surface.all {
                    for (model, prompt, course) in cases {
                        group.addTask {
                            let id = "\(surface.name)-\(model)"
                            let fields = ["x-request-id: \(id)"]
                            let answer = try await fixture.raw(
                                surface.request(model, stream: true, prompt: prompt, fields: fields)
                            )
                            let body = try HTTPText.unchunked(answer)
                            #expect(body.contains(surface.lastEvent) && !body.contains("error"))
                            #expect(await eventually { fixture.records.all.contains { $0.id == id } } != nil)
                            let record = try #require(fixture.records.all.first { $0.id == id })
                            #expect(record.course(letters) == course, "\(id)")
                        }
                    }
                }
            }
            let slow = try fixture.provider("openai")
            #expect(await eventually { slow.statistics.inFlight == 0 } != nil)
        }
    }
}
