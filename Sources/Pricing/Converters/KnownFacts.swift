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
        // OpenAI, "Batch API" and "Flex processing": half the price.
        "openai": ServiceFactors(batch: half, flex: half),
        // Microsoft, "Getting started with Azure OpenAI batch deployments": 50 % less than global standard.
        "azure": ServiceFactors(batch: half),
        // Anthropic, "Pricing": 50 % off input and output of Message Batches.
        "anthropic": ServiceFactors(batch: half),
        // Google, "Gemini API optimization and inference": 50 % off in the tiers Flex and Batch.
        "google": ServiceFactors(batch: half, flex: half),
        // Amazon, "Capacity, Limits, and Cost Optimization": batches save 50 % against on-demand.
        "aws": ServiceFactors(batch: half),
        // Groq, "Flex Processing": the pricing matches the on-demand tier's.
        "groq": ServiceFactors(flex: .one),
        // Voyage AI, "Introducing the Batch API": 33 % off.
        "voyageai": ServiceFactors(batch: ServiceFactors.Factor(thousandths: 670)),
    ]

    /// Prices of tiers that only some models have. Tiers whose price is no multiple with three decimals are left out:
    /// gpt-4o-mini's and o4-mini's priority.
    private static let modelFactors: [(provider: String, pattern: String, factors: ServiceFactors)] = [
        // OpenAI, "Priority Processing for API Customers": its prices by the standard ones.
        ("openai", "gpt-5.4", priority(2000)), ("openai", "gpt-5.4-mini", priority(2000)),
        ("openai", "gpt-5.2", priority(2000)), ("openai", "gpt-5.1", priority(2000)),
        ("openai", "gpt-5", priority(2000)), ("openai", "gpt-5-mini", priority(1800)),
        ("openai", "gpt-4.1", priority(1750)), ("openai", "gpt-4.1-mini", priority(1750)),
        ("openai", "gpt-4.1-nano", priority(2000)), ("openai", "gpt-4o", priority(1700)),
        ("openai", "o3", priority(1750)),
        // Anthropic, "Fast mode" and Claude Code's page of that name: 30 and 150 dollars where 5 and 25 are standard; 10 and
        // 50 from Opus 4.8 on. It multiplies the prices of caches and of residence too.
        ("anthropic", "claude-opus-4-6", fast(6000)), ("anthropic", "claude-opus-4-7", fast(6000)),
        ("anthropic", "claude-opus-4-8", fast(2000)), ("anthropic", "claude-opus-5", fast(2000)),
        // Anthropic, "Data residency" and "Pricing": 1.1 times all prices of tokens, of Opus 4.6 and all later models.
        ("anthropic", "claude-opus-4-6", inUS), ("anthropic", "claude-opus-4-7", inUS),
        ("anthropic", "claude-opus-4-8", inUS), ("anthropic", "claude-opus-5", inUS),
        ("anthropic", "claude-sonnet-4-6", inUS), ("anthropic", "claude-sonnet-5", inUS),
        ("anthropic", "claude-fable-5", inUS),
    ]

    private static func priority(_ thousandths: Int) -> ServiceFactors {
        ServiceFactors(priority: ServiceFactors.Factor(thousandths: thousandths))
    }

    private static func fast(_ thousandths: Int) -> ServiceFactors {
        ServiceFactors(fast: ServiceFactors.Factor(thousandths: thousandths))
    }

    private static let inUS = ServiceFactors(inUS: ServiceFactors.Factor(thousandths: 1100))

    // MARK: - Output limits

    /// Whose models a provider serves.
    private static let makers: [String: [String]] = [
        "openai": ["openai"], "azure": ["openai"], "anthropic": ["anthropic"], "aws": ["anthropic"],
        "google": ["google", "anthropic"],
    ]

    /// The most tokens of an answer; the first pattern that matches counts. Only what published tables of models agree on:
    /// Anthropic's "Models overview", OpenAI's model pages, and Google's "Gemini 2.0 Flash" and "Gemini 2.5 Flash".
    private static let outputLimits: [(maker: String, pattern: String, tokens: Int)] = [
        ("anthropic", "*claude-3-7-*", 64_000), ("anthropic", "*claude-opus-4-0*", 32_000),
        ("anthropic", "*claude-opus-4-1*", 32_000), ("anthropic", "*claude-sonnet-4-5*", 64_000),
        ("anthropic", "*claude-haiku-4-5*", 64_000), ("anthropic", "*claude-opus-4-5*", 64_000),
        ("anthropic", "*claude-opus-4-6*", 128_000), ("anthropic", "*claude-opus-4-7*", 128_000),
        ("anthropic", "*claude-sonnet-4-6*", 64_000),
        ("openai", "gpt-4o", 16_384), ("openai", "gpt-4o-mini", 16_384), ("openai", "gpt-4.1*", 32_768),
        ("openai", "gpt-5", 128_000), ("openai", "gpt-5-mini", 128_000), ("openai", "gpt-5.1", 128_000),
        ("openai", "gpt-5.4", 128_000), ("openai", "o3", 100_000), ("openai", "o3-mini", 100_000),
        ("openai", "o4-mini", 100_000),
        ("google", "gemini-2.5-pro", 65_536), ("google", "gemini-2.5-flash", 65_536),
        ("google", "gemini-2.0-flash*", 8192),
    ]
}
