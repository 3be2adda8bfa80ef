import Gateway
import Governance
import JSONText
import ModelAPI
import Pricing
import Routing
import Settings
import SimulatedProvider
import Testing

/// `POST /v1/embeddings` as clients see it.
@Suite("The surface for embeddings", .serialized)
struct EmbeddingSurfaceTests {
    private func request(_ model: String, _ more: String, fields: [String] = []) -> String {
        let fields = ["authorization: Bearer \(GatewayFixture.key)"] + fields
        return GatewayFixture.request("/v1/embeddings", #"{"model":"\#(model)",\#(more)}"#, fields: fields)
    }

    private func asked(_ fixture: GatewayFixture, _ name: String) throws -> JSONValue {
        let requests = try fixture.provider(name).requests
        return try JSONValue(parsing: #require(requests.last).body)
    }

    /// The vectors of an answer, after everything about its form has been looked at.
    private func vectors(_ answer: String, count: Int) throws -> [[Double]] {
        #expect(HTTPText.status(answer) == 200, "\(answer.prefix(600))")
        let body = try HTTPText.json(answer)
        #expect(body["object"] == "list")
        let data = try #require(body["data"]?.array)
        #expect(data.count == count)
        #expect(data.map { $0["index"]?.int } == Array(0..<count))
        #expect(data.allSatisfy { $0["object"] == "embedding" })
        #expect(body["usage"]?["prompt_tokens"]?.int == body["usage"]?["total_tokens"]?.int)
        return data.map { $0["embedding"]?.array?.compactMap { $0.number?.double } ?? [] }
    }

    static let providers = ["openai", "gemini", "cohere"]

    // MARK: - Providers

    @Test("every provider's vectors come in the order of the inputs", arguments: providers)
    func order(provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let model = "\(provider)/sim-embed-16d"
            let both = try await vectors(fixture.raw(request(model, #""input":["one text","another"]"#)), count: 2)
            let second = try await vectors(fixture.raw(request(model, #""input":"another""#)), count: 1)
            #expect(both[0].count == 16)
            #expect(both[1] == second[0])
            #expect(both[0] != both[1])
            let answer = try await fixture.raw(request(model, #""input":"one text""#))
            #expect(HTTPText.field("x-kanmon-provider", answer) == provider)
            #expect(HTTPText.field("x-kanmon-model", answer) == "sim-embed-16d")
            #expect(HTTPText.field("x-kanmon-attempts", answer) == "1")
            #expect(HTTPText.field("x-kanmon-estimated", answer) == (provider == "gemini" ? "true" : nil))
        }
    }

    @Test("dimensions reach every provider", arguments: providers)
    func dimensions(provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(request("\(provider)/m", #""input":["a"],"dimensions":24"#))
            #expect(try vectors(answer, count: 1)[0].count == 24)
        }
    }

    @Test("base64 holds the same numbers, whoever made them", arguments: providers)
    func base64(provider: String) async throws {
        try await GatewayFixture.with { fixture in
            let model = "\(provider)/sim-embed-16d"
            let list = try await vectors(fixture.raw(request(model, #""input":["a b","c"]"#)), count: 2)
            let packed = try await HTTPText.json(
                fixture.raw(request(model, #""input":["a b","c"],"encoding_format":"base64""#))
            )
            for (index, numbers) in list.enumerated() {
                let entry = packed["data"]?[index]?["embedding"]
                #expect(entry?.string != nil)
                let vector = try #require(entry)
                let response = try OpenAIEmbeddings()
                    .readResponse(["data": [["index": 0, "embedding": vector]]], count: 1)
                #expect(response.vectors[0].components == numbers.map { Float($0) })
            }
        }
    }

    @Test("an OpenAI provider gets every byte but the model's name, and the caller every byte of its answer")
    func passthrough() async throws {
        try await GatewayFixture.with(models: [
            ModelConfiguration(name: "vectors", targets: [.to("openai/compatible-8d")])
        ]) { fixture in
            let body = #"{ "input" : [[1,2],[3]] ,"kanmon":{}, "model":"vectors", "truncate":null,"x_own":1.50 }"#
            let answer = try await fixture.raw(
                GatewayFixture.request("/v1/embeddings", body, fields: ["authorization: Bearer \(GatewayFixture.key)"])
            )
            #expect(HTTPText.status(answer) == 200, "\(answer)")
            let requests = try fixture.provider("openai").requests
            let sent = try String(decoding: #require(requests.last).body, as: UTF8.self)
            #expect(sent == #"{ "input" : [[1,2],[3]] ,"model":"compatible-8d", "truncate":null,"x_own":1.50 }"#)
            #expect(try HTTPText.json(answer)["usage"]?["prompt_tokens"] == 3)
        }
    }

    @Test("what texts are for reaches providers in their own words")
    func purpose() async throws {
        try await GatewayFixture.with { fixture in
            _ = try await fixture.raw(request("cohere/m", #""input":"a""#))
            #expect(try asked(fixture, "cohere")["input_type"] == "search_document")
            _ = try await fixture.raw(request("cohere/m", #""input":"a","input_type":"search_query""#))
            #expect(try asked(fixture, "cohere")["input_type"] == "search_query")
            _ = try await fixture.raw(request("gemini/m", #""input":"a","input_type":"search_query""#))
            #expect(try asked(fixture, "gemini")["requests"]?[0]?["taskType"] == "RETRIEVAL_QUERY")
            let odd = try await fixture.raw(request("cohere/m", #""input":"a","input_type":"passage""#))
            #expect(HTTPText.status(odd) == 400)
            #expect(try HTTPText.json(odd)["error"]?["param"] == "input_type")
        }
    }

    @Test(
        "more inputs than a provider takes at once go in several requests, and come back as one answer",
        arguments: [("gemini", [100, 100, 50]), ("cohere", [96, 96, 58]), ("openai", [250])]
    )
    func batches(provider: String, sizes: [Int]) async throws {
        try await GatewayFixture.with { fixture in
            let inputs = (0..<250).map { "\"text \($0)\"" }.joined(separator: ",")
            let model = "\(provider)/sim-embed-8d"
            let answer = try await fixture.raw(request(model, #""input":[\#(inputs)]"#))
            let all = try vectors(answer, count: 250)
            let sent = try fixture.provider(provider).requests.map { try JSONValue(parsing: $0.body) }
            #expect(sent.map { ($0["requests"] ?? $0["texts"] ?? $0["input"])?.array?.count } == sizes)
            #expect(HTTPText.field("x-kanmon-attempts", answer) == "1")
            for index in [0, 95, 96, 99, 100, 199, 249] {
                let one = try await vectors(fixture.raw(request(model, #""input":"text \#(index)""#)), count: 1)
                #expect(one[0] == all[index], "\(index)")
            }
        }
    }

    @Test("fields that a provider cannot express are named, and refused where the caller insists")
    func dropped() async throws {
        try await GatewayFixture.with { fixture in
            for provider in ["gemini", "cohere"] {
                let more = #""input":"a","user":"u","priority":1"#
                let answer = try await fixture.raw(request("\(provider)/m", more))
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("x-kanmon-dropped", answer) == "user, priority")
                let strict = try await fixture.raw(request("\(provider)/m", more, fields: ["x-kanmon-strict: true"]))
                #expect(HTTPText.status(strict) == 400)
                #expect(try HTTPText.json(strict)["error"]?["param"] == "user")
            }
        }
    }

    // MARK: - Refusals

    @Test(
        "what makes no sense is refused before anybody is asked",
        arguments: [
            (#""input":[]"#, "input"), (#""input":"""#, "input"), (#""input":["a",1]"#, "input[1]"),
            (#""dimensions":8"#, "input"), (#""input":"a","encoding_format":"x""#, "encoding_format"),
            (#""input":"a","stream":true"#, "stream"), (#""input":"a","dimensions":0"#, "dimensions"),
        ]
    )
    func refused(more: String, parameter: String) async throws {
        try await GatewayFixture.with { fixture in
            for provider in Self.providers {
                let answer = try await fixture.raw(request("\(provider)/m", more))
                #expect(HTTPText.status(answer) == 400, "\(answer)")
                let error = try HTTPText.json(answer)["error"]
                #expect(error?["param"]?.string == parameter)
                #expect(error?["code"] == "invalid_request")
                #expect(try fixture.provider(provider).requests.isEmpty)
            }
        }
    }

    @Test(
        "tokens never go to a provider that only takes texts",
        arguments: ["gemini", "cohere"],
        ["[1,2]", "[[1],[2]]"]
    )
    func tokens(provider: String, input: String) async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(request("\(provider)/m", #""input":\#(input)"#))
            #expect(HTTPText.status(answer) == 400)
            let error = try HTTPText.json(answer)["error"]
            #expect(error?["param"] == "input")
            #expect(error?["message"]?.string?.contains("not tokens") == true)
            #expect(try fixture.provider(provider).requests.isEmpty)
        }
    }

    @Test("a provider without embeddings is said to have none, and the next target of the model is asked")
    func none() async throws {
        let model = ModelConfiguration(name: "mixed", targets: [.to("claude/m"), .to("cohere/sim-embed-8d")])
        try await GatewayFixture.with(models: [model]) { fixture in
            let answer = try await fixture.raw(request("claude/m", #""input":"a""#))
            #expect(HTTPText.status(answer) == 400)
            let error = try HTTPText.json(answer)["error"]
            #expect(error?["param"] == "model")
            #expect(error?["message"]?.string?.contains("no embeddings") == true)
            let mixed = try await fixture.raw(request("mixed", #""input":"a""#))
            #expect(try vectors(mixed, count: 1)[0].count == 8)
            #expect(try fixture.provider("claude").requests.isEmpty)
        }
    }

    @Test("fallbacks that a caller asks for are refused")
    func fallbacks() async throws {
        try await GatewayFixture.with { fixture in
            let header = try await fixture.raw(
                request("openai/m", #""input":"a""#, fields: ["x-kanmon-fallbacks: cohere/m"])
            )
            let field = try await fixture.raw(request("openai/m", #""input":"a","kanmon":{"fallbacks":["cohere/m"]}"#))
            for answer in [header, field] {
                #expect(HTTPText.status(answer) == 400, "\(answer)")
                #expect(try HTTPText.json(answer)["error"]?["param"] == "fallbacks")
            }
            #expect(try fixture.provider("openai").requests.isEmpty)
        }
    }

    @Test("paths take POST only")
    func method() async throws {
        try await GatewayFixture.with { fixture in
            let answer = try await fixture.raw(GatewayFixture.request("/v1/embeddings", "", method: "GET"))
            #expect(HTTPText.status(answer) == 405)
        }
    }

    // MARK: - Attempts

    @Test("failures are tried again and fall over to the model's other targets", arguments: providers)
    func retries(provider: String) async throws {
        let models = [
            ModelConfiguration(
                name: "again",
                targets: [.to("\(provider)/fault-status-500-first-1")],
                retry: RetryPolicy(attempts: 2)
            ),
            ModelConfiguration(
                name: "over",
                targets: [.to("\(provider)/fault-status-503"), .to("openai/sim-embed-8d")]
            ),
        ]
        try await GatewayFixture.with(models: models) { fixture in
            let again = try await fixture.raw(request("again", #""input":"a""#))
            #expect(HTTPText.status(again) == 200, "\(again.prefix(600))")
            #expect(HTTPText.field("x-kanmon-attempts", again) == "2")
            let over = try await fixture.raw(request("over", #""input":"a""#))
            #expect(try vectors(over, count: 1)[0].count == 8)
            #expect(HTTPText.field("x-kanmon-provider", over) == "openai")
        }
    }

    @Test(
        "a provider's errors come in the surface's own words",
        arguments: providers,
        [
            ("fault-status-400", 400, "invalid_request"), ("fault-status-401", 502, "upstream_auth"),
            ("no-such-m", 404, "model_not_found"),
            ("fault-status-429", 429, "rate_limited"), ("fault-status-500", 502, "upstream_error"),
            ("fault-html-200", 502, "upstream_error"),
            ("fault-invalid-json", 502, "upstream_error"), ("fault-context-length", 400, "context_length_exceeded"),
        ]
    )
    func errors(provider: String, row: (String, Int, String)) async throws {
        try await GatewayFixture.with { fixture in
            let (model, status, code) = row
            let answer = try await fixture.raw(
                request("\(provider)/\(model)", #""input":"a""#, fields: ["x-kanmon-attempts: 1"])
            )
            #expect(HTTPText.status(answer) == status, "\(answer)")
            // OpenAI's own exact code goes on.
            let own = provider == "openai" && status == 429 ? "rate_limit_exceeded" : code
            #expect(try HTTPText.json(answer)["error"]?["code"]?.string == own, "\(answer)")
            #expect(!answer.contains("sk-provider"))
        }
    }

    // MARK: - Settlement

    @Test(
        "the ledger has a row with the provider's usage and its price; where it gives none an estimate, marked as one"
    )
    func ledger() async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(ledger: ledger) { fixture in
            let text = String(repeating: "word ", count: 40)
            for model in ["openai/text-embedding-3-small", "gemini/gemini-embedding-001", "cohere/embed-v4.0"] {
                let answer = try await fixture.raw(request(model, #""input":"\#(text)","dimensions":4"#))
                #expect(HTTPText.status(answer) == 200)
                #expect(HTTPText.field("x-kanmon-cost-usd", answer) != nil, "\(model)")
            }
            let rows = ledger.all
            #expect(rows.map(\.surface) == ["embeddings", "embeddings", "embeddings"])
            #expect(rows.map { $0.usage?.input } == [50, 50, 50])
            #expect(rows.map { $0.usage?.output } == [0, 0, 0])
            #expect(rows.map { $0.flags.contains(.estimatedUsage) } == [false, true, false])
            // 0.02, 0.15 and 0.12 dollars a million.
            #expect(rows.map { $0.cost?.decimal } == ["0.000001", "0.0000075", "0.000006"])
            #expect(rows.allSatisfy { $0.outcome == .answered && $0.status == 200 && $0.keyName == "test" })
        }
    }

    @Test("a call that fails has a row, too; one that is refused beforehand has none")
    func failedRow() async throws {
        let ledger = LedgerLog()
        try await GatewayFixture.with(ledger: ledger) { fixture in
            _ = try await fixture.raw(request("openai/m", #""input":[]"#))
            _ = try await fixture.raw(request("openai/fault-status-400", #""input":"a""#))
            #expect(ledger.all.map(\.status) == [400])
            #expect(ledger.all.map(\.outcome) == [.failed])
        }
    }

    // MARK: - Keys

    @Test("a key's surfaces and models apply")
    func keys() async throws {
        let keys = [
            GatewayKey(
                name: "chat",
                key: Secret("sk-km-test-chat-0123456789"),
                access: AccessRules(surfaces: [.openAIChat])
            ),
            GatewayKey(
                name: "vectors",
                key: Secret("sk-km-test-vectors-0123456789"),
                access: AccessRules(surfaces: [.embeddings])
            ),
            GatewayKey(name: "one", key: Secret("sk-km-test-one-0123456789"), models: [ModelPattern("openai/a")]),
        ]
        try await GatewayFixture.with(keys: keys) { fixture in
            func status(_ key: String, _ path: String, _ body: String) async throws -> Int? {
                let key = "authorization: Bearer sk-km-test-\(key)-0123456789"
                return try await HTTPText.status(fixture.raw(GatewayFixture.request(path, body, fields: [key])))
            }
            let chat = #"{"model":"openai/a","messages":[{"role":"user","content":"a"}]}"#
            let vectors = #"{"model":"openai/a","input":"a","dimensions":4}"#
            let other = #"{"model":"openai/b","input":"a"}"#
            for (key, path, body, expected) in [
                ("chat", "/v1/embeddings", vectors, 403), ("chat", "/v1/chat/completions", chat, 200),
                ("vectors", "/v1/embeddings", vectors, 200), ("vectors", "/v1/chat/completions", chat, 403),
                ("one", "/v1/embeddings", vectors, 200), ("one", "/v1/embeddings", other, 403),
            ] {
                let found = try await status(key, path, body)
                #expect(found == expected, "\(key) \(path)")
            }
        }
    }
}
