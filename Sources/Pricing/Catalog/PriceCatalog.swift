/// The prices of many providers' models, and which name means which model.
public final class PriceCatalog: Sendable {
    /// What the catalogue was made from.
    public let list: PriceList
    private let positions: [String: Int]
    /// The names of each provider's models, as bytes in lower case.
    private let names: [[Names]]

    /// What means a model.
    private struct Names: Sendable {
        let id: [UInt8]
        let patterns: [NamePattern]
    }

    /// Makes a list ready for look-ups.
    public init(_ list: PriceList) {
        self.list = list
        var positions: [String: Int] = [:]
        for (position, provider) in list.providers.enumerated() { positions[provider.id.lowercased()] = position }
        self.positions = positions
        names = list.providers.map { provider in
            provider.models.map { Names(id: Array($0.id.lowercased().utf8), patterns: $0.patterns) }
        }
    }

    /// The version of the prices.
    public var version: String { list.version }

    /// Finds a model.
    ///
    /// A name is tried as it is, and then, as long as nothing is found, without what callers and clouds put around it
    /// (``ModelName``). This is a search through all models of a provider: done once, its result kept by the caller.
    /// - Parameters:
    ///   - provider: the catalogue's id of a provider, another name of it, or the type of a configured one (`gemini`).
    ///   - model: the name of the model as the provider has it.
    public func resolve(provider: String, model: String) -> Resolution {
        guard let position = position(provider) else { return .unknown(.unknownProvider) }
        let servers = [position] + list.providers[position].fallbacks.compactMap { positions[$0.lowercased()] }
        for name in ModelName.variants(model) {
            for server in servers {
                guard let index = find(Array(name.utf8), in: names[server]) else { continue }
                let provider = list.providers[server]
                // Prices that cannot be counted exactly have been refused where the list was made.
                let found = try? PricedModel(
                    provider.models[index],
                    provider: provider.id,
                    priceVersion: version,
                    factors: provider.factors
                )
                return found.map { .found($0) } ?? .unknown(.noPrice)
            }
        }
        return .unknown(.unknownModel)
    }

    /// The first model whose patterns match, or else the one of that id.
    private func find(_ name: [UInt8], in models: [Names]) -> Int? {
        models.firstIndex { $0.patterns.contains { $0.matches(name) } } ?? models.firstIndex { $0.id == name }
    }

    /// The provider that a name means.
    public func provider(_ name: String) -> PriceList.Provider? { position(name).map { list.providers[$0] } }

    private func position(_ name: String) -> Int? {
        let name = name.lowercased()
        if Self.nobody.contains(name) { return nil }
        if let position = positions[Self.types[name] ?? name] { return position }
        let bytes = Array(name.utf8)
        return list.providers.firstIndex { $0.aliases.contains { $0.matches(bytes) } }
    }

    /// Types of configured providers that say nothing about who serves the models.
    private static let nobody: Set<String> = ["openai-compatible", "simulated"]

    /// Kanmon's types of providers, and other usual names, where they are no ids of the catalogue.
    private static let types: [String: String] = [
        "gemini": "google", "vertex": "google", "vertex-ai": "google", "google-vertex": "google",
        "bedrock": "aws", "aws-bedrock": "aws", "azure-openai": "azure", "xai": "x-ai", "grok": "x-ai",
        "moonshot": "moonshotai", "kimi": "moonshotai", "voyage": "voyageai", "z-ai": "zai", "zhipu": "zhipuai",
        "together-ai": "together", "togetherai": "together", "fireworks-ai": "fireworks", "mistralai": "mistral",
        "open-router": "openrouter",
    ]
}

/// What a look-up of a model found.
public enum Resolution: Sendable {
    /// A model whose prices are known, at least at some time.
    case found(PricedModel)
    /// No model, and why.
    case unknown(CostResult.Reason)

    /// The model, where one was found.
    public var model: PricedModel? {
        guard case .found(let model) = self else { return nil }
        return model
    }
}
