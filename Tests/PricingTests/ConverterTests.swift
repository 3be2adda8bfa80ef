import JSONText
import ModelAPI
import Testing

@testable import Pricing

@Suite("Converters") struct ConverterTests {
    static let genai = """
        [{"id":"acme","name":"Acme","provider_match":{"or":[{"contains":"acme"},{"equals":"ac-me"}]},
        "fallback_model_providers":["anthropic"],"models":[
          {"id":"one","match":{"or":[{"starts_with":"one-"},{"equals":"ONE"},{"regex":"^first-\\\\d{4}\\\\.\\\\d$"}]},
           "context_window":1000,"deprecated":true,"prices":[
             {"prices":{"input_mtok":{"base":1,"tiers":[{"start":200,"price":2}]},"output_mtok":3,"web_searches_kcount":10}},
             {"constraint":{"start_date":"2026-03-01"},"prices":{"input_mtok":0.18000000000000002}},
             {"constraint":{"start_time":"22:00:00Z","end_time":"06:00:00Z"},"prices":{"input_mtok":"0.1"}}]},
          {"id":"two:free","match":{"equals":"two:free"},"prices":{}},
          {"id":"three","match":{"regex":"a|b"},"prices":{"input_mtok":1,"gold_mtok":5}},
          {"id":"claude-acme","match":{"ends_with":"claude-acme"},"prices":{"input_mtok":4,"cache_read_mtok":0.4}}]}]
        """

    static let lite = """
        {"sample_spec":{"litellm_provider":"one of the list"},
        "acme/one":{"litellm_provider":"acme","input_cost_per_token":1.5e-07,"output_cost_per_token":6e-07,
          "cache_read_input_token_cost":1.5e-08,"input_cost_per_token_above_200k_tokens":3e-07,
          "input_cost_per_token_batches":7.5e-08,"output_cost_per_token_batches":3e-07,
          "input_cost_per_token_flex":1e-07,"output_cost_per_token_flex":3e-07,
          "max_input_tokens":128000,"max_output_tokens":"4096","deprecation_date":"2026-12-31","mode":"chat"},
        "gemini/gem":{"litellm_provider":"gemini","input_cost_per_token":1e-06,"input_cost_per_audio_token":3e-06,
          "output_cost_per_token":2e-06,"output_cost_per_reasoning_token":5e-06,"output_cost_per_image":0.04},
        "claude-x":{"litellm_provider":"anthropic","input_cost_per_token":3e-06,"output_cost_per_token":1.5e-05,
          "cache_read_input_token_cost":3e-07,"cache_creation_input_token_cost":3.75e-06,
          "cache_creation_input_token_cost_above_1hr":7e-06,
          "search_context_cost_per_query":{"search_context_size_low":0.01,"search_context_size_medium":0.02}},
        "acme/other":{"litellm_provider":"acme","mode":"audio_speech","input_cost_per_character":1.5e-05}}
        """

    private func source(_ text: String) throws -> PriceSource {
        try PriceSource(try JSONValue(parsing: text), version: "v", name: "test")
    }

    @Test("genai-prices: patterns, tiers, dates, hours and what is left out") func genaiPrices() throws {
        let source = try source(Self.genai)
        let catalog = PriceCatalog(source.list)
        #expect(source.notes.count == 2)
        for name in ["one-2", "one", "first-2026.1", "first-2026.1b"].dropLast() {
            #expect(catalog.resolve(provider: "the-acme", model: name).model?.model == "one")
        }
        let one = try #require(catalog.resolve(provider: "ac-me", model: "one").model)
        #expect(one.deprecation == .now)
        #expect(one.contextWindow == 1000)
        func cost(_ tokens: Int, _ at: String) throws -> String? {
            var usage = Usage()
            usage.input = tokens
            return one.cost(of: usage, at: try #require(PriceTime(at))).total?.decimal
        }
        #expect(try cost(200, "2026-02-28T21:59:59Z") == "0.0002")
        #expect(try cost(201, "2026-02-28T21:59:59Z") == "0.000402")
        #expect(try cost(200, "2026-03-01T12:00:00Z") == "0.000036")
        #expect(try cost(200, "2026-03-01T22:00:00Z") == "0.00002")
        #expect(try cost(200, "2026-03-01T05:59:59Z") == "0.00002")
        #expect(try cost(200, "2026-03-01T06:00:00Z") == "0.000036")
        let time = PriceTime(unixSeconds: 0)
        #expect(catalog.resolve(provider: "acme", model: "two:free").model?.cost(of: Usage(), at: time).total == .zero)
        let claude = try #require(catalog.resolve(provider: "acme", model: "x-claude-acme").model)
        #expect(claude.prices(at: time)?.prices[.cacheWrite1h]?.decimal == "8")
        #expect(claude.prices(at: time)?.prices[.cacheWrite5m]?.decimal == "5")
    }

    @Test("LiteLLM: prices of one token become exact prices of a million") func liteLLM() throws {
        let source = try source(Self.lite)
        let catalog = PriceCatalog(source.list)
        let time = PriceTime(unixSeconds: 0)
        let one = try #require(catalog.resolve(provider: "acme", model: "one").model)
        let table = try #require(one.prices(at: time))
        #expect(table.prices[.input]?.decimal == "0.15")
        #expect(table.prices[.output]?.decimal == "0.6")
        #expect(table.prices[.cacheRead]?.decimal == "0.015")
        #expect(table.steps == [PriceTable.Step(above: 200_000, prices: [.input: try Money(decimal: "0.3")])])
        #expect(one.factor(of: .batch) == "0.5")
        // Two thirds for one, half for the other: no factor tells both.
        #expect(one.factor(of: .flex) == nil)
        #expect(one.contextWindow == 128_000)
        #expect(one.outputLimit == 4096)
        #expect(one.deprecation == PriceTime("2026-12-31").map { .from($0) })
        let gem = try #require(catalog.resolve(provider: "gemini", model: "gem").model?.prices(at: time)?.prices)
        #expect(gem[.audioInput]?.decimal == "3")
        #expect(gem[.reasoning]?.decimal == "5")
        #expect(gem[.pictures]?.decimal == "0.04")
        let claude = try #require(
            catalog.resolve(provider: "anthropic", model: "claude-x").model?.prices(at: time)?.prices
        )
        #expect(claude[.cacheWrite5m]?.decimal == "3.75")
        #expect(claude[.cacheWrite1h]?.decimal == "7")
        #expect(claude[.webSearches]?.decimal == "0.02")
        #expect(source.notes.count == 2)
        #expect(
            catalog.resolve(provider: "acme", model: "other").model?.cost(of: Usage(), at: time) == .unknown(.noPrice)
        )
    }

    @Test(
        "what is no price list is refused",
        arguments: [
            "1", "[]", "{}", "[{}]", #"[{"id":"a","models":[{}]}]"#, #"{"a":1}"#,
            #"{"a":{"litellm_provider":"x","input_cost_per_token":-1}}"#,
            #"{"a":{"litellm_provider":"x","input_cost_per_token":1e300}}"#,
            #"[{"id":"a","models":[{"id":"m","prices":{"input_mtok":"NaN"}}]}]"#,
            #"[{"id":"a","models":[{"id":"m","prices":{"input_mtok":{"base":1,"tiers":[{"start":-1,"price":1}]}}}]}]"#,
        ]
    ) func refused(text: String) {
        #expect(throws: PricingError.self) { try source(text) }
    }

    @Test(
        "regular expressions that are patterns",
        arguments: [
            ("^gpt-5\\.6-luna-\\d{4}-\\d{2}$", "gpt-5.6-luna-####-##"), ("^a-\\d", "a-#*"), ("b$", "*b"),
            ("(a|b)", nil), ("^a.b", nil), ("a+", nil), ("\\w", nil), ("\\d{2,3}", nil), ("a{2}", nil), ("\\d*", nil),
        ] as [(String, String?)]
    ) func regex(text: String, pattern: String?) {
        #expect(GenaiPricesReader.pattern(regex: text) == pattern)
    }

    @Test("an update replaces the providers it names, and says what changed") func update() throws {
        let old = try source(Self.genai).list
        let new = try source(
            #"{"acme/one":{"litellm_provider":"acme","input_cost_per_token":2e-06},"b":{"litellm_provider":"bee","input_cost_per_token":1e-06}}"#
        ).list
        let update = PriceUpdate(new, over: old)
        let kinds = update.changes.map { "\($0.kind) \($0.provider)/\($0.model)" }
        #expect(
            kinds == [
                "changed acme/one", "removed acme/two:free", "removed acme/three", "removed acme/claude-acme",
                "added bee/b",
            ]
        )
        #expect(update.list.providers.map(\.id) == ["acme", "bee"])
        #expect(update.list.providers.first?.aliases.isEmpty == false)
        #expect(PriceUpdate(old, over: old).changes.isEmpty)
        #expect(PriceUpdate(old, over: old).warning == nil)
        #expect(
            update.warning
                == "3 models are gone: their cost will be unknown; 1 model changes a price more than tenfold"
        )
    }

    @Test(
        "a price that is more than ten times what it was is pointed out",
        arguments: [("2", "20", false), ("2", "20.1", true), ("20.1", "2", true), ("20", "2", false), ("2", "0", true)]
    ) func farOff(before: String, after: String, isSuspicious: Bool) throws {
        func list(_ price: String) throws -> PriceList {
            let model = PriceList.Model(id: "m", tables: [PriceTable(prices: [.input: try Money(decimal: price)])])
            return PriceList(
                version: "",
                source: "",
                providers: [PriceList.Provider(id: "p", name: "p", models: [model])]
            )
        }
        let update = PriceUpdate(try list(after), over: try list(before))
        #expect(update.changes.map(\.isSuspicious) == [isSuspicious])
        #expect((update.warning == "1 model changes a price more than tenfold") == isSuspicious)
    }
}
