import JSONText

/// Reads LiteLLM's map of models, `model_prices_and_context_window.json` (github.com/BerriAI/litellm).
struct LiteLLMReader {
    /// What could not be taken over.
    private(set) var notes: [String] = []
    private var providers: [PriceList.Provider] = []
    private var positions: [String: Int] = [:]
    private var seen: Set<String> = []

    /// Reads all models.
    mutating func read(_ models: JSONObject) throws(PricingError) {
        for member in models where member.name != "sample_spec" {
            guard let entry = member.value.object, let provider = entry["litellm_provider"]?.string else {
                if member.value.object == nil { throw Node(member.value, member.name).wrong("an object") }
                notes.append("\(member.name): names no litellm_provider; left out")
                continue
            }
            let id = Self.provider(provider)
            let model = try model(Self.model(member.name, provider), entry, at: member.name)
            // Google's models stand there twice, as Gemini's and as Vertex AI's: the first counts.
            guard seen.insert("\(id)/\(model.id)").inserted else { continue }
            if let position = positions[id] {
                providers[position].models.append(model)
            } else {
                positions[id] = providers.count
                providers.append(PriceList.Provider(id: id, name: id, models: [model]))
            }
        }
    }

    /// The list of what has been read.
    func list(version: String, source: String) -> PriceList {
        PriceList(version: version, source: source, providers: providers)
    }

    private mutating func model(
        _ id: String,
        _ entry: JSONObject,
        at path: String
    ) throws(PricingError) -> PriceList.Model {
        var prices: PriceTable.Prices = [:]
        var steps: [Int: PriceTable.Prices] = [:]
        var tierPrices: [String: PriceTable.Prices] = [:]
        for member in entry where !member.value.isNull {
            let (name, above, tier) = Self.parts(of: member.name)
            guard let each = Self.classes[name] else {
                if name.contains("cost") {
                    notes.append("\(path): the price '\(member.name)' has no class here; left out")
                }
                continue
            }
            let value =
                each == .webSearches
                ? member.value["search_context_size_medium"] ?? member.value["search_context_size_low"] ?? member.value
                : member.value
            guard value.number != nil || value.string != nil else { continue }
            let price = try price(Node(value, "\(path).\(member.name)"), isTokens: each.isTokens)
            if let tier {
                if above == nil { tierPrices[tier, default: [:]][each] = price }
            } else if let above {
                steps[above, default: [:]][each] = price
            } else {
                prices[each] = price
            }
        }
        let hasPrices = !prices.isEmpty
        if !hasPrices { notes.append("\(path): no price that can be counted; the model is known, its cost is not") }
        return PriceList.Model(
            id: id,
            contextWindow: count(entry["max_input_tokens"]) ?? count(entry["max_tokens"]),
            outputLimit: count(entry["max_output_tokens"]),
            deprecation: entry["deprecation_date"]?.string.flatMap { PriceTime($0) }.map { .from($0) },
            factors: ServiceFactors(
                batch: factor(tierPrices["batches"], of: prices),
                flex: factor(tierPrices["flex"], of: prices),
                priority: factor(tierPrices["priority"], of: prices)
            ),
            tables: hasPrices
                ? [
                    PriceTable(
                        prices: prices,
                        steps: steps.sorted { $0.key < $1.key }.map { PriceTable.Step(above: $0.key, prices: $0.value) }
                    )
                ] : []
        )
    }

    /// What all prices of a service tier are beside the standard ones; nil where they do not agree on one factor.
    private func factor(_ tier: PriceTable.Prices?, of standard: PriceTable.Prices) -> ServiceFactors.Factor? {
        var common: Int?
        for (each, price) in tier ?? [:] {
            guard let base = standard[each], base > .zero else { continue }
            let (product, overflow) = price.attos.multipliedReportingOverflow(by: 1000)
            guard !overflow, product % base.attos == 0, let factor = Int(exactly: product / base.attos), factor > 0,
                common == nil || common == factor
            else { return nil }
            common = factor
        }
        return common.map { ServiceFactors.Factor(thousandths: $0) }
    }

    /// A price of one token, as one of a million, or of one call.
    private func price(_ node: Node, isTokens: Bool) throws(PricingError) -> Money {
        guard let text = node.value.number?.text ?? node.value.string else { throw node.wrong("a price") }
        let attos = try DecimalText.parse(text, decimals: Money.decimals, rounding: true)
        guard attos >= 0 else { throw node.wrong("a price of at least 0") }
        let (million, overflow) = attos.multipliedReportingOverflow(by: isTokens ? 1_000_000 : 1)
        if overflow { throw PricingError(.overflow, "\(node.path): the price is too large") }
        return Money(attos: million)
    }

    /// A count, which some entries write as a text.
    private func count(_ value: JSONValue?) -> Int? { value?.int ?? value?.string.flatMap { Int($0) } }

    // MARK: - Names

    /// The name of a price without its threshold (`_above_200k_tokens`) and service tier (`_flex`).
    private static func parts(of name: String) -> (name: String, above: Int?, tier: String?) {
        var name = name
        var tier: String?
        for suffix in ["batches", "flex", "priority"] where name.hasSuffix("_" + suffix) {
            name.removeLast(suffix.utf8.count + 1)
            tier = suffix
        }
        // Of several thresholds the last one is of the prompt's length; an hour (`_above_1hr`) is a class of its own.
        guard name.hasSuffix("k_tokens"), let range = name.lastRange(of: "_above_"),
            let thousands = Int(name[range.upperBound...].dropLast("k_tokens".utf8.count)),
            (1...1_000_000).contains(thousands)
        else { return (name, nil, tier) }
        return (String(name[..<range.lowerBound]), thousands * 1000, tier)
    }

    private static let classes: [String: UsageClass] = [
        "input_cost_per_token": .input, "output_cost_per_token": .output,
        "cache_read_input_token_cost": .cacheRead,
        "cache_creation_input_token_cost": .cacheWrite5m,
        "cache_creation_input_token_cost_above_1hr": .cacheWrite1h,
        "input_cost_per_audio_token": .audioInput, "input_cost_per_image_token": .imageInput,
        "input_cost_per_video_token": .videoInput,
        "cache_read_input_audio_token_cost": .cachedAudio, "cache_read_input_token_cost_per_audio_token": .cachedAudio,
        "cache_read_input_image_token_cost": .cachedImage,
        "output_cost_per_reasoning_token": .reasoning, "citation_cost_per_token": .citations,
        "output_cost_per_audio_token": .audioOutput, "output_cost_per_image_token": .imageOutput,
        "output_cost_per_video_token": .videoOutput,
        "output_cost_per_image": .pictures,
        "search_context_cost_per_query": .webSearches,
        "input_cost_per_query": .searchUnits,
        "input_cost_per_request": .requests,
    ]

    /// The provider's id in the catalogue.
    private static func provider(_ name: String) -> String {
        if name.hasPrefix("vertex_ai") { return "google" }
        return ids[name] ?? name
    }

    /// The model's name at its provider: without LiteLLM's prefix.
    private static func model(_ key: String, _ provider: String) -> String {
        let prefixes = [provider, provider.split(separator: "-").first.map(String.init) ?? provider] + prefixesOfOthers
        for prefix in prefixes where key.hasPrefix(prefix + "/") { return String(key.dropFirst(prefix.utf8.count + 1)) }
        return key
    }

    /// Prefixes that are not their providers' names.
    private static let prefixesOfOthers = ["bedrock", "vertex_ai", "gemini", "azure", "cohere"]

    private static let ids = [
        "gemini": "google", "bedrock": "aws", "bedrock_converse": "aws", "amazon_nova": "aws",
        "azure_ai": "azure", "azure_text": "azure", "text-completion-openai": "openai", "xai": "x-ai",
        "moonshot": "moonshotai", "together_ai": "together", "fireworks_ai": "fireworks",
        "fireworks_ai-embedding-models": "fireworks", "cohere_chat": "cohere", "voyage": "voyageai", "zai": "zai",
    ]
}

extension String {
    /// Where a text stands last.
    fileprivate func lastRange(of text: String) -> Range<String.Index>? {
        var index = endIndex
        while index > startIndex {
            index = self.index(before: index)
            if self[index...].hasPrefix(text) { return index..<self.index(index, offsetBy: text.count) }
        }
        return nil
    }
}
