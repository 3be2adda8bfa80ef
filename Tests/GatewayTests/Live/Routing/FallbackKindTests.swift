import Gateway
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
