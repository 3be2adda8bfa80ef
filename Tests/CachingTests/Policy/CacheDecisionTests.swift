import Caching
import Governance
import JSONText
import ModelAPI
import Routing
import Testing

@Suite struct CacheDecisionTests {
    private static let on = CachePolicies(general: CachePolicy(use: .on))

    private static func request(_ members: String..., surface: DialectID = .openAIChat) throws -> ChatRequest {
        let base =
            switch surface {
            case .openAIChat: #"{"model":"m","messages":[{"role":"user","content":"Hi"}]}"#
            case .anthropicMessages: #"{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}]}"#
            case .gemini: #"{"contents":[{"parts":[{"text":"Hi"}]}]}"#
            }
        let body = members.reduce(base) { Questions.body($0, $1) }
        return try Dialects.dialect(surface).readRequest(try JSONValue(parsing: body), model: "m", stream: nil)
    }

    private static func decide(
        _ policies: CachePolicies,
        _ request: ChatRequest?,
        surface: DialectID = .openAIChat,
        cacheControl: String? = nil,
        kanmon: String? = nil,
        team: String? = nil,
        tags: [String] = [],
        bytes: Int = 100,
        headers: [String: String] = [:]
    ) throws -> CacheDecision {
        let facts = CacheRequestFacts(
            path: "/v1/chat/completions",
            model: "chat",
            team: team,
            tags: tags,
            question: request.map(QuestionText.last) ?? "",
            bodyBytes: bytes,
            header: { headers[$0] }
        )
        let directives = try CacheDirectives(cacheControl: cacheControl, kanmonCache: kanmon)
        return policies.decide(on: request, from: surface, facts, directives)
    }

    private static func decide(
        _ request: ChatRequest?,
        surface: DialectID = .openAIChat,
        cacheControl: String? = nil,
        kanmon: String? = nil,
        bytes: Int = 100
    ) throws -> CacheDecision {
        try decide(on, request, surface: surface, cacheControl: cacheControl, kanmon: kanmon, bytes: bytes)
    }

    @Test func `off is off, on is on, and in between the request decides`() throws {
        let plain = try Self.request()
        #expect(try Self.decide(plain).refusal == nil)
        #expect(try Self.decide(plain).looksUp)
        #expect(try Self.decide(CachePolicies(), plain).refusal == .off)
        #expect(try Self.decide(CachePolicies(), plain).isBypass)
        for word in ["ttl=5m", "namespace=a", "refresh"] {
            #expect(try Self.decide(CachePolicies(), plain, kanmon: word).refusal == nil)
            let off = CachePolicies(general: CachePolicy(use: .off))
            #expect(try Self.decide(off, plain, kanmon: word).refusal == .off)
        }
        #expect(try Self.decide(CachePolicies(), plain, cacheControl: "no-cache").refusal == .off)
    }

    @Test func `the request's words are obeyed`() throws {
        let plain = try Self.request()
        let bypass = try Self.decide(plain, kanmon: "bypass")
        #expect(bypass.isBypass && bypass.refusal == .declined)
        let noStore = try Self.decide(plain, cacheControl: "no-store")
        #expect(noStore.looksUp && !noStore.stores && noStore.refusal == .declined)
        let refresh = try Self.decide(plain, kanmon: "refresh,ttl=2h,namespace=n")
        #expect(!refresh.looksUp && refresh.stores && refresh.timeToLive == .seconds(7200) && refresh.namespace == "n")
        #expect(try Self.decide(plain, cacheControl: "max-age=3").maximumAge == .seconds(3))
        #expect(try Self.decide(plain, kanmon: "ttl=9999d").timeToLive == .seconds(30 * 86_400))
    }

    @Test func `path, model and team have it their way, the team last`() throws {
        let policies = CachePolicies(
            general: CachePolicy(use: .off, timeToLive: .seconds(1)),
            paths: [.init(ModelPattern("/v1/chat/*"), CacheOverrides(use: .on, timeToLive: .seconds(2)))],
            models: [
                .init(ModelPattern("ch*"), CacheOverrides(scope: .organization, timeToLive: .seconds(3))),
                .init(ModelPattern("chat"), CacheOverrides(timeToLive: .seconds(4))),
                .init(ModelPattern("other"), CacheOverrides(use: .off)),
            ],
            teams: ["a": CacheOverrides(scope: .key, timeToLive: .seconds(5), maximumEntryBytes: 7)]
        )
        let plain = try Self.request()
        let nobody = try Self.decide(policies, plain)
        #expect(nobody.refusal == nil && nobody.timeToLive == .seconds(4) && nobody.scope == .organization)
        let team = try Self.decide(policies, plain, team: "a")
        #expect(team.timeToLive == .seconds(5) && team.scope == .key && team.maximumEntryBytes == 7)
        #expect(try Self.decide(policies, plain, kanmon: "ttl=1h", team: "a").timeToLive == .seconds(3600))
    }

    @Test func `the first rule that fits decides, against the policy and against the request`() throws {
        let plain = try Self.request()
        let deny = CacheRule("no-secrets", .deny, tags: ["secret"])
        let allow = CacheRule("faq", .allow, headers: [.init("x-app", try Pattern(parsing: "^faq"))])
        let policies = CachePolicies(general: CachePolicy(use: .off), rules: [deny, allow])
        #expect(try Self.decide(policies, plain).refusal == .off)
        #expect(try Self.decide(policies, plain, headers: ["x-app": "faq-1"]).refusal == nil)
        #expect(try Self.decide(policies, plain, headers: ["x-app": "the faq"]).refusal == .off)
        let secret = try Self.decide(policies, plain, kanmon: "ttl=5m", tags: ["secret"], headers: ["x-app": "faq"])
        #expect(secret.refusal == .rule("no-secrets") && secret.isBypass)
        #expect(CacheRefusal.rule("no-secrets").name == "rule:no-secrets")
        let everything = CachePolicies(rules: [CacheRule("all", .allow)])
        #expect(try Self.decide(everything, plain).refusal == nil)
        let both = CacheRule("x", .deny, paths: [ModelPattern("/v1/*")], models: [ModelPattern("other")])
        #expect(try Self.decide(CachePolicies(general: CachePolicy(use: .on), rules: [both]), plain).refusal == nil)
    }

    @Test(arguments: [
        (#""temperature":1.01"#, CacheRefusal.temperature), (#""store":true"#, .store), (#""store":"x""#, .store),
        (#""tools":[{"type":"web_search"}]"#, .serverTool), (#""web_search_options":{}"#, .serverTool),
        (#""previous_response_id":"r""#, .stateful), (#""n":2"#, .choices), (#""background":true"#, .stateful),
    ])
    func `what has no one answer is not cached`(_ member: String, _ refusal: CacheRefusal) throws {
        let decision = try Self.decide(try Self.request(member))
        #expect(decision.refusal == refusal)
        #expect(decision.isBypass)
    }

    @Test(arguments: [
        #""temperature":1"#, #""temperature":0"#, #""store":false"#, #""n":1"#, #""background":false"#,
        #""tools":[{"type":"custom","custom":{"name":"a"}}]"#,
        #""tools":[{"type":"function","function":{"name":"a"}}]"#,
    ])
    func `what has one is`(_ member: String) throws {
        #expect(try Self.decide(try Self.request(member)).refusal == nil)
    }

    @Test func `the providers' own tools are known in every dialect`() throws {
        let refused: [(DialectID, String)] = [
            (.anthropicMessages, #""tools":[{"type":"web_search_20250305","name":"web_search"}]"#),
            (.anthropicMessages, #""tools":[{"type":"code_execution_20250825","name":"code_execution"}]"#),
            (.anthropicMessages, #""tools":[{"type":"something_new_2030","name":"x"}]"#),
            (.anthropicMessages, #""mcp_servers":[{"name":"a"}]"#), (.gemini, #""tools":[{"googleSearch":{}}]"#),
            (.gemini, #""tools":[{"google_search_retrieval":{}}]"#), (.gemini, #""tools":[{"urlContext":{}}]"#),
        ]
        for (surface, member) in refused {
            let request = try Self.request(member, surface: surface)
            #expect(try Self.decide(request, surface: surface).refusal == .serverTool, "\(member)")
        }
        let own = try Self.request(#""tools":[{"type":"bash_20250124","name":"bash"}]"#, surface: .anthropicMessages)
        #expect(try Self.decide(own, surface: .anthropicMessages).refusal == nil)
    }

    @Test func `a temperature above the bound is cached where the request asks, everything else is not`() throws {
        #expect(try Self.decide(try Self.request(#""temperature":1.5"#), kanmon: "ttl=5m").refusal == nil)
        #expect(
            try Self.decide(try Self.request(#""temperature":1.5"#), cacheControl: "max-age=5").refusal == .temperature
        )
        #expect(try Self.decide(try Self.request(#""store":true"#), kanmon: "ttl=5m").refusal == .store)
        let strict = CachePolicies(general: CachePolicy(use: .on, maximumTemperature: 0))
        #expect(try Self.decide(strict, try Self.request(#""temperature":0.1"#)).refusal == .temperature)
        #expect(try Self.decide(strict, try Self.request(#""temperature":1e999"#)).refusal == .temperature)
        #expect(try Self.decide(strict, try Self.request()).refusal == nil)
    }

    @Test func `large bodies are not looked at, embeddings are cached`() throws {
        #expect(try Self.decide(try Self.request(), bytes: 9 << 20).refusal == .requestTooLarge)
        #expect(try Self.decide(nil).refusal == nil)
    }

    private static let timely = [
        "What's the weather in Kyoto?", "Who won today?", "What is the current price of gold?", "what time is it",
        "今日の天気は？", "現在の株価を教えて", "いま何時ですか", "最新のニュース", "来週の予定は", "How old is he now?",
        "What is the latest version of Swift?", "今の総理大臣は誰", "Is the store still open?",
    ]
    private static let timeless = [
        "What is the capital of France?", "Explain how a binary search works.", "How do I reset my password?",
        "日本の首都はどこですか", "二分探索を説明してください", "経費精算の方法を教えて", "Translate 'cat' into Japanese.",
        "Who wrote Snow Country?", "I know the nowhere man. What is it about?",
    ]

    @Test func `questions of the moment are denied by the ready-made rule, others are not`() throws {
        #expect(TimeWords.patterns.count >= 11)
        let policies = CachePolicies(general: CachePolicy(use: .on), rules: [TimeWords.rule])
        for (texts, refusal) in [(Self.timely, CacheRefusal.rule("time-words")), (Self.timeless, nil)] {
            for text in texts {
                let request = ChatRequest(model: "m", messages: [Message(.user, text)])
                #expect(try Self.decide(policies, request).refusal == refusal, "\(text)")
            }
        }
    }

    @Test func `only the last turn of the user's is looked at, at its beginning and its end however long it is`() throws
    {
        let policies = CachePolicies(general: CachePolicy(use: .on), rules: [TimeWords.rule])
        var request = ChatRequest(model: "m", messages: [Message(.user, "What's the weather?")])
        request.messages += [Message(.assistant, "Sunny today."), Message(.user, "What is 2 + 2?")]
        #expect(try Self.decide(policies, request).refusal == nil)
        request.messages.append(
            Message(.user, [.toolResult(ToolResult(callID: "c", content: [.text(TextPart("today"))]))])
        )
        #expect(try Self.decide(policies, request).refusal == nil)
        let padding = String(repeating: "Lorem ipsum dolor. ", count: 5000)
        for text in ["What's the weather? " + padding, padding + "What's the weather?"] {
            let long = ChatRequest(model: "m", messages: [Message(.user, text)])
            #expect(try Self.decide(policies, long).refusal != nil)
        }
        for count in 4070..<4110 {
            let cut = String(repeating: "x", count: count) + " weather " + String(repeating: "y", count: 4090)
            #expect(try Self.decide(policies, ChatRequest(model: "m", messages: [Message(.user, cut)])).refusal != nil)
        }
    }
}
