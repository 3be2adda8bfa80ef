import Settings
import SimulatedProvider
import Testing

/// Which failures another target answers for, and which are the caller's own.
@Suite("Fallback", .serialized)
struct FallbackTests {
    /// A model with two targets: the first has a fault, the second answers.
    private func models(_ fault: String, first: String, second: String) -> [ModelConfiguration] {
        [
            ModelConfiguration(
                name: "chat",
                targets: [
                    ModelTarget(provider: first, model: "fault-\(fault)"),
                    ModelTarget(provider: second, model: "echo"),
                ],
                // Only what hangs needs to be waited for.
                timeout: fault.hasPrefix("hang")
                    ? TimeoutConfiguration(firstByte: .milliseconds(400), idle: .milliseconds(400))
                    : TimeoutConfiguration()
            )
        ]
    }

    private func other(than provider: String) -> String { provider == "openai" ? "claude" : "openai" }

    /// Whether the failure often passes by itself, so that the same target is tried once more before the next one.
    private func isTriedAgain(_ fault: String, stream: Bool) -> Bool {
        let onStreams = ["status-500", "reset"]
        let onWholes = ["status-500", "reset", "truncated-body"]
        return (stream ? onStreams + ["reset-mid-stream-after-0"] : onWholes).contains(fault)
    }

    private func expectSecond(_ fault: String, _ surface: Surface, first: String, stream: Bool) async throws {
        let second = other(than: first)
        try await GatewayFixture.with(models: models(fault, first: first, second: second)) { fixture in
            let answer = try await fixture.raw(surface.request("chat", stream: stream))
            #expect(HTTPText.status(answer) == 200, "\(answer)")
            let tries = isTriedAgain(fault, stream: stream) ? 2 : 1
            #expect(HTTPText.field("x-kanmon-attempts", answer) == "\(tries + 1)")
            #expect(HTTPText.field("x-kanmon-provider", answer) == second)
            #expect(HTTPText.field("x-kanmon-model", answer) == "echo")
            if stream {
                let body = try HTTPText.unchunked(answer)
                #expect(body.contains(surface.lastEvent))
                #expect(!body.contains("error"))
            } else {
                #expect(try surface.text(HTTPText.json(answer)) == "Hello")
            }
            #expect(try fixture.provider(first).statistics.requests == tries)
            #expect(try fixture.provider(second).statistics.requests == 1)
            // What was asked of the first target and is not wanted any more does not go on there.
            let first = try fixture.provider(first)
            #expect(await eventually { first.statistics.inFlight == 0 } != nil)
        }
    }

    private static let failures = [
        "status-401", "status-403", "status-408", "status-429", "status-429-retry-after-30", "status-500", "status-502",
        "status-503", "status-504", "status-529", "insufficient-quota", "reset", "html-200", "invalid-json",
        "redirect-302",
        "hang-before-headers", "hang-after-headers", "gzip-bomb",
    ]

    @Test(
        "asks the next target where a whole answer fails",
        arguments: failures + ["truncated-body", "error-mid-stream"]
    )
    func whole(fault: String) async throws {
        for surface in Surface.all {
            try await expectSecond(fault, surface, first: surface.provider, stream: false)
        }
        try await expectSecond(fault, Surface.all[0], first: "gemini", stream: false)
    }

    @Test(
        "asks the next target where a stream fails before its first content",
        arguments: failures + ["hang-mid-stream-after-0", "reset-mid-stream-after-0", "error-mid-stream-after-0"]
    )
    func streamed(fault: String) async throws {
        for surface in Surface.all {
            try await expectSecond(fault, surface, first: surface.provider, stream: true)
        }
        try await expectSecond(fault, Surface.all[0], first: "gemini", stream: true)
    }

    @Test(
        "asks nobody else where the request itself is at fault",
        arguments: [
            ("status-400", 400), ("status-404", 404), ("status-413", 413), ("status-422", 400), ("context-length", 400),
            ("content-policy", 400),
        ],
        [true, false]
    )
    func callersFault(fault: (name: String, status: Int), stream: Bool) async throws {
        for surface in Surface.all {
            let second = other(than: surface.provider)
            try await GatewayFixture.with(
                models: models(fault.name, first: surface.provider, second: second)
            ) { fixture in
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(HTTPText.status(answer) == fault.status)
                #expect(HTTPText.field("x-kanmon-attempts", answer) == "1")
                #expect(try surface.isError(HTTPText.json(answer)))
                #expect(try fixture.provider(second).statistics.requests == 0)
            }
        }
    }

    @Test(
        "tells what has failed where all have, waiting only if that is all there is to do, and spares an SDK's own retries",
        arguments: Surface.all,
        [true, false]
    )
    func allFail(surface: Surface, stream: Bool) async throws {
        let faults = [
            "broken": ["openai/fault-status-502", "claude/fault-status-429-retry-after-8@other"],
            "busy": ["openai/fault-status-429-retry-after-9", "claude/fault-status-429-retry-after-7"],
        ]
        let models = faults.map { name, targets in
            ModelConfiguration(name: name, targets: targets.compactMap(ModelTarget.init))
        }
        try await GatewayFixture.with(models: models) { fixture in
            for (name, status, wait) in [("broken", 503, "1"), ("busy", 429, "7")] {
                let answer = try await fixture.raw(surface.request(name, stream: stream))
                #expect(HTTPText.status(answer) == status)
                #expect(HTTPText.field("x-kanmon-attempts", answer) == "2")
                #expect(HTTPText.field("x-should-retry", answer) == "false")
                #expect(HTTPText.field("retry-after", answer) == wait)
                #expect(try surface.isError(HTTPText.json(answer)))
            }
        }
    }

    @Test("asks a target that cannot be reached only once, and goes on", arguments: [true, false])
    func unreachable(stream: Bool) async throws {
        let targets = [ModelTarget(provider: "openai", model: "echo"), ModelTarget(provider: "claude", model: "echo")]
        try await GatewayFixture.with(models: [ModelConfiguration(name: "chat", targets: targets)]) { fixture in
            try await fixture.provider("openai").shutdown()
            for surface in Surface.all {
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("x-kanmon-attempts", answer) == "2")
            }
            try await fixture.provider("claude").shutdown()
            let answer = try await fixture.raw(Surface.all[0].request("chat", stream: stream))
            #expect(HTTPText.status(answer) == 503)
            #expect(!answer.contains("127.0.0.1"))
        }
    }
}
