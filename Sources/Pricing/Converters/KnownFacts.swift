/// What providers publish about whole families of models and no price table says: filled in where a table is silent.
enum KnownFacts {
    /// Fills in a list.
    static func apply(to list: PriceList) -> PriceList {
        var list = list
        for (position, provider) in list.providers.enumerated() {
            var provider = provider
            provider.factors = provider.factors.merged(over: factors[provider.id] ?? ServiceFactors())
            provider.models = provider.models.map { apply(to: $0, of: provider.id) }
            list.providers[position] = provider
        }
        return list
    }

    private static func apply(to model: PriceList.Model, of provider: String) -> PriceList.Model {
        var model = model
        let id = Array(model.id.lowercased().utf8)
        if cachesLikeClaude(model.id.lowercased()) {
            model.tables = model.tables.map { table in
                var table = table
                table.prices = withCacheWrites(table.prices)
                // A step without its own prices keeps those of writes too.
                table.steps = table.steps.map { PriceTable.Step(above: $0.above, prices: withCacheWrites($0.prices)) }
                return table
            }
        }
        if provider == "openai", model.id == "moderation", model.tables.isEmpty {
            model.tables = [PriceTable(prices: [.input: .zero, .output: .zero])]
        }
        for (owner, pattern, factors) in modelFactors where owner == provider && NamePattern(pattern).matches(id) {
            model.factors = model.factors.merged(over: factors)
        }
        if model.outputLimit == nil, let makers = makers[provider] {
            let limit = outputLimits.first { makers.contains($0.maker) && NamePattern($0.pattern).matches(id) }
            model.outputLimit = limit?.tokens
        }
        return model
    }

    // MARK: - Prompt caching

    /// Anthropic's rule for every model that caches: a write for five minutes costs 1.25 times the input, for an hour
    /// twice the input, wherever the model is served (platform.claude.com/docs/en/build-with-claude/prompt-caching).
    private static func withCacheWrites(_ prices: PriceTable.Prices) -> PriceTable.Prices {
        // A model without a price of reading does not cache.
        guard let input = prices[.input], prices[.cacheRead] != nil else { return prices }
        var prices = prices
        prices[.cacheWrite5m] = prices[.cacheWrite5m] ?? input.scaled(by: 5, over: 4)
        prices[.cacheWrite1h] = prices[.cacheWrite1h] ?? input * 2
        return prices
    }

    /// Claude from version 3 on.
    private static func cachesLikeClaude(_ id: String) -> Bool {
        guard id.contains("claude") else { return false }
        return !["claude-v", "claude-1", "claude-2", "claude-instant", "claude:"].contains { id.contains($0) }
            && !id.hasSuffix("claude")
    }

    // MARK: - Service tiers

    private static let half = ServiceFactors.Factor(thousandths: 500)

    /// Discounts that hold for a provider's models. Where a provider publishes none the price of a batch is unknown.
    private static let factors: [String: ServiceFactors] = [
        // developers.openai.com: Batch API and flex processing at half the price.
        "openai": ServiceFactors(batch: half, flex: half),
        "azure": ServiceFactors(batch: half),
        // platform.claude.com: Message Batches at half the price.
        "anthropic": ServiceFactors(batch: half),
        // ai.google.dev: Batch and Flex tiers at half the price.
        "google": ServiceFactors(batch: half, flex: half),
        "aws": ServiceFactors(batch: half),
        "mistral": ServiceFactors(batch: half),
        "groq": ServiceFactors(batch: half),
        // docs.voyageai.com: a third off.
        "voyageai": ServiceFactors(batch: ServiceFactors.Factor(thousandths: 670)),
    ]

    /// Prices of tiers that only some models have.
    private static let modelFactors: [(provider: String, pattern: String, factors: ServiceFactors)] = [
        ("google", "gemini-3.7-flash", priority(1800)),
        ("openai", "gpt-5.2", priority(2000)), ("openai", "gpt-5.1", priority(2000)),
        ("openai", "gpt-5", priority(2000)),
        ("openai", "gpt-5-mini", priority(1800)),
        ("openai", "gpt-4.1", priority(1750)), ("openai", "gpt-4.1-mini", priority(1750)),
        ("openai", "gpt-4.1-nano", priority(2000)), ("openai", "gpt-4o", priority(1700)),
        ("openai", "o3", priority(1750)),
    ]

    private static func priority(_ thousandths: Int) -> ServiceFactors {
        ServiceFactors(priority: ServiceFactors.Factor(thousandths: thousandths))
    }

    // MARK: - Output limits

    /// Whose models a provider serves.
    private static let makers: [String: [String]] = [
        "openai": ["openai"], "azure": ["openai"], "anthropic": ["anthropic"], "aws": ["anthropic"],
        "google": ["google", "anthropic"],
    ]

    /// The most tokens of an answer, by the makers' model pages; the first pattern that matches counts.
    private static let outputLimits: [(maker: String, pattern: String, tokens: Int)] = [
        ("anthropic", "*claude-3-haiku*", 4096), ("anthropic", "*claude-3-opus*", 4096),
        ("anthropic", "*claude-3-sonnet*", 4096), ("anthropic", "*claude-3-5-*", 8192),
        ("anthropic", "*claude-3-7-*", 64_000), ("anthropic", "*claude-opus-4-0*", 32_000),
        ("anthropic", "*claude-opus-4-1*", 32_000), ("anthropic", "*claude-sonnet-4-0*", 64_000),
        ("anthropic", "*claude-sonnet-4-5*", 64_000), ("anthropic", "*claude-haiku-4-5*", 64_000),
        ("anthropic", "*claude-opus-4-5*", 64_000), ("anthropic", "*claude-opus-4-6*", 128_000),
        ("openai", "gpt-3.5-turbo*", 4096), ("openai", "gpt-4-turbo*", 4096), ("openai", "gpt-4o", 16_384),
        ("openai", "gpt-4o-mini", 16_384), ("openai", "gpt-4.1*", 32_768), ("openai", "gpt-5", 128_000),
        ("openai", "gpt-5-mini", 128_000), ("openai", "gpt-5-nano", 128_000), ("openai", "gpt-5.1", 128_000),
        ("openai", "gpt-5.2", 128_000), ("openai", "o1", 100_000), ("openai", "o3", 100_000),
        ("openai", "o3-mini", 100_000), ("openai", "o4-mini", 100_000),
        ("google", "gemini-2.5-pro", 65_536), ("google", "gemini-2.5-flash", 65_536),
        ("google", "gemini-2.5-flash-lite", 65_536), ("google", "gemini-2.0-flash*", 8192),
        ("google", "gemini-*1.5*", 8192),
    ]
}
