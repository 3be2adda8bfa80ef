/// The prices of many providers' models, and which name means which model.
public final class PriceCatalog: Sendable {
    /// What the catalogue was made from.
    public let list: PriceList
    private let positions: [String: Int]

    /// Makes a list ready for look-ups.
    public init(_ list: PriceList) {
        self.list = list
        var positions: [String: Int] = [:]
        for (position, provider) in list.providers.enumerated() { positions[provider.id.lowercased()] = position }
        self.positions = positions
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
        guard let entry = self.provider(provider) else { return .unknown(.unknownProvider) }
        for name in ModelName.variants(model) {
            let bytes = Array(name.utf8)
            for candidate in [entry] + entry.fallbacks.compactMap({ self.provider(id: $0) }) {
                guard let found = candidate.models.first(where: { $0.matches(bytes) }) else { continue }
                guard
                    let model = try? PricedModel(
                        found,
                        provider: candidate.id,
                        priceVersion: version,
                        factors: candidate.factors
                    )
                else { return .unknown(.noPrice) }
                return .found(model)
            }
        }
        return .unknown(.unknownModel)
    }

    /// The provider that a name means.
    public func provider(_ name: String) -> PriceList.Provider? {
        let name = name.lowercased()
        if let found = provider(id: Self.types[name] ?? name) { return found }
        let bytes = Array(name.utf8)
        return list.providers.first { $0.aliases.contains { $0.matches(bytes) } }
    }

    private func provider(id: String) -> PriceList.Provider? { positions[id.lowercased()].map { list.providers[$0] } }

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
