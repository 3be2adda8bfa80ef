import Caching
import Governance
import JSONText
import ModelAPI
import Pricing
import Routing
import Settings
import SimulatedProvider
import Testing

/// Answers out of the cache, as clients get them.
@Suite("Answers out of the cache", .serialized)
struct ExactCacheLiveTests {
    private func asked(_ fixture: GatewayFixture) -> Int {
        fixture.providers.values.reduce(0) { $0 + $1.requests.count }
    }

    private func state(_ answer: String) -> String? { HTTPText.field("x-kanmon-cache", answer) }

    @Test("answers the same question once, through every API, whole and streamed", arguments: Surface.providers)
    func acrossSurfaces(provider: String) async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            for (number, first) in CacheAsk.all.enumerated() {
                let prompt = "Question \(number): what is it?"
                let model = "\(provider)/echo"
                let miss = try await fixture.raw(first.request(model, prompt))
                #expect(state(miss) == "miss", "\(first): \(miss)")
                #expect(try first.text(miss) == prompt)
                let key = HTTPText.field("x-kanmon-cache-key", miss)
                #expect(key?.count == 64)
                for second in CacheAsk.all {
                    // Twice: made, and remembered.
                    for _ in 1...2 {
                        let hit = try await fixture.raw(second.request(model, prompt))
                        #expect(state(hit) == "hit", "\(first) → \(second): \(hit)")
                        #expect(HTTPText.status(hit) == 200)
                        #expect(HTTPText.field("age", hit).flatMap { Int($0) } != nil)
                        #expect(HTTPText.field("x-kanmon-cache-key", hit) == key)
                        #expect(HTTPText.field("x-kanmon-attempts", hit) == "0")
                        #expect(HTTPText.field("x-kanmon-provider", hit) == provider)
                        #expect(try second.text(hit) == prompt, "\(first) → \(second)")
                    }
                }
                #expect(asked(fixture) == number + 1)
            }
        }
    }

    @Test("replays bytes as they came where the form is the same", arguments: CacheAsk.all)
    func sameBytes(ask: CacheAsk) async throws {
        let provider = [DialectID.openAIChat: "openai", .anthropicMessages: "claude", .gemini: "gemini"][ask.dialect]
        try await GatewayFixture.with(cache: .on()) { fixture in
            let request = ask.request("\(provider ?? "")/echo", "The same again")
            let miss = try await fixture.raw(request)
            let hit = try await fixture.raw(request)
            #expect(state(hit) == "hit")
            if ask.isStream {
                #expect(try HTTPText.unchunked(hit) == HTTPText.unchunked(miss))
            } else {
                #expect(try HTTPText.body(hit) == HTTPText.body(miss))
            }
        }
    }

    @Test("frames a stored answer as Gemini's array", arguments: [true, false], Surface.providers)
    func array(streamedFirst: Bool, provider: String) async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            let first = CacheAsk(dialect: .openAIChat, isStream: streamedFirst)
            _ = try await fixture.raw(first.request("\(provider)/echo", "Hello there"))
            let body =
                #"{"contents":[{"role":"user","parts":[{"text":"Hello there"}]}],"#
                + #""generationConfig":{"maxOutputTokens":500}}"#
            let path = "/v1beta/models/\(provider)/echo:streamGenerateContent"
            let hit = try await fixture.raw(GatewayFixture.request(path, body))
            #expect(state(hit) == "hit")
            let chunks = try #require(JSONValue(parsing: HTTPText.unchunked(hit)).array)
            let text = chunks.compactMap { $0["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.string }.joined()
            #expect(text == "Hello there")
        }
    }

    @Test("reports usage of a stored stream to those who ask for it", arguments: [true, false])
    func usage(recorded: Bool) async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: true)
            let wish = #","stream_options":{"include_usage":true}"#
            let first = try await fixture.raw(ask.request("openai/echo", "Hi", more: recorded ? wish : ""))
            let second = try await fixture.raw(ask.request("openai/echo", "Hi", more: recorded ? "" : wish))
            #expect(state(second) == "hit")
            #expect(try HTTPText.unchunked(first).contains(#""choices":[]"#) == recorded)
            #expect(try HTTPText.unchunked(second).contains(#""choices":[]"#) == !recorded)
        }
    }

    @Test("is off until somebody asks, and says nothing then")
    func offUnlessAsked() async throws {
        try await GatewayFixture.with { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            for _ in 1...2 {
                let answer = try await fixture.raw(ask.request("openai/echo", "Hi"))
                #expect(state(answer) == nil)
                #expect(HTTPText.field("x-kanmon-cache-key", answer) == nil)
            }
            #expect(asked(fixture) == 2)
            let wish = ["x-kanmon-cache: ttl=5m"]
            #expect(try await state(fixture.raw(ask.request("openai/echo", "Hi", fields: wish))) == "miss")
            #expect(try await state(fixture.raw(ask.request("openai/echo", "Hi", fields: wish))) == "hit")
            #expect(try await state(fixture.raw(ask.request("openai/echo", "Hi"))) == nil)
            #expect(asked(fixture) == 4)
        }
    }

    @Test("does what requests say of the cache")
    func directives() async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            let ask = CacheAsk(dialect: .anthropicMessages, isStream: false)
            func send(_ fields: String...) async throws -> String {
                try await fixture.raw(ask.request("claude/echo", "Hi", fields: fields))
            }
            #expect(try await state(send("cache-control: no-store")) == "miss")
            #expect(try await state(send()) == "miss")
            #expect(try await state(send()) == "hit")
            #expect(try await state(send("cache-control: no-store")) == "hit")
            #expect(try await state(send("cache-control: no-cache")) == "miss")
            #expect(try await state(send("x-kanmon-cache: refresh")) == "miss")
            #expect(try await state(send("x-kanmon-cache: namespace=mine")) == "miss")
            #expect(try await state(send("x-kanmon-cache: namespace=mine")) == "hit")
            #expect(try await state(send("x-kanmon-cache: bypass")) == "bypass; reason=declined")
            #expect(
                try await state(send("x-kanmon-cache: ttl=5m", "x-kanmon-cache: bypass")) == "bypass; reason=declined"
            )
            let wrong = try await send("x-kanmon-cache: forever")
            #expect(HTTPText.status(wrong) == 400)
            #expect(wrong.contains("forever"))
            #expect(asked(fixture) == 7)
        }
    }

    @Test("says why it leaves a request alone")
    func bypasses() async throws {
        let rules = [CacheRule("weather", .deny, texts: [try Pattern(parsing: "weather")])]
        try await GatewayFixture.with(cache: .on(rules: rules)) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            for _ in 1...2 {
                let weather = try await fixture.raw(ask.request("openai/echo", "How is the weather?"))
                #expect(state(weather) == "bypass; reason=rule:weather")
                let hot = try await fixture.raw(ask.request("openai/echo", "Hi", more: #","temperature":1.5"#))
                #expect(state(hot) == "bypass; reason=temperature")
                let kept = try await fixture.raw(ask.request("openai/echo", "Hi", more: #","store":true"#))
                #expect(state(kept) == "bypass; reason=store")
            }
            #expect(asked(fixture) == 6)
        }
    }

    // MARK: - Tenants

    private static let teams = ["a", "b"].map { TeamConfiguration(name: $0) }
    private static let keys = [
        GatewayKey(name: "a1", key: Secret("sk-km-test-a1-0123456789abcdef"), team: "a"),
        GatewayKey(name: "a2", key: Secret("sk-km-test-a2-0123456789abcdef"), team: "a"),
        GatewayKey(name: "b1", key: Secret("sk-km-test-b1-0123456789abcdef"), team: "b"),
    ]

    @Test(
        "shares answers within the scope alone",
        arguments: [
            (CacheScope.key, ["miss", "miss", "miss"]), (.team, ["miss", "hit", "miss"]),
            (.shared, ["miss", "hit", "hit"]),
        ]
    )
    func tenants(scope: CacheScope, expected: [String]) async throws {
        let cache = CacheConfiguration.on(CachePolicy(use: .on, scope: scope))
        try await GatewayFixture.with(teams: Self.teams, keys: Self.keys, cache: cache) { fixture in
            for (ask, prompt) in zip(CacheAsk.all, 1...) {
                var states: [String] = []
                for name in ["a1", "a2", "b1"] {
                    let request = ask.request(
                        "openai/echo",
                        "Is it \(prompt)?",
                        key: "sk-km-test-\(name)-0123456789abcdef"
                    )
                    states.append(state(try await fixture.raw(request)) ?? "none")
                }
                #expect(states == expected, "\(ask)")
            }
        }
    }

    // MARK: - What is never stored

    @Test(
        "stores nothing that is not a whole answer",
        arguments: [
            "fault-status-400", "fault-reset-mid-stream-after-2", "fault-truncated-body", "fault-no-terminal",
            "fault-error-mid-stream-after-2",
        ],
        CacheAsk.all
    )
    func poison(fault: String, ask: CacheAsk) async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            for provider in Surface.providers {
                // What has no terminal event is a stream.
                if fault == "fault-no-terminal", !ask.isStream { continue }
                for _ in 1...2 {
                    let request = ask.request("\(provider)/\(fault)", "Hi", fields: ["x-kanmon-attempts: 1"])
                    let answer = try await fixture.raw(request)
                    #expect(state(answer) == "miss", "\(provider): \(answer)")
                }
            }
        }
    }

    @Test("stores no answer that ended at the most tokens", arguments: [true, false])
    func truncated(stream: Bool) async throws {
        let finish = #""length""#
        try await StubProvider.with { request in
            guard stream else {
                return [
                    .json(
                        #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
                            + #"{"role":"assistant","content":"Hello"},"finish_reason":\#(finish)}]}"#
                    )
                ]
            }
            return [
                .streamHead, .delta(#"{"content":"Hello"}"#), .delta("{}", finish: finish),
                .chunk("data: [DONE]\n\n"), .lastChunk,
            ]
        } _: { stub in
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            try await GatewayFixture.with(others: others, cache: .on()) { fixture in
                let ask = CacheAsk(dialect: .openAIChat, isStream: stream)
                for _ in 1...2 {
                    let answer = try await fixture.raw(ask.request("stub/m", "Hi"))
                    #expect(state(answer) == "miss")
                    #expect(HTTPText.status(answer) == 200)
                }
                #expect(stub.requests.count == 2)
            }
        }
    }

    @Test("stores nothing of an answer whose caller left")
    func aborted() async throws {
        try await GatewayFixture.with(cache: .on()) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: true)
            let provider = try fixture.provider("openai")
            try await fixture.connected { connection in
                try await connection.send(ask.request("openai/fault-hang-mid-stream", "Hi"))
                _ = await connection.read(until: "\r\n\r\n")
            }
            #expect(await eventually { provider.statistics.inFlight == 0 } != nil)
            try await fixture.connected { connection in
                try await connection.send(ask.request("openai/fault-hang-mid-stream", "Hi"))
                #expect(state(await connection.read(until: "\r\n\r\n")) == "miss")
            }
        }
    }

    // MARK: - Records

    @Test("writes hits into the ledger as what they are", arguments: [true, false])
    func ledger(stream: Bool) async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(cache: .on(), ledger: ledger) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: stream)
            for _ in 1...2 { _ = try await fixture.raw(ask.request("openai/gpt-4o", "Hi")) }
            _ = try await fixture.raw(ask.request("openai/gpt-4o", "Hi", fields: ["x-kanmon-cache: bypass"]))
            let records = ledger.all
            #expect(records.map(\.cache) == ["miss", "hit", "bypass"])
            try #require(records.count == 3)
            let (miss, hit) = (records[0], records[1])
            #expect(miss.saved == nil)
            #expect(miss.cost != nil)
            #expect(hit.cost == .zero)
            #expect(hit.saved == miss.cost)
            #expect(hit.usage == miss.usage)
            #expect(hit.attempts.isEmpty)
            #expect(hit.provider == "openai")
            #expect(hit.outcome == .answered)
            #expect(hit.flags == (stream ? [.stream] : []))
        }
    }

    @Test("counts hits against limits on requests")
    func limits() async throws {
        let limit = LimitPolicy(.requests, per: .minute, 2)
        let teams = [TeamConfiguration(name: "a", access: AccessRules(), limits: [limit])]
        try await GatewayFixture.with(teams: teams, keys: Array(Self.keys.prefix(1)), cache: .on()) { fixture in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            let request = ask.request("openai/echo", "Hi", key: "sk-km-test-a1-0123456789abcdef")
            var answers: [String] = []
            for _ in 1...3 { answers.append(try await fixture.raw(request)) }
            #expect(answers.prefix(2).map(state) == ["miss", "hit"])
            #expect(HTTPText.status(answers[2]) == 429)
        }
    }
}
