import Gateway
import NIOCore
import Routing
import Settings
import SimulatedProvider
import Testing

/// A second copy of a slow request: the first good answer wins, the other one is cancelled, both are recorded.
@Suite("Hedging", .serialized, .timeLimit(.minutes(2)))
struct HedgeTests {
    private let letters = ["openai": "A", "claude": "B", "gemini": "C", "stub": "A"]

    private static let lateFailure: [StubProvider.Step] = [
        .wait(.milliseconds(600)), .json(#"{"error":{"message":"x"}}"#, status: "503 Service Unavailable"),
    ]

    private func model(
        _ targets: String...,
        hedge: HedgePolicy? = .after(.milliseconds(60)),
        firstByte: Duration = .seconds(20)
    ) -> ModelConfiguration {
        ModelConfiguration(
            name: "chat",
            targets: targets.map { .to($0) },
            retry: RetryPolicy(initialBackoff: .milliseconds(5), maximumBackoff: .milliseconds(50)),
            timeout: TimeoutConfiguration(firstByte: firstByte),
            hedge: hedge
        )
    }

    @Test("lets the faster of two targets win and cancels the other", arguments: Surface.all, [true, false])
    func race(surface: Surface, stream: Bool) async throws {
        let cases = [
            ("openai/pace-ttft-20s", "claude/echo", ["A lost", "B hedge answered"]),
            ("openai/pace-ttft-600ms", "claude/pace-ttft-20s", ["A answered", "B hedge lost"]),
            // Quicker than the wait.
            ("openai/echo", "claude/echo", ["A answered"]),
        ]
        for (first, second, course) in cases {
            let hedge = HedgePolicy.after(course.count == 1 ? .seconds(5) : .milliseconds(60))
            try await GatewayFixture.with(models: [model(first, second, hedge: hedge)]) { fixture in
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(HTTPText.status(answer) == 200)
                let winner = course.first { $0.hasSuffix("answered") }?.hasPrefix("A") == true ? "openai" : "claude"
                #expect(HTTPText.field("x-kanmon-provider", answer) == winner)
                #expect(HTTPText.field("x-kanmon-attempts", answer) == "\(course.count)")
                if stream { #expect(try HTTPText.unchunked(answer).contains(surface.lastEvent)) }
                let record = try #require(await fixture.records.only())
                #expect(record.course(letters) == course)
                #expect(record.ending == .answered)
                for name in ["openai", "claude"] {
                    let provider = try fixture.provider(name)
                    let isAsked = name == "openai" || course.count == 2
                    #expect(provider.statistics.requests == (isAsked ? 1 : 0))
                    #expect(await eventually { provider.statistics.inFlight == 0 } != nil)
                    let isLoser = name != winner && isAsked
                    #expect(provider.statistics.cancelledByClient == (isLoser ? 1 : 0))
                }
            }
        }
    }

    @Test(
        "sends the copy to a target with a limit where there is room, and gives the place back",
        arguments: [
            ("openai/pace-ttft-20s", "claude/echo", ["A lost", "B hedge answered"]),
            ("openai/pace-ttft-400ms", "claude/pace-ttft-20s", ["A answered", "B hedge lost"]),
            ("openai/pace-ttft-400ms", "claude/fault-status-500", ["A answered", "B hedge 500"]),
        ]
    )
    func gated(first: String, second: String, course: [String]) async throws {
        let chat = ModelConfiguration(
            name: "chat",
            targets: [.to(first), .to(second, maxConcurrent: 1)],
            hedge: .after(.milliseconds(60))
        )
        try await GatewayFixture.with(models: [chat]) { fixture in
            // As many as the retry budget always allows within a second.
            for count in 1...3 {
                let answer = try await fixture.raw(Surface.all[0].request("chat", stream: count.isMultiple(of: 2)))
                #expect(HTTPText.status(answer) == 200)
                #expect(await fixture.records.first(count).last?.course(letters) == course)
            }
        }
    }

    @Test("sends no copy to a target that is full, and lets it wait there for nothing")
    func full() async throws {
        let limited = TargetConfiguration.to("claude/fault-hang-before-headers", maxConcurrent: 1)
        let models = [
            ModelConfiguration(
                name: "chat",
                targets: [.to("openai/pace-ttft-400ms"), limited],
                hedge: .after(.milliseconds(60))
            ),
            ModelConfiguration(name: "other", targets: [limited]),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            try await fixture.connected { connection in
                try await connection.send(Surface.all[0].request("other", stream: true, closes: false))
                let claude = try fixture.provider("claude")
                #expect(await eventually { claude.statistics.inFlight == 1 } != nil)
                let answer = try await fixture.raw(Surface.all[0].request("chat", stream: true))
                #expect(HTTPText.status(answer) == 200)
                #expect(await fixture.records.only()?.course(letters) == ["A answered"])
                #expect(claude.statistics.requests == 1)
            }
        }
    }

    @Test("gives the place of a slow target back when its copy has won, not when the copy's answer ends")
    func placeOfLoser() async throws {
        let chat = ModelConfiguration(
            name: "chat",
            targets: [.to("openai/fault-hang-before-headers-first-1", maxConcurrent: 1), .to("claude/pace-tps-4")],
            hedge: .after(.milliseconds(60))
        )
        try await GatewayFixture.with(models: [chat]) { fixture in
            try await fixture.connected { connection in
                let long = Surface.all[0].request("chat", stream: true, prompt: "write 60 tokens", closes: false)
                try await connection.send(long)
                _ = await connection.read(until: "data: ")
                // The copy goes on answering; the first target has room again.
                let answer = try await fixture.raw(Surface.all[0].request("chat", stream: false))
                #expect(HTTPText.field("x-kanmon-provider", answer) == "openai")
                #expect(await fixture.records.only()?.course(letters) == ["A answered"])
            }
        }
    }

    @Test("sends nothing twice that has effects, nor beyond the retry budget, nor where nobody asked for it")
    func reasonsAgainst() async throws {
        let none = ServerConfiguration(retryBudget: RetryBudgetPolicy(share: 0, floor: 0))
        let plain = #"{"model":"chat","messages":[{"role":"user","content":"Hello"}]"#
        let cases: [(ServerConfiguration, HedgePolicy?, String)] = [
            (ServerConfiguration(), .after(.milliseconds(60)), plain + #","store":true}"#),
            (none, .after(.milliseconds(60)), plain + "}"),
            (ServerConfiguration(), nil, plain + "}"),
            // Nothing is known yet of how long it usually takes.
            (ServerConfiguration(), .percentile95, plain + "}"),
        ]
        for (server, hedge, body) in cases {
            let models = [model("openai/pace-ttft-300ms", "claude/echo", hedge: hedge)]
            try await GatewayFixture.with(server: server, models: models) { fixture in
                let answer = try await fixture.raw(GatewayFixture.request("/v1/chat/completions", body))
                #expect(HTTPText.status(answer) == 200, "\(answer)")
                #expect(await fixture.records.only()?.course(letters) == ["A answered"])
                #expect(try fixture.provider("claude").statistics.requests == 0)
            }
        }
    }

    @Test("waits as long as 95 of 100 first contents have taken, where the model says so")
    func percentile() async throws {
        let fast = 40
        try await StubProvider.with { request in
            request.index < fast ? StubProvider.Step.openAIStream : []
        } _: { stub in
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            let models = [model("stub/m", "claude/echo", hedge: .percentile95)]
            try await GatewayFixture.with(models: models, others: others) { fixture in
                for _ in 0..<fast {
                    let answer = try await fixture.raw(Surface.all[0].request("chat", stream: true))
                    #expect(HTTPText.status(answer) == 200)
                }
                #expect(stub.requests.count == fast)
                let known = await fixture.records.first(fast).count
                let answer = try await fixture.raw(Surface.all[0].request("chat", stream: true))
                #expect(HTTPText.field("x-kanmon-provider", answer) == "claude")
                let record = try #require(await fixture.records.first(known + 1).last)
                #expect(record.course(letters) == ["A lost", "B hedge answered"])
            }
        }
    }

    @Test("goes on to the next target where both copies fail, whichever does so last", arguments: [true, false])
    func bothFail(stream: Bool) async throws {
        let cases = [
            // The second copy fails at once, then the first.
            ("claude/fault-status-502", ["A 503 next other-target", "B hedge 502", "C answered"]),
            // The first fails while the second hangs.
            ("claude/fault-hang-before-headers", ["A 503", "B hedge timeout next other-target", "C answered"]),
        ]
        for (second, course) in cases {
            try await StubProvider.with { _ in
                Self.lateFailure
            } _: { stub in
                let others = [GatewayFixture.provider("stub", port: stub.port)]
                let models = [model("stub/m", second, "gemini/echo", firstByte: .milliseconds(1200))]
                try await GatewayFixture.with(models: models, others: others) { fixture in
                    let answer = try await fixture.raw(Surface.all[0].request("chat", stream: stream))
                    #expect(HTTPText.status(answer) == 200)
                    #expect(HTTPText.field("x-kanmon-provider", answer) == "gemini")
                    #expect(await fixture.records.only()?.course(letters) == course)
                }
            }
        }
    }

    @Test("tries the target again that failed last, no more often than the policy allows")
    func hedgeIsRetried() async throws {
        try await StubProvider.with { _ in
            Self.lateFailure
        } _: { stub in
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            let models = [model("stub/m", "claude/fault-hang-before-headers", firstByte: .milliseconds(1200))]
            try await GatewayFixture.with(models: models, others: others) { fixture in
                let answer = try await fixture.raw(Surface.all[0].request("chat", stream: true))
                #expect(HTTPText.status(answer) == 504)
                let course = ["A 503", "B hedge timeout again only-target", "B timeout stop attempts-used-up"]
                #expect(await fixture.records.only()?.course(letters) == course)
                #expect(stub.requests.count == 1)
            }
        }
    }
}
