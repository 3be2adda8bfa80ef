import Caching
import ModelAPI
import NIOCore
import Settings
import SimulatedProvider
import Testing

/// Equal questions that are asked at once.
@Suite("Equal questions at once", .serialized)
struct SharedAnswerTests {
    private func state(_ answer: String) -> String? { HTTPText.field("x-kanmon-cache", answer) }

    /// Asks in all these ways at once.
    private func together(_ asks: [CacheAsk], _ model: String, _ fixture: GatewayFixture) async throws -> [String] {
        try await withThrowingTaskGroup(of: (Int, String).self) { group in
            for (index, ask) in asks.enumerated() {
                let request = ask.request(model, "Hi", fields: ["x-kanmon-attempts: 1"])
                group.addTask { (index, try await fixture.raw(request)) }
            }
            var answers = [String](repeating: "", count: asks.count)
            for try await (index, answer) in group { answers[index] = answer }
            return answers
        }
    }

    /// Says "Hello" a while after the first request.
    private func withStub(
        stream: Bool,
        _ body: @escaping @Sendable (StubProvider, GatewayFixture) async throws -> Void
    )
        async throws
    {
        try await StubProvider.with { _ in
            stream
                ? [
                    .streamHead, .delta(#"{"role":"assistant","content":""}"#), .delta(#"{"content":"Hel"}"#),
                    .wait(.milliseconds(300)), .delta(#"{"content":"lo"}"#), .delta("{}", finish: #""stop""#),
                    .chunk("data: [DONE]\n\n"), .lastChunk,
                ] : [.wait(.milliseconds(300)), .openAIAnswer]
        } _: { stub in
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            try await GatewayFixture.with(others: others, cache: .on()) { try await body(stub, $0) }
        }
    }

    @Test("100 equal requests make one call", arguments: CacheAsk.all)
    func one(ask: CacheAsk) async throws {
        try await withStub(stream: ask.isStream) { stub, fixture in
            let answers = try await together([CacheAsk](repeating: ask, count: 100), "stub/m", fixture)
            for answer in answers { #expect(try ask.text(answer) == "Hello", "\(answer)") }
            #expect(answers.count { state($0) == "miss" } == 1)
            #expect(answers.count { state($0) == "hit" } == 99)
            #expect(stub.requests.count == 1)
        }
    }

    @Test("all ways to ask share one call", arguments: CacheAsk.all)
    func mixed(first: CacheAsk) async throws {
        try await withStub(stream: first.isStream) { stub, fixture in
            // Whoever comes first asks in its own form.
            let asks = [first] + [[CacheAsk]](repeating: CacheAsk.all, count: 5).flatMap(\.self)
            let answers = try await fixture.connected { connection in
                try await connection.send(first.request("stub/m", "Hi"))
                #expect(await eventually { stub.requests.count == 1 } != nil)
                return try await together(Array(asks.dropFirst()), "stub/m", fixture) + [await connection.rest()]
            }
            for (ask, answer) in zip(asks.dropFirst() + [first], answers) {
                #expect(try ask.text(answer) == "Hello", "\(ask): \(answer)")
            }
            #expect(stub.requests.count == 1)
        }
    }

    @Test("an answer that is not stored is shared by those who asked while it came")
    func unstored() async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: true)
            let provider = try fixture.provider("openai")
            let request = ask.request("openai/fault-hang-mid-stream-after-2", "one two three four")
            try await fixture.connected { follower in
                try await fixture.connected { leader in
                    try await leader.send(request)
                    #expect(state(await leader.read(until: "data: ")) == "miss")
                    try await follower.send(request)
                    #expect(state(await follower.read(until: "data: ")) == "hit")
                    #expect(provider.requests.count == 1)
                }
                // The leader has left; the answer goes on for the other.
                try await fixture.settle()
                #expect(provider.statistics.inFlight == 1)
                #expect(provider.statistics.cancelledByClient == 0)
                #expect(!follower.isClosed)
            }
            // Nobody needs it any more.
            #expect(await eventually { provider.statistics.inFlight == 0 } != nil)
            #expect(provider.statistics.cancelledByClient == 1)
            #expect(provider.requests.count == 1)
        }
    }

    @Test("an answer goes on to its end for others when its first caller has left")
    func goesOn() async throws {
        try await withStub(stream: true) { stub, fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: true)
            let request = ask.request("stub/m", "Hi")
            try await fixture.connected { follower in
                try await fixture.connected { leader in
                    try await leader.send(request)
                    _ = await leader.read(until: "Hel")
                    try await follower.send(request)
                    _ = await follower.read(until: "Hel")
                }
                #expect(try ask.text(await follower.rest()) == "Hello")
            }
            #expect(state(try await fixture.raw(request)) == "hit")
            #expect(stub.requests.count == 1)
        }
    }

    @Test("when the first fails, another takes its place", arguments: [true, false])
    func promotion(stream: Bool) async throws {
        try await StubProvider.with { request in
            if request.index == 0 {
                return [.wait(.milliseconds(300)), .json(#"{"error":{"message":"no"}}"#, status: "500 No")]
            }
            return stream ? StubProvider.Step.openAIStream : [.openAIAnswer]
        } _: { stub in
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            try await GatewayFixture.with(others: others, cache: .on()) { fixture in
                let ask = CacheAsk(dialect: .anthropicMessages, isStream: stream)
                let answers = try await together([CacheAsk](repeating: ask, count: 20), "stub/m", fixture)
                let good = answers.filter { HTTPText.status($0) == 200 }
                #expect(good.count == 19)
                for answer in good { #expect(try ask.text(answer) == "Hello") }
                #expect(stub.requests.count == 2)
            }
        }
    }

    @Test("tenants never follow one another")
    func tenants() async throws {
        let keys = ["a", "b"].map { name in
            GatewayKey(name: name, key: Secret("sk-km-test-\(name)-0123456789abcdef"), team: name)
        }
        try await GatewayFixture.with(
            teams: ["a", "b"].map { TeamConfiguration(name: $0) },
            keys: keys,
            cache: .on()
        ) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: true)
            let provider = try fixture.provider("openai")
            func request(_ name: String) -> String {
                ask.request(
                    "openai/fault-hang-mid-stream-after-2",
                    "Hi there",
                    key: "sk-km-test-\(name)-0123456789abcdef"
                )
            }
            try await fixture.connected { first in
                try await first.send(request("a"))
                _ = await first.read(until: "data: ")
                try await fixture.connected { second in
                    try await second.send(request("b"))
                    #expect(state(await second.read(until: "data: ")) == "miss")
                }
            }
            #expect(provider.requests.count == 2)
        }
    }
}
