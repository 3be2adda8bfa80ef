import Caching
import Gateway
import Governance
import JSONText
import ModelAPI
import Pricing
import Routing
import Settings
import SimulatedProvider
import Testing

/// Answers to questions that say the same in other words, as clients get them.
@Suite("Answers by meaning", .serialized)
struct SemanticCacheLiveTests {
    private static let stored = "How do I reset my password?"
    private static let asked = "password reset steps"

    private func state(_ answer: String) -> String? { HTTPText.field("x-kanmon-cache", answer) }
    private func isHit(_ answer: String) -> Bool { state(answer)?.hasPrefix("semantic-hit; ") == true }

    private func calls(_ fixture: GatewayFixture) -> Int {
        fixture.providers.values.reduce(0) { $0 + $1.requests.count }
    }

    // MARK: - Hits

    @Test(
        "answers the same question in other words, through every API, whole and streamed",
        arguments: Surface.providers
    )
    func acrossSurfaces(provider: String) async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let model = "\(provider)/echo"
            for (number, first) in CacheAsk.all.enumerated() {
                let fields = ["x-kanmon-cache: namespace=n\(number)"]
                let miss = try await fixture.raw(first.request(model, Self.stored, fields: fields))
                #expect(state(miss) == "miss")
                let key = HTTPText.field("x-kanmon-cache-key", miss)
                for second in CacheAsk.all {
                    let hit = try await fixture.raw(second.request(model, Self.asked, fields: fields))
                    #expect(isHit(hit), "\(first) → \(second): \(hit)")
                    #expect(state(hit) == "semantic-hit; score=1.000; level=2")
                    #expect(HTTPText.field("age", hit).flatMap { Int($0) } != nil)
                    #expect(HTTPText.field("x-kanmon-cache-key", hit) == key)
                    #expect(HTTPText.field("x-kanmon-attempts", hit) == "0")
                    #expect(HTTPText.field("x-kanmon-provider", hit) == provider)
                    #expect(try second.text(hit) == Self.stored)
                }
                #expect(calls(fixture) == number + 1)
            }
        }
    }

    @Test("prefers the answer to the same question")
    func exactFirst() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            let refreshed = try await fixture.raw(
                ask.request("openai/echo", Self.asked, fields: ["x-kanmon-cache: refresh"])
            )
            #expect(state(refreshed) == "miss")
            let hit = try await fixture.raw(ask.request("openai/echo", Self.asked))
            #expect(state(hit) == "hit")
            #expect(try ask.text(hit) == Self.asked)
        }
    }

    @Test("takes questions that are equal but for case and spaces for the surest level")
    func normalised() async throws {
        try await GatewayFixture.with(cache: .semantic(level: .exact)) { (fixture) async throws in
            let ask = CacheAsk(dialect: .anthropicMessages, isStream: false)
            _ = try await fixture.raw(ask.request("claude/echo", Self.stored))
            let hit = try await fixture.raw(ask.request("claude/echo", "how do I  reset my PASSWORD"))
            #expect(state(hit) == "semantic-hit; score=1.000; level=1")
            #expect(try await state(fixture.raw(ask.request("claude/echo", Self.asked))) == "miss")
        }
    }

    @Test("writes hits into the ledger as what they are", arguments: [true, false])
    func ledger(stream: Bool) async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(cache: .semantic(), ledger: ledger) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: stream)
            _ = try await fixture.raw(ask.request("openai/gpt-4o", Self.stored))
            _ = try await fixture.raw(ask.request("openai/gpt-4o", Self.asked))
            let records = ledger.all
            #expect(records.map(\.cache) == ["miss", "semantic-hit"])
            try #require(records.count == 2)
            #expect(records[0].cost != nil)
            #expect(records[1].cost == .zero)
            #expect(records[1].saved == records[0].cost)
            #expect(records[1].usage == records[0].usage)
        }
    }

    // MARK: - Near misses

    @Test(
        "never answers a question that says something else",
        arguments: [
            ("What is the return policy for 2024?", "What is the return policy for 2025?"),
            ("How many days of leave do I get after 3 years?", "How many days of leave do I get after 5 years?"),
            ("How far is it from Paris to Rome in km?", "How far is it from Paris to Rome in miles?"),
            ("How do I enable two-factor login?", "How do I disable two-factor login?"),
            ("Which plans include support?", "Which plans do not include support?"),
            ("How do I install Python on Ubuntu?", "How do I install Ruby on Ubuntu?"),
            ("How do I convert EUR to USD?", "How do I convert USD to EUR?"),
            ("How do I cancel my order?", "When can I cancel my order?"),
            ("2024年度の有休は何日ですか?", "2025年度の有休は何日ですか?"),
            ("会員登録の方法を教えて", "会員登録を解除する方法を教えて"),
            ("How do I reset my password?", "パスワードをリセットする方法は?"),
            ("What is the meeting on 2024-04-01 about?", "What is the meeting on 2024-04-02 about?"),
        ]
    )
    func nearMisses(stored: String, asked: String) async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            #expect(try await state(fixture.raw(ask.request("openai/echo", stored))) == "miss")
            let answer = try await fixture.raw(ask.request("openai/echo", asked))
            #expect(state(answer) == "miss", "\(asked)")
            #expect(try ask.text(answer) == asked)
        }
    }

    // MARK: - What must be equal

    @Test(
        "never answers across what must be equal",
        arguments: [
            #","temperature":0.5"#, #","seed":7"#, #","stop":["x"]"#, #","presence_penalty":0.5"#,
            #","tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}]"#,
            #","max_tokens":400"#,
        ]
    )
    func parameters(more: String) async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            func request(_ prompt: String, _ more: String) -> String {
                GatewayFixture.request(
                    "/v1/chat/completions",
                    #"{"model":"openai/echo","messages":[{"role":"user","content":"\#(prompt)"}]\#(more)}"#
                )
            }
            #expect(try await state(fixture.raw(request(Self.stored, more))) == "miss")
            #expect(try await state(fixture.raw(request(Self.asked, ""))) == "miss")
            #expect(try await isHit(fixture.raw(request(Self.asked + "?", more))))
        }
    }

    @Test("never answers across models, system prompts, earlier turns and namespaces")
    func conversations() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            func send(
                _ prompt: String,
                model: String = "openai/echo",
                before: String = "",
                fields: [String] = []
            ) async throws
                -> String
            {
                try await fixture.raw(
                    GatewayFixture.request(
                        "/v1/chat/completions",
                        #"{"model":"\#(model)","messages":[\#(before){"role":"user","content":"\#(prompt)"}]}"#,
                        fields: fields
                    )
                )
            }
            let system = #"{"role":"system","content":"You are a pirate."},"#
            let turns = #"{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},"#
            #expect(try await state(send(Self.stored)) == "miss")
            #expect(try await state(send(Self.asked, model: "openai/echo-2")) == "miss")
            #expect(try await state(send(Self.asked, before: system)) == "miss")
            #expect(try await state(send(Self.asked, before: turns)) == "miss")
            #expect(try await state(send(Self.asked, fields: ["x-kanmon-cache: namespace=other"])) == "miss")
            #expect(try await state(send(Self.asked, fields: ["x-kanmon-strict: true"])) == "miss")
            // Each has an answer of its own now, and it alone serves what says the same there.
            let again = "How can I reset my password?"
            #expect(try await isHit(send(again, before: system)))
            #expect(try await isHit(send(again, before: turns)))
            #expect(try await isHit(send(again)))
        }
    }

    private static let teams = ["a", "b"].map { TeamConfiguration(name: $0) }
    private static let keys = [
        GatewayKey(name: "a1", key: Secret("sk-km-test-a1-0123456789abcdef"), team: "a"),
        GatewayKey(name: "a2", key: Secret("sk-km-test-a2-0123456789abcdef"), team: "a"),
        GatewayKey(name: "b1", key: Secret("sk-km-test-b1-0123456789abcdef"), team: "b"),
    ]

    @Test(
        "shares answers within the scope alone",
        arguments: [
            (CacheScope.key, [false, false]), (.team, [true, false]), (.shared, [true, true]),
        ]
    )
    func tenants(scope: CacheScope, expected: [Bool]) async throws {
        let cache = CacheConfiguration.semantic(exact: CachePolicy(use: .on, scope: scope))
        try await GatewayFixture.with(teams: Self.teams, keys: Self.keys, cache: cache) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            func send(_ prompt: String, _ name: String) async throws -> String {
                try await fixture.raw(
                    ask.request("openai/echo", prompt, key: "sk-km-test-\(name)-0123456789abcdef")
                )
            }
            #expect(try await state(send(Self.stored, "a1")) == "miss")
            #expect(try await isHit(send(Self.asked, "b1")) == expected[1])
            #expect(try await isHit(send("How can I reset my password?", "a2")) == expected[0])
        }
    }

    @Test("leaves alone what is more than words, too long a conversation or too long a text")
    func skips() async throws {
        let policy = SemanticPolicy(use: .on, maximumTurns: 3, maximumText: 60)
        try await GatewayFixture.with(cache: .semantic(policy)) { (fixture) async throws in
            func send(_ messages: String) async throws -> String? {
                state(
                    try await fixture.raw(
                        GatewayFixture.request(
                            "/v1/chat/completions",
                            #"{"model":"openai/echo","messages":[\#(messages)]}"#
                        )
                    )
                )
            }
            let picture = #"{"type":"image_url","image_url":{"url":"https://x.test/a.png"}}"#
            func user(_ prompt: String) -> String { #"{"role":"user","content":"\#(prompt)"}"# }
            let turn = #"{"role":"user","content":"Hello"},{"role":"assistant","content":"Hi"},"#
            for prompt in [Self.stored, Self.asked] {
                let parts = #"{"role":"user","content":[{"type":"text","text":"\#(prompt)"},\#(picture)]}"#
                #expect(try await send(parts) == "miss")
                #expect(try await send(turn + turn + user(prompt)) == "miss")
                #expect(try await send(user(prompt + String(repeating: " please", count: 10))) == "miss")
            }
            #expect(fixture.gateway.semanticStatistics.skips == [.notText: 2, .turns: 2, .length: 2])
            #expect(try await send(turn + user(Self.stored)) == "miss")
            #expect(try await send(turn + user(Self.asked))?.hasPrefix("semantic-hit") == true)
        }
    }

    // MARK: - What requests say

    @Test("does what requests say of it")
    func directives() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .gemini, isStream: false)
            func send(_ prompt: String, _ fields: String...) async throws -> String? {
                state(try await fixture.raw(ask.request("gemini/echo", prompt, fields: fields)))
            }
            #expect(try await send(Self.stored) == "miss")
            #expect(try await send(Self.asked, "x-kanmon-cache: bypass") == "bypass; reason=declined")
            #expect(try await send(Self.asked, "cache-control: no-store")?.hasPrefix("semantic-hit") == true)
            #expect(try await send(Self.asked, "cache-control: no-store", "x-kanmon-cache: exact") == "miss")
            #expect(try await send(Self.asked, "cache-control: no-store, no-cache") == "bypass; reason=declined")
            #expect(try await send(Self.asked, "x-kanmon-cache: exact") == "miss")
            #expect(try await send(Self.asked) == "hit")
        }
    }

    @Test("is on where requests ask for it alone")
    func onRequest() async throws {
        try await GatewayFixture.with(cache: .on()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            let wish = ["x-kanmon-cache: semantic"]
            func send(_ prompt: String, _ fields: [String] = []) async throws -> String? {
                state(try await fixture.raw(ask.request("openai/echo", prompt, fields: fields)))
            }
            #expect(try await send(Self.stored) == "miss")
            // Nobody asked that the first one be compared.
            #expect(try await send(Self.asked, wish) == "miss")
            #expect(try await send("How can I reset my password?") == "miss")
            #expect(try await send("Steps for a password reset", wish)?.hasPrefix("semantic-hit") == true)
        }
        let off = CacheConfiguration.semantic(SemanticPolicy(use: .off))
        try await GatewayFixture.with(cache: off) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            for prompt in [Self.stored, Self.asked] {
                let answer = try await fixture.raw(
                    ask.request("openai/echo", prompt, fields: ["x-kanmon-cache: semantic"])
                )
                #expect(state(answer) == "miss")
            }
        }
    }

    @Test("gives no answer that is too old")
    func age() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            try await Task.sleep(for: .milliseconds(5))
            let answer = try await fixture.raw(
                ask.request("openai/echo", Self.asked, fields: ["cache-control: max-age=0, no-store"])
            )
            #expect(state(answer) == "miss")
            #expect(try await isHit(fixture.raw(ask.request("openai/echo", Self.asked))))
        }
    }

    @Test("gives nothing that rules keep out")
    func rules() async throws {
        let rules = [CacheRule("secret", .deny, texts: [try Pattern(parsing: "steps")])]
        try await GatewayFixture.with(cache: .semantic(rules: rules)) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            #expect(
                try await state(fixture.raw(ask.request("openai/echo", Self.asked))) == "bypass; reason=rule:secret"
            )
        }
    }

    // MARK: - What has gone

    @Test("gives nothing that was removed", arguments: ["everything", "answer", "tag"])
    func purged(what: String) async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            let miss = try await fixture.raw(ask.request("openai/echo", Self.stored))
            let key = try #require(HTTPText.field("x-kanmon-cache-key", miss).flatMap { CacheDigest($0) })
            let purge: [String: CachePurge] = [
                "everything": .everything, "answer": .answer(key), "tag": .tagged(.model("openai/echo")),
            ]
            #expect(try await fixture.gateway.purgeCache(try #require(purge[what])).memory == 1)
            #expect(try await state(fixture.raw(ask.request("openai/echo", Self.asked))) == "miss")
            #expect(fixture.gateway.semanticStatistics.vanished == 0)
        }
    }

    @Test("forgets questions whose answers have expired")
    func expired() async throws {
        let exact = CachePolicy(use: .on, timeToLive: .milliseconds(30))
        try await GatewayFixture.with(cache: .semantic(exact: exact)) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            try await Task.sleep(for: .milliseconds(40))
            let answer = try await fixture.raw(ask.request("openai/echo", Self.asked))
            #expect(state(answer) == "miss")
            #expect(try ask.text(answer) == Self.asked)
            #expect(fixture.gateway.semanticStatistics.vanished == 1)
        }
    }

    @Test("stores no question whose answer is not whole")
    func poison() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            for ask in CacheAsk.all {
                let fields = ["x-kanmon-attempts: 1"]
                _ = try await fixture.raw(ask.request("openai/fault-truncated-body", Self.stored, fields: fields))
                _ = try await fixture.raw(ask.request("openai/fault-status-400", Self.stored, fields: fields))
            }
            #expect(fixture.gateway.semanticStatistics.insertions == 0)
        }
    }

    // MARK: - Wrong answers

    @Test("gives no answer again that was marked wrong")
    func wrong() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            func send(_ prompt: String, _ id: String) async throws -> String {
                try await fixture.raw(ask.request("openai/echo", prompt, fields: ["x-request-id: \(id)"]))
            }
            _ = try await send(Self.stored, "one")
            #expect(try await isHit(send(Self.asked, "two")))
            #expect(try await fixture.gateway.markWrong("one") == nil)
            let hit = try #require(try await fixture.gateway.markWrong("two"))
            #expect(hit.isServed && hit.level == .high && hit.model == "openai/echo")
            // The answer has gone.
            #expect(try await state(send(Self.stored, "three")) == "miss")
            // It is there again, and does not serve the same two questions, whichever is asked.
            #expect(try await state(send(Self.asked.uppercased(), "four")) == "miss")
            #expect(fixture.gateway.semanticStatistics.wrongPairs == 1)
            // Others are none of it.
            #expect(try await isHit(send("How can I reset my password?", "five")))
            #expect(fixture.gateway.shadowLog.contents.total.wrong == 1)
        }
    }

    // MARK: - Shadow mode

    @Test("serves nothing in shadow mode, and writes down what it would have served", arguments: [true, false])
    func shadow(stream: Bool) async throws {
        let cache = CacheConfiguration.semantic(SemanticPolicy(use: .on, mode: .shadow))
        try await GatewayFixture.with(cache: cache) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: stream)
            let log = fixture.gateway.shadowLog
            func send(_ prompt: String) async throws {
                let before = log.contents.total.lookups
                #expect(try await state(fixture.raw(ask.request("openai/echo", prompt))) == "miss")
                #expect(await eventually { log.contents.total.lookups == before + 1 } != nil)
            }
            try await send(Self.stored)
            // It is noted before it is stored.
            #expect(await eventually { fixture.gateway.semanticStatistics.insertions == 1 } != nil)
            try await send(Self.asked)
            #expect(await eventually { fixture.gateway.semanticStatistics.insertions == 2 } != nil)
            try await send("How do I reset my password in 2024?")
            let contents = log.contents
            #expect(contents.total.alone == 1)
            #expect(contents.total.served == 0)
            #expect(contents.total.shadowed == 1)
            #expect(contents.models["openai/echo"] == contents.total)
            #expect(fixture.gateway.semanticStatistics.hits == 0)
            #expect(fixture.gateway.semanticStatistics.shadowHits == 1)
            let hit = try #require(contents.hits.first)
            #expect(hit.isHit && hit.verdict == .same(.high) && hit.mode == .shadow)
            #expect(hit.agreement?.isEqual == false)
            // Nobody has said that prompts may be kept.
            #expect(hit.texts == nil && hit.reason == nil)
            let refusal = try #require(contents.refusals.first)
            #expect(!refusal.isHit && refusal.verdict == .different(.date))
            let totals = contents.total.histogram.total(from: 0.7)
            #expect(totals.same == 1 && totals.compared == 1 && totals.equal == 0)
        }
    }

    @Test("shows words of questions only where prompts of both teams may be kept, masked", arguments: [true, false])
    func shownTexts(stores: Bool) async throws {
        let bodies = RetentionConfiguration(bodies: .init(store: true))
        let teams = [
            TeamConfiguration(name: "a", access: AccessRules(), retention: bodies),
            TeamConfiguration(name: "b", access: AccessRules(), retention: bodies, zeroRetention: !stores),
        ]
        let cache = CacheConfiguration.semantic(
            SemanticPolicy(use: .on, mode: .shadow),
            exact: CachePolicy(use: .on, scope: .shared)
        )
        try await GatewayFixture.with(teams: teams, keys: Self.keys, cache: cache) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            func send(_ prompt: String, _ name: String) async throws {
                let before = fixture.gateway.semanticStatistics.insertions
                let key = "sk-km-test-\(name)-0123456789abcdef"
                #expect(try await state(fixture.raw(ask.request("openai/echo", prompt, key: key))) == "miss")
                #expect(await eventually { fixture.gateway.semanticStatistics.insertions == before + 1 } != nil)
            }
            try await send("Is mia@example.com allowed to reset the password?", "a1")
            try await send("is mia@example.com allowed to reset the password", "b1")
            let hit = try #require(fixture.gateway.shadowLog.contents.hits.first)
            #expect(hit.team == "b")
            let texts = ShadowFinding.Texts(
                asked: "is [email] allowed to reset the password",
                stored: "Is [email] allowed to reset the password?"
            )
            #expect(hit.texts == (stores ? texts : nil))
            #expect((hit.reason != nil) == stores)
        }
    }

    @Test("lets equal questions that come at once wait for one answer")
    func atOnce() async throws {
        let options = SimulatedProvider.Options(timeToFirstToken: .milliseconds(100))
        try await GatewayFixture.with(options: options, cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", "Where is the moon?"))
            let states = try await withThrowingTaskGroup(of: String?.self) { group in
                for _ in 1...20 {
                    group.addTask { state(try await fixture.raw(ask.request("openai/echo", Self.stored))) }
                }
                return try await group.reduce(into: [String?]()) { $0.append($1) }
            }
            #expect(states.filter { $0 == "miss" }.count == 1)
            #expect(states.filter { $0 == "hit" }.count == 19)
            #expect(calls(fixture) == 2)
        }
    }

    // MARK: - Vectors of a provider

    private static func embedding(_ model: String, timeout: Duration = .seconds(10)) -> CacheConfiguration {
        .semantic(
            SemanticPolicy(
                use: .on,
                thresholds: SemanticThresholds(high: 0.7, broad: 0.5),
                strictness: .contradictions
            ),
            settings: SemanticConfiguration(embedder: .model(model), timeout: timeout)
        )
    }

    @Test(
        "compares vectors of a provider's model, asked through the pipeline and written down",
        arguments: ["openai/sim-embed-64d", "gemini/sim-embed-64d"]
    )
    func providerEmbedder(model: String) async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(cache: Self.embedding(model), ledger: ledger) { (fixture) async throws in
            let ask = CacheAsk(dialect: .anthropicMessages, isStream: true)
            #expect(try await state(fixture.raw(ask.request("claude/echo", Self.stored))) == "miss")
            let hit = try await fixture.raw(ask.request("claude/echo", "How can I reset my password?"))
            #expect(isHit(hit), "\(hit)")
            #expect(try ask.text(hit) == Self.stored)
            let year = "How do I reset my password in 2024?"
            #expect(try await state(fixture.raw(ask.request("claude/echo", year))) == "miss")
            let asked = ledger.all.filter { $0.modelAsked == model }
            #expect(asked.count == 3)
            #expect(asked.allSatisfy { $0.surface.hasPrefix("cache-") && ($0.usage?.input ?? 0) > 0 })
            #expect(fixture.gateway.semanticStatistics.unembedded == 0)
        }
    }

    @Test("misses where there is no vector in time", arguments: ["openai/fault-hang", "openai/fault-status-500"])
    func noVector(model: String) async throws {
        let cache = Self.embedding(model, timeout: .milliseconds(100))
        try await GatewayFixture.with(cache: cache) { (fixture) async throws in
            let ask = CacheAsk(dialect: .gemini, isStream: false)
            for prompt in [Self.stored, Self.asked] {
                let answer = try await fixture.raw(ask.request("gemini/echo", prompt))
                #expect(state(answer) == "miss")
                #expect(try ask.text(answer) == prompt)
            }
            #expect(try await state(fixture.raw(ask.request("gemini/echo", Self.stored))) == "hit")
            #expect(fixture.gateway.semanticStatistics.unembedded == 2)
            #expect(fixture.gateway.semanticStatistics.insertions == 0)
        }
    }

    @Test("never compares vectors of two models")
    func otherModel() async throws {
        let first = Self.embedding("openai/sim-embed-64d")
        try await GatewayFixture.with(cache: first) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            let other = fixture.configuration(cache: Self.embedding("openai/sim-embed-other-64d"))
            try await fixture.gateway.reload(other)
            #expect(try await state(fixture.raw(ask.request("openai/echo", "How can I reset my password?"))) == "miss")
            #expect(try await isHit(fixture.raw(ask.request("openai/echo", "How could I reset my password?"))))
        }
    }

    // MARK: - A model's word

    @Test("asks a model where it is told to, and takes nothing but a yes", arguments: ["true", "false", "\"maybe\""])
    func secondCheck(word: String) async throws {
        try await StubProvider.with { _ in
            [
                .json(
                    #"{"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":"#
                        + #"{"role":"assistant","content":"{\"same\": \#(word.replacing("\"", with: "\\\""))}"},"#
                        + #""finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}"#
                )
            ]
        } _: { stub in
            let ledger = LedgerLog()
            let cache = CacheConfiguration.semantic(
                SemanticPolicy(use: .on, secondCheck: .high),
                settings: SemanticConfiguration(secondCheck: .init(model: "stub/judge"))
            )
            let others = [GatewayFixture.provider("stub", port: stub.port)]
            try await GatewayFixture.with(others: others, cache: cache, ledger: ledger) { (fixture) async throws in
                let ask = CacheAsk(dialect: .anthropicMessages, isStream: false)
                _ = try await fixture.raw(ask.request("claude/echo", Self.stored))
                #expect(stub.requests.isEmpty)
                let answer = try await fixture.raw(ask.request("claude/echo", Self.asked))
                #expect(isHit(answer) == (word == "true"))
                #expect(try ask.text(answer) == (word == "true" ? Self.stored : Self.asked))
                #expect(stub.requests.count == 1)
                let sent = try #require(stub.requests.first?.text)
                #expect(sent.contains(Self.asked) && sent.contains("reset my password"))
                let records = ledger.all
                #expect(records.map(\.modelAsked) == ["claude/echo", "stub/judge", "claude/echo"])
                #expect(records.map { $0.surface.hasPrefix("cache-") } == [false, true, false])
                #expect(records.count > 1 && records[1].usage?.input == 9)
                #expect(fixture.gateway.semanticStatistics.refusedByModel == (word == "false" ? 1 : 0))
                #expect(fixture.gateway.semanticStatistics.unchecked == (word == "\"maybe\"" ? 1 : 0))
            }
        }
    }

    @Test(
        "misses where the model that is asked fails or takes too long",
        arguments: ["fault-status-500", "fault-hang"]
    )
    func secondCheckFails(model: String) async throws {
        let cache = CacheConfiguration.semantic(
            SemanticPolicy(use: .on, secondCheck: .exact),
            settings: SemanticConfiguration(
                secondCheck: .init(model: "openai/\(model)", timeout: .milliseconds(200))
            )
        )
        try await GatewayFixture.with(cache: cache) { (fixture) async throws in
            let ask = CacheAsk(dialect: .gemini, isStream: false)
            _ = try await fixture.raw(ask.request("gemini/echo", Self.stored))
            let answer = try await fixture.raw(ask.request("gemini/echo", Self.asked))
            #expect(state(answer) == "miss")
            #expect(try ask.text(answer) == Self.asked)
            #expect(fixture.gateway.semanticStatistics.unchecked == 1)
        }
    }

    @Test("asks no model about hits that are surer than those it is for")
    func secondCheckForBroad() async throws {
        let cache = CacheConfiguration.semantic(
            SemanticPolicy(use: .on, secondCheck: .broad),
            settings: SemanticConfiguration(secondCheck: .init(model: "openai/fault-status-500"))
        )
        try await GatewayFixture.with(cache: cache) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            #expect(try await isHit(fixture.raw(ask.request("openai/echo", Self.asked))))
            #expect(calls(fixture) == 1)
        }
    }

    // MARK: - Reload

    @Test("keeps its questions when the configuration is loaded again")
    func reload() async throws {
        try await GatewayFixture.with(cache: .semantic()) { (fixture) async throws in
            let ask = CacheAsk(dialect: .openAIChat, isStream: false)
            _ = try await fixture.raw(ask.request("openai/echo", Self.stored))
            try await fixture.gateway.reload(fixture.configuration())
            #expect(try await isHit(fixture.raw(ask.request("openai/echo", Self.asked))))
        }
    }
}

extension CacheConfiguration {
    /// Everything is cached and compared by meaning.
    static func semantic(
        _ policy: SemanticPolicy = SemanticPolicy(use: .on),
        level: SemanticLevel? = nil,
        exact: CachePolicy = CachePolicy(use: .on),
        rules: [CacheRule] = [],
        settings: SemanticConfiguration = SemanticConfiguration()
    ) -> CacheConfiguration {
        let overrides = SemanticOverrides(level: level)
        return CacheConfiguration(
            policies: CachePolicies(
                general: exact,
                rules: rules,
                semantic: SemanticPolicies(general: policy.with(overrides))
            ),
            semantic: settings
        )
    }
}
