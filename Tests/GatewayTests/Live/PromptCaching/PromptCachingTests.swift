import Caching
import Governance
import JSONText
import ModelAPI
import Pricing
import Routing
import Settings
import SimulatedProvider
import Testing

/// What is put into prompts so that providers' own caches serve them, as providers see it.
@Suite("Providers' own caches", .serialized)
struct PromptCachingTests {
    private static let on = PromptCachingConfiguration(
        policies: PromptCachePolicies(general: PromptCachePolicy(use: .on))
    )
    private static let caching = SimulatedProvider.Options(cachesPrompts: true)
    private static let instructions = String(repeating: "Mind what is said here. ", count: 300)
    private static let model = "claude/claude-sonnet-4-5"

    private func openAI(
        _ question: String,
        model: String = model,
        system: String = instructions,
        more: String = "",
        fields: [String] = []
    ) -> String {
        GatewayFixture.request(
            "/v1/chat/completions",
            #"{"model":"\#(model)"\#(more),"messages":[{"role":"system","content":"\#(system)"},{"role":"user","content":"\#(question)"}]}"#,
            fields: fields
        )
    }

    private func anthropic(_ question: String, more: String = "", fields: [String] = []) -> String {
        GatewayFixture.request(
            "/v1/messages",
            #"{ "model":"\#(Self.model)", "max_tokens":50\#(more), "system" : "\#(Self.instructions)","messages":[{"role":"user","content":"\#(question)"}], "metadata":{"user_id":"u"} }"#,
            fields: fields
        )
    }

    private func bodies(_ fixture: GatewayFixture, _ provider: String) throws -> [JSONValue] {
        try (fixture.providers[provider]?.requests ?? []).map { try JSONValue(parsing: $0.body) }
    }

    private func ask(_ fixture: GatewayFixture, _ request: String) async throws -> String {
        let answer = try await fixture.raw(request)
        #expect(HTTPText.status(answer) == 200, "\(answer)")
        return answer
    }

    @Test("are told from the second time on, and the savings are in the ledger", arguments: [false, true])
    func translated(stream: Bool) async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(options: Self.caching, prompts: Self.on, ledger: ledger) { fixture in
            for number in 1...4 {
                let answer = try await ask(fixture, openAI("Question \(number)", more: #","stream":\#(stream)"#))
                let said = HTTPText.field("x-kanmon-prompt-cache", answer)
                #expect(said == (number == 1 ? "none" : "breakpoints=1; ttl=5m"))
            }
            let systems = try bodies(fixture, "claude").map { $0["system"]?[0] }
            #expect(
                systems.map { $0?["cache_control"]?["type"]?.string } == [nil] + Array(repeating: "ephemeral", count: 3)
            )
            #expect(systems.allSatisfy { $0?["text"]?.string == Self.instructions })

            #expect(await eventually { ledger.all.count == 4 } != nil)
            let rows = ledger.all
            #expect(rows.map { $0.usage?.cacheWrite5m ?? 0 } == [0, 1800, 0, 0])
            #expect(rows.map { $0.usage?.cacheRead ?? 0 } == [0, 0, 1800, 1800])
            // 3 dollars a million, 3.75 to write, 0.30 to read.
            #expect(rows.map { $0.savedPromptCache?.decimal } == [nil, "-0.00135", "0.00486", "0.00486"])
            #expect(rows.allSatisfy { $0.saved == nil && $0.flags.contains(.prefixLost) == false })
        }
    }

    @Test("change nothing of a passed body but what is put in")
    func passthrough() async throws {
        try await GatewayFixture.with(options: Self.caching, prompts: Self.on) { fixture in
            for number in 1...3 { _ = try await ask(fixture, anthropic("Q \(number)")) }
            let sent = (fixture.providers["claude"]?.requests ?? []).map { String(decoding: $0.body, as: UTF8.self) }
            let plain = { (number: Int) in
                #"{ "model":"claude-sonnet-4-5", "max_tokens":50, "system" : "\#(Self.instructions)","messages":[{"role":"user","content":"Q \#(number)"}], "metadata":{"user_id":"u"} }"#
            }
            #expect(sent.first == plain(1))
            let block =
                #"[{"type":"text","text":"\#(Self.instructions)","cache_control":{"type":"ephemeral"}}]"#
            #expect(sent.last == plain(3).replacing(#""\#(Self.instructions)""#, with: block))
        }
    }

    @Test("go together with what else is changed in a body", arguments: [true, false])
    func otherEdits(isAnthropic: Bool) async throws {
        let model = isAnthropic ? Self.model : "openai/gpt-4o"
        try await GatewayFixture.with(prompts: Self.on) { fixture in
            for number in 1...2 {
                let body =
                    #"{"kanmon":{"attempts":1},"model":"\#(model)","max_tokens":9,"stream":true,"messages":[{"role":"user","content":"\#(Self.instructions)"},{"role":"assistant","content":"yes"},{"role":"user","content":"\#(number)"}]}"#
                let path = isAnthropic ? "/v1/messages" : "/v1/chat/completions"
                _ = try await ask(fixture, GatewayFixture.request(path, body))
            }
            let sent = try #require(try bodies(fixture, isAnthropic ? "claude" : "openai").last?.object)
            #expect(sent["kanmon"] == nil)
            #expect(sent["model"]?.string == (isAnthropic ? "claude-sonnet-4-5" : "gpt-4o"))
            if isAnthropic {
                #expect(sent.members.map(\.name) == ["model", "max_tokens", "stream", "messages"])
                #expect(sent["messages"]?[0]?["content"]?.string == Self.instructions)
                #expect(sent["messages"]?[1]?["content"]?[0]?["cache_control"] == ["type": "ephemeral"])
                #expect(sent["messages"]?[2]?["content"] == "2")
            } else {
                #expect(sent["stream_options"] == ["include_usage": true])
                #expect(sent["prompt_cache_key"]?.string?.hasPrefix("km-") == true)
            }
        }
    }

    @Test(
        "are left alone unless asked for",
        arguments: [
            (PromptCachingConfiguration(), [String](), false), (Self.on, [], true),
            (PromptCachingConfiguration(), ["x-kanmon-prompt-cache: on"], true),
            (Self.on, ["x-kanmon-prompt-cache: off"], false),
            (
                PromptCachingConfiguration(policies: PromptCachePolicies(general: PromptCachePolicy(use: .off))),
                ["x-kanmon-prompt-cache: on"], false
            ),
            (
                PromptCachingConfiguration(
                    policies: PromptCachePolicies(
                        models: [.init(ModelPattern("claude/*"), PromptCacheOverrides(use: .on))]
                    )
                ), [], true
            ),
            (
                PromptCachingConfiguration(
                    policies: PromptCachePolicies(
                        general: PromptCachePolicy(use: .on),
                        teams: ["dev": PromptCacheOverrides(use: .off)]
                    )
                ), ["authorization: Bearer sk-km-team-0123456789abcdef"], false
            ),
        ]
    )
    func optIn(prompts: PromptCachingConfiguration, fields: [String], isOn: Bool) async throws {
        try await GatewayFixture.with(
            teams: [TeamConfiguration(name: "dev")],
            keys: [
                GatewayKey(name: "test", key: Secret(GatewayFixture.key)),
                GatewayKey(name: "of-team", key: Secret("sk-km-team-0123456789abcdef"), team: "dev"),
            ],
            prompts: prompts
        ) { fixture in
            for number in 1...2 { _ = try await ask(fixture, anthropic("\(number)", fields: fields)) }
            let marked = try bodies(fixture, "claude").last?["system"]?[0]?["cache_control"] != nil
            #expect(marked == isOn)
            for number in 1...2 {
                _ = try await ask(fixture, openAI("\(number)", model: "openai/gpt-4o", fields: fields))
            }
            if prompts.policies.models.isEmpty {
                #expect(try (bodies(fixture, "openai").last?["prompt_cache_key"] != nil) == isOn)
            }
        }
    }

    @Test("are told nothing where the caller has put breakpoints, or says something that is no word")
    func callersOwn() async throws {
        try await GatewayFixture.with(prompts: Self.on) { fixture in
            let more = #","cache_control":{"type":"ephemeral"}"#
            for number in 1...3 { _ = try await ask(fixture, anthropic("\(number)", more: more)) }
            #expect(try bodies(fixture, "claude").allSatisfy { $0["system"]?.string == Self.instructions })
            let answer = try await fixture.raw(anthropic("x", fields: ["x-kanmon-prompt-cache: maybe"]))
            #expect(HTTPText.status(answer) == 400)
            #expect(answer.contains("x-kanmon-prompt-cache"))
        }
    }

    @Test("are never told of one tenant's prompts by another's")
    func tenants() async throws {
        let keys = ["a", "b"].map { name in
            GatewayKey(name: name, key: Secret("sk-km-of-team-\(name)-0123456789"), team: name)
        }
        let teams = [TeamConfiguration(name: "a"), TeamConfiguration(name: "b")]
        try await GatewayFixture.with(teams: teams, keys: keys, prompts: Self.on) { fixture in
            for name in ["a", "b"] {
                let fields = ["authorization: Bearer sk-km-of-team-\(name)-0123456789"]
                _ = try await ask(fixture, openAI("Q", fields: fields))
                _ = try await ask(fixture, openAI("Q", model: "openai/gpt-4o", fields: fields))
            }
            #expect(try bodies(fixture, "claude").allSatisfy { $0["system"]?[0]?["cache_control"] == nil })
            let sent = try bodies(fixture, "openai").compactMap { $0["prompt_cache_key"]?.string }
            #expect(Set(sent).count == 2)
        }
    }

    @Test(
        "of OpenAI get a key that stays the same, unless the caller has one; those of imitators and Gemini get nothing"
    )
    func keys() async throws {
        try await GatewayFixture.with(options: Self.caching, prompts: Self.on) { fixture in
            for number in 1...3 {
                let answer = try await ask(fixture, openAI("Question \(number)", model: "openai/gpt-4o"))
                #expect(HTTPText.field("x-kanmon-prompt-cache", answer) == "key")
            }
            _ = try await ask(
                fixture,
                openAI("Q", model: "openai/gpt-4o", more: #","prompt_cache_key":"mine""#)
            )
            let sent = try bodies(fixture, "openai").map { $0["prompt_cache_key"]?.string }
            #expect(Set(sent.prefix(3)).count == 1)
            #expect(sent[0]?.hasPrefix("km-") == true)
            #expect(sent[3] == "mine")
            // Translated requests have one too.
            let request = anthropic("Q").replacing(Self.model, with: "openai/gpt-4o-mini")
            _ = try await ask(fixture, GatewayFixture.request("/v1/messages", String(HTTPText.body(request))))
            #expect(try bodies(fixture, "openai").last?["prompt_cache_key"]?.string?.hasPrefix("km-") == true)
            for number in 1...2 {
                _ = try await ask(fixture, openAI("Question \(number)", model: "gemini/gemini-2.5-flash"))
            }
            #expect(try bodies(fixture, "gemini").allSatisfy { $0["prompt_cache_key"] == nil })
        }
    }

    @Test("keep a conversation with the credential and the target that have its beginning")
    func affinity() async throws {
        let credentials = (1...4).map {
            CredentialConfiguration(name: "key\($0)", value: Secret("sk-\($0)"), weight: 1)
        }
        let ledger = LedgerLog()
        let model = ModelConfiguration(
            name: "chat",
            strategy: .weighted,
            targets: [.to("openai/gpt-4o"), .to("openai/gpt-4o-mini"), .to("gemini/gemini-2.5-flash")]
        )
        try await GatewayFixture.with(
            models: [model],
            options: Self.caching,
            special: ["openai": GatewayFixture.Special(credentials: credentials)],
            prompts: Self.on,
            ledger: ledger
        ) { fixture in
            // Conversations of their own, so that each has a place of its own.
            for conversation in 0..<6 {
                for number in 0..<5 {
                    let system = "Conversation \(conversation). " + Self.instructions
                    _ = try await ask(fixture, openAI("Question \(number)", model: "chat", system: system))
                }
            }
            #expect(await eventually { ledger.all.count == 30 } != nil)
            let rows = ledger.all
            var places: Set<String> = []
            for conversation in 0..<6 {
                let own = rows[(conversation * 5)..<(conversation * 5 + 5)]
                let asked = Set(own.compactMap { $0.attempts.last.map { "\($0.target) \($0.credential ?? "")" } })
                #expect(asked.count == 1, "\(asked)")
                places.formUnion(asked)
                #expect(own.dropFirst().allSatisfy { ($0.usage?.cacheRead ?? 0) >= 1024 })
                #expect(own.allSatisfy { !$0.flags.contains(.prefixLost) })
            }
            #expect(places.count > 1)
            let metrics = try await fixture.raw("GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            #expect(metrics.contains(#"kanmon_prompt_cache_prefixes_total{result="kept"} 24"#))
            #expect(metrics.contains(#"kanmon_prompt_cache_prefixes_total{result="lost"} 0"#))
        }
    }

    @Test("count a switch as a prefix that is lost")
    func lost() async throws {
        let ledger = LedgerLog()
        let model = ModelConfiguration(
            name: "chat",
            targets: [.to("openai/fault-status-503-first-1@lost"), .to("gemini/gemini-2.5-flash")],
            retry: RetryPolicy(attempts: 1)
        )
        try await GatewayFixture.with(
            models: [model],
            options: Self.caching,
            prompts: Self.on,
            ledger: ledger
        ) { fixture in
            for number in 0..<3 { _ = try await ask(fixture, openAI("Question \(number)", model: "chat")) }
            #expect(await eventually { ledger.all.count == 3 } != nil)
            // The first falls back, the second goes where no cache has it yet, the third finds it there.
            #expect(ledger.all.map(\.provider) == ["gemini", "openai", "openai"])
            #expect(ledger.all.map { $0.flags.contains(.prefixLost) } == [false, true, false])
            let metrics = try await fixture.raw("GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            #expect(metrics.contains(#"kanmon_prompt_cache_prefixes_total{result="lost"} 1"#))
        }
    }

    @Test("are counted where providers cache by themselves, and where nothing is switched on")
    func implicit() async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(options: Self.caching, ledger: ledger) { fixture in
            for number in 0..<2 {
                let answer = try await ask(fixture, openAI("Question \(number)", model: "openai/gpt-4o"))
                #expect(HTTPText.field("x-kanmon-prompt-cache", answer) == nil)
            }
            #expect(await eventually { ledger.all.count == 2 } != nil)
            #expect(ledger.all.map { $0.usage?.cacheRead ?? 0 } == [0, 1792])
            // 2.50 dollars a million, 1.25 out of the cache.
            #expect(ledger.all.map { $0.savedPromptCache?.decimal } == [nil, "0.00224"])
            // Nothing is remembered where nothing is to be done.
            let metrics = try await fixture.raw("GET /metrics HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
            #expect(metrics.contains("kanmon_prompt_cache_tracked_prefixes 0\n"))
        }
    }
}
