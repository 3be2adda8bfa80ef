import JSONText
import ModelAPI
import Testing

@Suite("On what terms a call is served") struct ServiceTermsTests {
    @Test(
        "providers' names of tiers are understood",
        arguments: [
            (nil, .standard), ("", .standard), ("auto", .standard), ("default", .standard), ("standard", .standard),
            ("standard_only", .standard), ("on_demand", .standard), ("on-demand", .standard), ("ON_DEMAND", .standard),
            ("SERVICE_TIER_UNSPECIFIED", .standard), ("TRAFFIC_TYPE_UNSPECIFIED", .standard),
            ("SERVICE_TIER_STANDARD", .standard), ("batch", .batch), ("flex", .flex), ("ON_DEMAND_FLEX", .flex),
            ("priority", .priority), ("SERVICE_TIER_PRIORITY", .priority), ("ON_DEMAND_PRIORITY", .priority),
            ("scale", .other), ("PROVISIONED_THROUGHPUT", .other), ("performance", .other), ("\u{0}", .other),
        ] as [(String?, ServiceTier)]
    ) func names(name: String?, tier: ServiceTier) {
        #expect(ServiceTier(named: name) == tier)
    }

    @Test("a word that nobody has documented has no known price") func unknownWords() {
        var terms = ServiceTerms.standard
        terms.merge(tier: nil, speed: "faster", geography: nil)
        #expect(terms.tier == .other)
        terms = .standard
        terms.merge(tier: nil, speed: nil, geography: "eu")
        #expect(terms.tier == .other)
        terms = .standard
        terms.merge(tier: "standard", speed: "fast", geography: "us")
        #expect(terms == ServiceTerms(isFast: true, isInUS: true))
        terms.merge(tier: nil, speed: nil, geography: nil)
        #expect(terms == ServiceTerms(isFast: true, isInUS: true))
        terms.merge(tier: nil, speed: "standard", geography: "not_available")
        #expect(terms == .standard)
    }

    @Test(
        "a usage object, or the answer around it, tells the terms",
        arguments: [
            (.openAIChat, #"{"prompt_tokens":1,"completion_tokens":1}"#, .standard),
            (.openAIChat, #"{"service_tier":"flex","usage":{"prompt_tokens":1}}"#, ServiceTerms(tier: .flex)),
            (
                .openAIResponses, #"{"service_tier":"priority","usage":{"input_tokens":1}}"#,
                ServiceTerms(tier: .priority)
            ),
            (.anthropic, #"{"input_tokens":1,"service_tier":"batch"}"#, ServiceTerms(tier: .batch)),
            (
                .anthropic, #"{"input_tokens":1,"inference_geo":"us","speed":"fast"}"#,
                ServiceTerms(isFast: true, isInUS: true)
            ),
            (.gemini, #"{"usageMetadata":{"promptTokenCount":1,"serviceTier":"flex"}}"#, ServiceTerms(tier: .flex)),
            (.gemini, #"{"promptTokenCount":1,"trafficType":"ON_DEMAND_PRIORITY"}"#, ServiceTerms(tier: .priority)),
        ] as [(UsageFormat, String, ServiceTerms)]
    ) func formats(format: UsageFormat, text: String, terms: ServiceTerms) throws {
        #expect(try format.read(try JSONValue(parsing: text)).terms == terms)
    }
}
