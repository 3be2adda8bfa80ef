import Gateway
import Governance
import ModelAPI
import Routing
import Settings
import SimulatedProvider
import Testing

/// Lists of targets for requests that are too long, or that a policy has refused.
@Suite("Kinds of fallback", .serialized, .timeLimit(.minutes(2)))
struct FallbackKindTests {
    private let letters = ["openai": "A", "claude": "B", "gemini": "C"]

    private func model(
        _ name: String,
        _ target: TargetConfiguration,
        longer: [TargetConfiguration] = [],
        freer: [TargetConfiguration] = []
    ) -> ModelConfiguration {
        ModelConfiguration(
            name: name,
            targets: [target],
            contextWindowFallback: longer,
            contentPolicyFallback: freer
        )
    }

    @Test("asks the list that belongs to the answer, and no other", arguments: Surface.all, [true, false])
    func lists(surface: Surface, stream: Bool) async throws {
        let cases: [(String, longer: Bool, freer: Bool, [String])] = [
            ("context-length", true, true, ["A context-window next other-list", "B answered"]),
            ("content-policy", true, true, ["A content-policy next other-list", "C answered"]),
            ("context-length", false, true, ["A context-window stop not-retryable"]),
            ("content-policy", true, false, ["A content-policy stop not-retryable"]),
            ("status-400", true, true, ["A invalid-request stop not-retryable"]),
        ]
        for (fault, longer, freer, course) in cases {
            let chat = model(
                "chat",
                .to("openai/fault-\(fault)"),
                longer: longer ? [.to("claude/echo")] : [],
                freer: freer ? [.to("gemini/echo")] : []
            )
            try await GatewayFixture.with(models: [chat]) { fixture in
                let answer = try await fixture.raw(surface.request("chat", stream: stream))
                #expect(await fixture.records.only()?.course(letters) == course)
                let isAnswered = course.last?.hasSuffix("answered") == true
                if isAnswered {
                    #expect(HTTPText.status(answer) == 200)
                    if stream { #expect(try HTTPText.unchunked(answer).contains(surface.lastEvent)) }
                } else if surface.name == "Gemini", fault == "content-policy" {
                    // There a refused prompt is an answer.
                    #expect(answer.contains("blockReason"))
                } else {
                    #expect(HTTPText.status(answer) == 400)
                }
                let calls = Surface.providers.compactMap { fixture.providers[$0]?.statistics.requests }.reduce(0, +)
                #expect(calls == course.count)
            }
        }
    }

    @Test(
        "takes a prompt that Gemini blocks, in an answer of status 200, for refused",
        arguments: Surface.all,
        [true, false]
    )
    func blockedPrompt(surface: Surface, stream: Bool) async throws {
        let listed = model("listed", .to("gemini/echo"), freer: [.to("claude/echo")])
        try await GatewayFixture.with(models: [listed, model("bare", .to("gemini/echo"))]) { fixture in
            let prompt = "block prompt"
            let mended = try await fixture.raw(surface.request("listed", stream: stream, prompt: prompt))
            #expect(HTTPText.status(mended) == 200)
            #expect(HTTPText.field("x-kanmon-provider", mended) == "claude")
            #expect(!mended.contains("blockReason") && !mended.contains("content_filter"))
            if stream { #expect(try HTTPText.unchunked(mended).contains(surface.lastEvent)) }
            let course = ["C content-policy next other-list", "B answered"]
            #expect(await fixture.records.only()?.course(letters) == course)

            // Without a list the caller gets what Gemini said, as it said it.
            let refused = try await fixture.raw(surface.request("bare", stream: stream, prompt: prompt))
            try expectBlock(refused, surface, stream)
            let record = try #require(await fixture.records.first(2).last)
            #expect(record.course(letters) == ["C content-policy stop not-retryable"])
            #expect(record.ending == .failed(.contentPolicy))
            #expect((record.ledger.usage?.input ?? 0) > 0)
            #expect(try fixture.provider("gemini").statistics.requests == 2)
        }
    }

    @Test("gives the caller Gemini's own answer where nobody of the list may be asked", arguments: [true, false])
    func blockedPromptWithoutStandIn(stream: Bool) async throws {
        let keys = [GatewayKey(name: "test", key: Secret(GatewayFixture.key), regions: ["eu"])]
        let special = ["gemini": GatewayFixture.Special(region: "eu"), "claude": GatewayFixture.Special(region: "us")]
        let chat = model(
            "chat",
            .to("gemini/echo", region: "eu"),
            freer: [.to("claude/echo", region: "us")]
        )
        try await GatewayFixture.with(models: [chat], special: special, keys: keys) { fixture in
            let surface = Surface.all[2]
            let fields = ["x-api-key: \(GatewayFixture.key)"]
            let answer = try await fixture.raw(
                surface.request("chat", stream: stream, prompt: "block prompt", fields: fields)
            )
            try expectBlock(answer, surface, stream)
            #expect(await fixture.records.only()?.course(letters) == ["C content-policy stop not-retryable"])
            #expect(try fixture.provider("claude").statistics.requests == 0)
        }
    }

    /// Expects the simulation's own words, in the caller's dialect.
    private func expectBlock(_ answer: String, _ surface: Surface, _ stream: Bool) throws {
        #expect(HTTPText.status(answer) == 200)
        #expect(HTTPText.field("x-kanmon-provider", answer) == "gemini")
        let body = stream ? try HTTPText.unchunked(answer) : String(try HTTPText.body(answer))
        switch surface.name {
        case "Gemini": #expect(body.contains(#""blockReason":"SAFETY""#) && body.contains("safetyRatings"))
        case "OpenAI": #expect(body.contains(#""finish_reason":"content_filter""#))
        default: #expect(body.contains(#""stop_reason":"refusal""#))
        }
        if stream, surface.name != "Gemini" { #expect(body.contains(surface.lastEvent)) }
    }

    @Test("does not go round in circles where lists name each other")
    func circle() async throws {
        let models = [
            model("one", .to("openai/fault-context-length"), longer: [.to("claude/fault-context-length")]),
            model("two", .to("claude/fault-context-length"), longer: [.to("openai/fault-context-length")]),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            let answer = try await fixture.raw(Surface.all[0].request("one", stream: false))
            #expect(HTTPText.status(answer) == 400)
            #expect(answer.contains("context_length_exceeded"))
            let course = ["A context-window next other-list", "B context-window stop not-retryable"]
            #expect(await fixture.records.only()?.course(letters) == course)
        }
    }

    @Test("asks the list of the model that was asked, also where the caller named that as a fallback")
    func listOfFallback() async throws {
        let models = [
            model("other", .to("openai/echo")),
            model("long", .to("claude/fault-context-length"), longer: [.to("gemini/echo")]),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            // A name that is not in the configuration has seats of its own.
            let request = Surface.all[0].request(
                "openai/fault-status-503",
                stream: false,
                fields: ["x-kanmon-fallbacks: long"]
            )
            let answer = try await fixture.raw(request)
            #expect(HTTPText.status(answer) == 200)
            let course = ["A 503 next other-target", "B context-window next other-list", "C answered"]
            #expect(await fixture.records.only()?.course(letters) == course)
        }
    }
}
