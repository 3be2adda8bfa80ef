import JSONText
import ModelAPI
import Pricing
import Testing

@Suite("Costs from raw usage, worked by hand") struct CostTests {
    /// One call: the provider, dialect, model, time, usage and service tier, and what it costs.
    struct Case: Sendable, CustomTestStringConvertible {
        let what: String
        let provider: String
        let dialect: UsageFormat
        let model: String
        var at = "2026-02-01"
        let usage: String
        var tier: String?
        let input: String
        let output: String
        let total: String

        var testDescription: String { what }
    }

    static let cases = [
        // 1,200 × 3 + 3,000 × 0.3 + 1,000 × 3.75 per million; 4 × 15.
        Case(
            what: "Anthropic: cache read and written",
            provider: "anthropic",
            dialect: .anthropic,
            model: "claude-sonnet-4-5",
            usage: """
                {"input_tokens":1200,"cache_creation_input_tokens":1000,"cache_read_input_tokens":3000,"output_tokens":4}
                """,
            input: "0.00825",
            output: "0.00006",
            total: "0.00831"
        ),
        // 10 × 3 + 600 × 3.75 + 400 × 6, and 2 searches at 0.01.
        Case(
            what: "Anthropic: written for five minutes and an hour, with searches",
            provider: "anthropic",
            dialect: .anthropic,
            model: "claude-sonnet-4-5-20250929",
            usage: """
                {"input_tokens":10,"cache_creation_input_tokens":1000,"cache_read_input_tokens":0,"output_tokens":100,
                "cache_creation":{"ephemeral_5m_input_tokens":600,"ephemeral_1h_input_tokens":400},
                "server_tool_use":{"web_search_requests":2},"service_tier":"standard"}
                """,
            input: "0.00468",
            output: "0.0015",
            total: "0.02618"
        ),
        // 150,001 + 50,000 tokens are more than 200,000: 6, 0.6 and 22.5 for all of them.
        Case(
            what: "Anthropic: a long prompt, all of it at the higher price",
            provider: "anthropic",
            dialect: .anthropic,
            model: "claude-sonnet-4-5",
            usage: #"{"input_tokens":150001,"cache_read_input_tokens":50000,"output_tokens":10}"#,
            input: "0.930006",
            output: "0.000225",
            total: "0.930231"
        ),
        Case(
            what: "Anthropic: a prompt of just the threshold",
            provider: "anthropic",
            dialect: .anthropic,
            model: "claude-sonnet-4-5",
            usage: #"{"input_tokens":150000,"cache_read_input_tokens":50000,"output_tokens":10}"#,
            input: "0.465",
            output: "0.00015",
            total: "0.46515"
        ),
        Case(
            what: "Anthropic: a batch is half",
            provider: "anthropic",
            dialect: .anthropic,
            model: "claude-sonnet-4-5",
            usage: #"{"input_tokens":1000,"output_tokens":1000,"service_tier":"batch"}"#,
            input: "0.0015",
            output: "0.0075",
            total: "0.009"
        ),
        // (1,000 − 400) × 2.5 + 400 × 1.25; 300 × 10, thinking within.
        Case(
            what: "Chat: cached input and thinking",
            provider: "openai",
            dialect: .openAIChat,
            model: "gpt-4o",
            usage: """
                {"prompt_tokens":1000,"completion_tokens":300,"total_tokens":1300,
                "prompt_tokens_details":{"cached_tokens":400},"completion_tokens_details":{"reasoning_tokens":100}}
                """,
            input: "0.002",
            output: "0.003",
            total: "0.005"
        ),
        // 60 × 2.5 + 40 × 32; 30 × 10 + 70 × 64.
        Case(
            what: "Chat: audio in and out",
            provider: "openai",
            dialect: .openAIChat,
            model: "gpt-audio",
            usage: """
                {"prompt_tokens":100,"completion_tokens":100,"total_tokens":200,
                "prompt_tokens_details":{"audio_tokens":40},"completion_tokens_details":{"audio_tokens":70}}
                """,
            input: "0.00143",
            output: "0.00478",
            total: "0.00621"
        ),
        Case(
            what: "Chat: a batch",
            provider: "openai",
            dialect: .openAIChat,
            model: "gpt-4o",
            usage: #"{"prompt_tokens":1000,"completion_tokens":300}"#,
            tier: "batch",
            input: "0.00125",
            output: "0.0015",
            total: "0.00275"
        ),
        // 4.25 and 17.
        Case(
            what: "Chat: priority",
            provider: "openai",
            dialect: .openAIChat,
            model: "gpt-4o",
            usage: #"{"prompt_tokens":1000,"completion_tokens":1000}"#,
            tier: "priority",
            input: "0.00425",
            output: "0.017",
            total: "0.02125"
        ),
        // (20,000 − 5,000 − 1,000) × 2 + 5,000 × 0.2 + 1,000 × 2.5; 500 × 12.
        Case(
            what: "Responses: cache read and written",
            provider: "openai",
            dialect: .openAIResponses,
            model: "gpt-5.6-terra",
            at: "2026-08-01",
            usage: """
                {"input_tokens":20000,"input_tokens_details":{"cached_tokens":5000,"cache_write_tokens":1000},
                "output_tokens":500,"output_tokens_details":{"reasoning_tokens":320},"total_tokens":20500}
                """,
            input: "0.0315",
            output: "0.006",
            total: "0.0375"
        ),
        // Realtime: 60 text × 4, 40 audio × 32, 20 text cached and 80 audio cached × 0.4; 10 × 16 + 90 × 64.
        Case(
            what: "Realtime: audio, cached and not",
            provider: "openai",
            dialect: .openAIResponses,
            model: "gpt-realtime",
            usage: """
                {"input_tokens":200,"output_tokens":100,"input_token_details":{"text_tokens":80,"audio_tokens":120,
                "cached_tokens":100,"cached_tokens_details":{"text_tokens":20,"audio_tokens":80}},
                "output_token_details":{"text_tokens":10,"audio_tokens":90}}
                """,
            input: "0.00156",
            output: "0.00592",
            total: "0.00748"
        ),
        // 194 × 5 + 1,000 × 8; 4,160 × 32.
        Case(
            what: "Images: pictures in and out",
            provider: "openai",
            dialect: .openAIResponses,
            model: "gpt-image-1.5",
            usage: """
                {"input_tokens":1194,"input_tokens_details":{"text_tokens":194,"image_tokens":1000},"output_tokens":4160,
                "output_tokens_details":{"text_tokens":0,"image_tokens":4160},"total_tokens":5354}
                """,
            input: "0.00897",
            output: "0.13312",
            total: "0.14209"
        ),
        // (1,000 − 200) × 1.25 + 200 × 0.125; (50 + 450) × 10.
        Case(
            what: "Gemini: cached, with thoughts",
            provider: "google",
            dialect: .gemini,
            model: "gemini-2.5-pro",
            usage: """
                {"promptTokenCount":1000,"cachedContentTokenCount":200,"candidatesTokenCount":50,
                "thoughtsTokenCount":450,"totalTokenCount":1500}
                """,
            input: "0.001025",
            output: "0.005",
            total: "0.006025"
        ),
        // 200,001 with what a tool fetched: 2.5 and 15.
        Case(
            what: "Gemini: a tool's results make the prompt long",
            provider: "gemini",
            dialect: .gemini,
            model: "models/gemini-2.5-pro",
            usage: #"{"promptTokenCount":200000,"toolUsePromptTokenCount":1,"candidatesTokenCount":100}"#,
            input: "0.5000025",
            output: "0.0015",
            total: "0.5015025"
        ),
        // 100 text × 0.3 + 300 audio × 1; cached 50 text × 0.03 + 50 audio × 0.1; 10 × 2.5.
        Case(
            what: "Gemini: audio, cached and not",
            provider: "vertex",
            dialect: .gemini,
            model: "gemini-2.5-flash",
            usage: """
                {"promptTokenCount":500,"cachedContentTokenCount":100,"candidatesTokenCount":10,
                "promptTokensDetails":[{"modality":"TEXT","tokenCount":150},{"modality":"AUDIO","tokenCount":350}],
                "cacheTokensDetails":[{"modality":"TEXT","tokenCount":50},{"modality":"AUDIO","tokenCount":50}]}
                """,
            input: "0.0003365",
            output: "0.000025",
            total: "0.0003615"
        ),
        // A picture of 1,290 tokens × 30, 10 of text × 2.5.
        Case(
            what: "Gemini: a picture made",
            provider: "google",
            dialect: .gemini,
            model: "gemini-2.5-flash-image",
            usage: """
                {"promptTokenCount":100,"candidatesTokenCount":1300,
                "candidatesTokensDetails":[{"modality":"IMAGE","tokenCount":1290}]}
                """,
            input: "0.00003",
            output: "0.038725",
            total: "0.038755"
        ),
        // 100 × 3 + 1,000 × 0.3 + 200 × 3.75; 50 × 15.
        Case(
            what: "Bedrock: input leaves the cache out",
            provider: "bedrock",
            dialect: .bedrock,
            model: "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
            usage: """
                {"inputTokens":100,"outputTokens":50,"totalTokens":1350,"cacheReadInputTokens":1000,
                "cacheWriteInputTokens":200}
                """,
            input: "0.00135",
            output: "0.00075",
            total: "0.0021"
        ),
        // An hour's write at twice the input: 200 × 6.
        Case(
            what: "Bedrock: written for an hour",
            provider: "aws",
            dialect: .bedrock,
            model: "global.anthropic.claude-sonnet-4-5-20250929-v1:0",
            usage: """
                {"inputTokens":0,"outputTokens":0,"cacheWriteInputTokens":300,
                "cacheDetails":[{"ttl":"1h","inputTokens":200},{"ttl":"5m","inputTokens":100}]}
                """,
            input: "0.001575",
            output: "0",
            total: "0.001575"
        ),
        // 12 × 2.5 and 8 × 10, whatever the tokens were.
        Case(
            what: "Cohere: billed units count",
            provider: "cohere",
            dialect: .cohere,
            model: "command-a-03-2025",
            usage:
                #"{"billed_units":{"input_tokens":12,"output_tokens":8},"tokens":{"input_tokens":507,"output_tokens":9}}"#,
            input: "0.00003",
            output: "0.00008",
            total: "0.00011"
        ),
        // 100 × 2; 50 × 8 + 1,000 × 3 + 500 × 2; 4 searches at 0.005.
        Case(
            what: "Perplexity: thoughts, citations and searches beside the answer",
            provider: "perplexity",
            dialect: .openAIChat,
            model: "sonar-deep-research",
            usage: """
                {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,"citation_tokens":500,
                "num_search_queries":4,"reasoning_tokens":1000}
                """,
            input: "0.0002",
            output: "0.0044",
            total: "0.0246"
        ),
        // 3 and 15, and 0.014 for the request.
        Case(
            what: "Perplexity: each request has its price",
            provider: "perplexity",
            dialect: .openAIChat,
            model: "sonar-pro",
            usage: #"{"prompt_tokens":100,"completion_tokens":50}"#,
            input: "0.0003",
            output: "0.00075",
            total: "0.01505"
        ),
        // 3 and 15; thoughts beside the completion: the total says so.
        Case(
            what: "xAI: thoughts beside the completion",
            provider: "xai",
            dialect: .openAIChat,
            model: "grok-4",
            usage: """
                {"prompt_tokens":100,"completion_tokens":10,"total_tokens":210,
                "completion_tokens_details":{"reasoning_tokens":100}}
                """,
            input: "0.0003",
            output: "0.00165",
            total: "0.00195"
        ),
        Case(
            what: "DeepSeek: cheaper at night",
            provider: "deepseek",
            dialect: .openAIChat,
            model: "deepseek-reasoner",
            at: "2025-07-01T16:30:00Z",
            usage: #"{"prompt_tokens":1000,"completion_tokens":1000,"prompt_cache_hit_tokens":400}"#,
            input: "0.000095",
            output: "0.00055",
            total: "0.000645"
        ),
        Case(
            what: "DeepSeek: a second earlier it is day",
            provider: "deepseek",
            dialect: .openAIChat,
            model: "deepseek-reasoner",
            at: "2025-07-01T16:29:59Z",
            usage: #"{"prompt_tokens":1000,"completion_tokens":1000,"prompt_cache_hit_tokens":400}"#,
            input: "0.000386",
            output: "0.00219",
            total: "0.002576"
        ),
    ]

    @Test("a call costs what the price list says", arguments: cases) func costs(_ example: Case) throws {
        let raw = try JSONValue(parsing: example.usage)
        var usage = try example.dialect.read(raw)
        if let tier = example.tier { usage.terms.tier = ServiceTier(named: tier) }
        let result = try PriceBook().cost(
            provider: example.provider,
            model: example.model,
            usage: usage,
            at: try #require(PriceTime(example.at))
        )
        let cost = try #require(result.cost, "\(result)")
        #expect(cost.input.decimal == example.input)
        #expect(cost.output.decimal == example.output)
        #expect(cost.total.decimal == example.total)
        #expect(cost.unpriced.isEmpty)
    }

    @Test(
        "a price holds from the first second of its day",
        arguments: [
            ("2026-08-31T23:59:59Z", "2"), ("2026-09-01T00:00:00Z", "3"), ("2026-09-01", "3"), ("2027-05-05", "3"),
            ("2026-09-01T08:59:59+09:00", "2"), ("2026-09-01T09:00:00+09:00", "3"), ("2026-08-31T19:00:00-05:00", "3"),
        ]
    ) func dated(at: String, perMillion: String) throws {
        let model = try #require(try PriceBook().resolve(provider: "anthropic", model: "claude-sonnet-5").model)
        var usage = Usage()
        usage.input = 1_000_000
        #expect(model.cost(of: usage, at: try #require(PriceTime(at))).total?.decimal == perMillion)
    }

    @Test("what is unknown is never nothing") func unknown() throws {
        let book = try PriceBook()
        var usage = Usage()
        usage.input = 10
        let time = PriceTime(unixSeconds: 1_770_000_000)
        #expect(book.cost(provider: "openai", model: "no-such", usage: usage, at: time) == .unknown(.unknownModel))
        #expect(book.cost(provider: "no-such", model: "gpt-4o", usage: usage, at: time) == .unknown(.unknownProvider))
        usage.terms.tier = .other
        #expect(book.cost(provider: "openai", model: "gpt-4o", usage: usage, at: time) == .unknown(.unknownTier))
        usage.terms.tier = .batch
        #expect(book.cost(provider: "x-ai", model: "grok-4", usage: usage, at: time) == .unknown(.unknownTier))
        usage.terms = ServiceTerms(isFast: true)
        #expect(book.cost(provider: "openai", model: "gpt-4o", usage: usage, at: time) == .unknown(.unknownTier))
        usage.terms = .standard
        #expect(
            book.cost(provider: "cerebras", model: "qwen-3-coder-480b", usage: usage, at: time) == .unknown(.noPrice)
        )
    }

    @Test("a class without a price and without anything to fall back to is told") func unpriced() throws {
        var usage = Usage()
        usage.input = 10
        usage.webSearches = 1
        let time = PriceTime(unixSeconds: 1_770_000_000)
        let cost = try PriceBook().cost(provider: "openai", model: "gpt-4o", usage: usage, at: time).cost
        #expect(cost?.unpriced.all == [.webSearches])
        #expect(cost?.total.decimal == "0.000025")
    }

    @Test("counts that contradict each other, or are absurd, neither trap nor cost less than nothing") func absurd()
        throws
    {
        let model = try #require(try PriceBook().resolve(provider: "openai", model: "gpt-realtime").model)
        var usage = Usage()
        for _ in 0..<1000 {
            var random = SplitMix(seed: UInt64(bitPattern: Int64(usage.input &+ 77)))
            let extremes = [Int.max, .min, -1, 0, 1, 1000]
            func any() -> Int { extremes[Int(random.next() % 6)] }
            (usage.input, usage.cacheRead, usage.cacheWrite5m, usage.cacheWrite1h) = (any(), any(), any(), any())
            (usage.output, usage.reasoning, usage.audioOutput, usage.imageOutput) = (any(), any(), any(), any())
            (usage.audioInput, usage.imageInput, usage.cachedAudio, usage.webSearches) = (any(), any(), any(), any())
            let cost = try #require(model.cost(of: usage, at: PriceTime(unixSeconds: .max)).cost)
            #expect(cost.input >= .zero && cost.output >= .zero && cost.total >= .zero)
            usage.input &+= 1
        }
    }

    @Test("a reservation is never less than what the call costs") func worstCase() throws {
        let book = try PriceBook()
        let time = PriceTime(unixSeconds: 1_770_000_000)
        for (provider, name) in [("anthropic", "claude-sonnet-4-5"), ("openai", "gpt-4o"), ("perplexity", "sonar-pro")]
        {
            let model = try #require(book.resolve(provider: provider, model: name).model)
            var random = SplitMix(seed: 5)
            for _ in 0..<500 {
                var usage = Usage()
                usage.input = Int(random.next() % 150_000)
                usage.cacheRead = Int(random.next() % 50_000)
                usage.cacheWrite1h = Int(random.next() % 50_000)
                usage.output = Int(random.next() % 8000)
                usage.reasoning = usage.output / 2
                let worst = try #require(
                    model.worstCase(
                        inputTokens: usage.totalInput,
                        maxOutputTokens: usage.output,
                        at: time,
                        writesCache: true
                    )
                )
                let cost = try #require(model.cost(of: usage, at: time).total)
                #expect(cost <= worst)
            }
        }
        // 1,000 × 3 + the model's own limit of 64,000 × 15 per million.
        let claude = try #require(book.resolve(provider: "anthropic", model: "claude-sonnet-4-5").model)
        #expect(claude.worstCase(inputTokens: 1000, maxOutputTokens: nil, at: time)?.decimal == "0.963")
    }
}
