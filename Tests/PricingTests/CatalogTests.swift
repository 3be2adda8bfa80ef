import JSONText
import ModelAPI
import Testing

@testable import Pricing

@Suite("Catalogue") struct CatalogTests {
    @Test("at least 600 models of at least 20 providers have a price") func size() throws {
        let list = PriceCatalog.builtIn.list
        let priced = list.providers.filter { $0.models.contains { !$0.tables.isEmpty } }
        #expect(priced.count >= 20)
        #expect(priced.reduce(0) { $0 + $1.models.filter { !$0.tables.isEmpty }.count } >= 600)
    }

    @Test("every entry can be counted exactly, and its own id finds a model") func everyEntry() throws {
        for provider in PriceCatalog.builtIn.list.providers {
            for model in provider.models {
                _ = try PricedModel(model, provider: provider.id, priceVersion: "", factors: provider.factors)
                #expect(PriceCatalog.builtIn.resolve(provider: provider.id, model: model.id).model != nil)
            }
        }
    }

    @Test("written and read again it is the same") func roundTrip() throws {
        let list = PriceCatalog.builtIn.list
        #expect(try PriceListFormat.read(try JSONValue(parsing: PriceListFormat.write(list))) == list)
    }

    @Test(
        "names of models that callers and clouds use",
        arguments: [
            ("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5"),
            ("anthropic", "claude-sonnet-4-5-20250929", "claude-sonnet-4-5"),
            ("anthropic", "CLAUDE-Sonnet-4-5", "claude-sonnet-4-5"),
            ("google", "claude-opus-4-5@20251101", "claude-opus-4-5"),
            ("gemini", "models/gemini-2.5-pro", "gemini-2.5-pro"),
            ("vertex-ai", "publishers/google/models/gemini-2.5-pro", "gemini-2.5-pro"),
            ("openai", "gpt-4o-2024-08-06", "gpt-4o"), ("openai", "gpt-4.1-20250414", "gpt-4.1"),
            ("openai", "o3-2025-04-16", "o3"),
            ("azure", "gpt-4o", "gpt-4o"),
            ("bedrock", "us.anthropic.claude-opus-5", "regional.anthropic.claude-opus-5"),
            ("x-ai", "grok-4.3-20260701", "grok-4.3"), ("xai", "grok-4", "grok-4-0709"),
            ("moonshot", "kimi-k2-0905-preview", "kimi-k2-0905-preview"),
            ("together_ai", "google/gemma-7b", "google/gemma-7b"),
        ]
    ) func names(provider: String, name: String, model: String) {
        let found = PriceCatalog.builtIn.resolve(provider: provider, model: name).model
        #expect(found?.model == model)
    }

    @Test(
        "names that mean nothing are unknown",
        arguments: [
            ("openai", ""), ("openai", "/"), ("openai", "models/"), ("openai", "@"), ("openai", "-latest"),
            ("openai", "arn:"), ("openai", "claude-sonnet-4-5"), ("mystery", "gpt-4o"),
            ("openai", String(repeating: "*", count: 5000)), ("aws", "us."), ("openai", "日本語モデル-20250101"),
        ]
    ) func unknownNames(provider: String, name: String) {
        #expect(PriceCatalog.builtIn.resolve(provider: provider, model: name).model == nil)
    }

    @Test(
        "patterns",
        arguments: [
            ("gpt-4o", "gpt-4o", true), ("gpt-4o", "gpt-4o-mini", false), ("gpt-4o*", "gpt-4o-mini", true),
            ("*claude*", "us.anthropic.claude-3", true), ("*claude*", "cloud", false), ("*", "", true), ("", "", true),
            ("", "a", false), ("a*b*c", "axxbyybc", true), ("a*b*c", "axxcyyb", false), ("x-####", "x-2026", true),
            ("x-####", "x-202", false), ("x-####", "x-202a", false), ("*-##", "a-1-22", true), ("GPT-*", "gpt-5", true),
        ]
    ) func patterns(pattern: String, name: String, matches: Bool) {
        #expect(NamePattern(pattern).matches(name) == matches)
    }

    @Test("own prices win, and are another version when they change") func ownPrices() throws {
        let fields = ["input_per_million": "0.2", "output_per_million": "0.4", "cached_input_per_million": "0.02"]
        let own = try OwnPrice(provider: "local", model: "llama-3.3-70b", fields: fields)
        let gpt = try OwnPrice(provider: "openai", model: "gpt-4o", fields: ["input_per_million": "1"])
        let book = try PriceBook(own: [own, gpt])
        var usage = Usage()
        usage.input = 1_000_000
        usage.cacheRead = 1_000_000
        usage.output = 1_000_000
        let time = PriceTime(unixSeconds: 1_770_000_000)
        #expect(book.cost(provider: "local", model: "llama-3.3-70b", usage: usage, at: time).total?.decimal == "0.62")
        #expect(book.resolve(provider: "openai", model: "gpt-4o").model?.priceVersion == gpt.version)
        #expect(
            book.resolve(provider: "openai", model: "gpt-4o-mini").model?.priceVersion == PriceCatalog.builtIn.version
        )
        #expect(own.version != gpt.version)
        #expect(try OwnPrice(provider: "local", model: "x", fields: fields).version == own.version)
        #expect(throws: PricingError.self) { try OwnPrice(provider: "a", model: "b", fields: ["inputs": "1"]) }
        #expect(throws: PricingError.self) {
            try OwnPrice(provider: "a", model: "b", fields: ["input_per_million": "-1"])
        }
        #expect(throws: PricingError.self) {
            try OwnPrice(provider: "a", model: "b", fields: ["input_per_million": "1e-13"])
        }
        #expect(throws: PricingError.self) { try OwnPrice(provider: "a", model: "b", fields: [:]) }
    }

    @Test("a configured provider is found by its name, or else by its type") func types() throws {
        let book = try PriceBook()
        #expect(book.resolve(provider: "claude", type: "anthropic", model: "claude-opus-4-5").model != nil)
        #expect(book.resolve(provider: "groq", type: "openai-compatible", model: "llama-3.1-8b-instant").model != nil)
        #expect(book.resolve(provider: "local", type: "openai-compatible", model: "gpt-4o").model == nil)
    }

    @Test(
        "a price list with a mistake is refused with its place",
        arguments: [
            (#"{"format":"x/1","version":"1","source":"","providers":{}}"#, "format"),
            (#"{"format":"kanmon-prices/1","version":"1","source":"","providers":{},"more":1}"#, "more"),
            (
                #"{"format":"kanmon-prices/1","version":"1","source":"","providers":{"a":{"name":"A","models":{"m":{}}}}}"#,
                "m"
            ),
            (
                #"{"format":"kanmon-prices/1","version":"1","source":"","providers":{"a":{"name":"A","models":{"m":{"prices":[{"inptu":"1"}]}}}}}"#,
                "inptu"
            ),
            (
                #"{"format":"kanmon-prices/1","version":"1","source":"","providers":{"a":{"name":"A","models":{"m":{"prices":[{"input":1.5}]}}}}}"#,
                "input"
            ),
            (
                #"{"format":"kanmon-prices/1","version":"1","source":"","providers":{"a":{"name":"A","models":{"m":{"prices":[{"input":"-1"}]}}}}}"#,
                "input"
            ),
            (
                #"{"format":"kanmon-prices/1","version":"1","source":"","providers":{"a":{"name":"A","models":{"m":{"prices":[{"from":"2026-02-30"}]}}}}}"#,
                "from"
            ),
        ]
    ) func mistakes(text: String, part: String) throws {
        let value = try JSONValue(parsing: text)
        let error = #expect(throws: PricingError.self) { try PriceListFormat.read(value) }
        #expect(error?.message.contains(part) == true)
    }

    @Test("dates are those of the calendar") func dates() throws {
        for (text, seconds) in [
            ("1970-01-01", 0), ("2000-03-01T00:00:01Z", 951_868_801), ("2026-02-01", 1_769_904_000),
            ("1969-12-31T23:59:59Z", -1), ("2024-02-29", 1_709_164_800),
        ] { #expect(PriceTime(text)?.unixSeconds == Int64(seconds)) }
        for text in [
            "2026-02-29", "2026-13-01", "2026-1-01", "2026-01-01T24:00:00Z", "2026-01-01Tx", "",
            "2026-01-01T00:00:00+9",
        ] {
            #expect(PriceTime(text) == nil)
        }
        for day in stride(from: -800_000, to: 2_932_800, by: 997) {
            let time = PriceTime(unixSeconds: Int64(day) * 86_400 + 4711)
            if (0...9999).contains(Int(time.date.prefix(4)) ?? -1) {
                #expect(PriceTime(time.date)?.unixSeconds == Int64(day) * 86_400)
            }
        }
    }
}
