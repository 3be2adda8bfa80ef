public import ModelAPI

/// The prices that count: own ones before a catalogue's.
public final class PriceBook: Sendable {
    private let own: [String: PricedModel]
    /// The catalogue behind the own prices.
    public let catalog: PriceCatalog

    /// A book.
    /// - Parameters:
    ///   - own: prices of the configuration.
    ///   - catalog: what is looked up where no own price is.
    /// - Throws: ``PricingError`` for an own price that cannot be counted exactly.
    public init(own: [OwnPrice] = [], catalog: PriceCatalog = .builtIn) throws(PricingError) {
        var models: [String: PricedModel] = [:]
        for price in own {
            models["\(price.provider)/\(price.entry.id)"] = try PricedModel(
                price.entry,
                provider: price.provider,
                priceVersion: price.version,
                factors: ServiceFactors()
            )
        }
        self.own = models
        self.catalog = catalog
    }

    /// Finds the prices of a model; a search that the caller keeps the result of.
    ///
    /// - Parameters:
    ///   - provider: the name of a configured provider, or any name the catalogue knows.
    ///   - type: the type of the configured provider, tried in the catalogue where the name is unknown there.
    ///   - model: the model's name at the provider.
    public func resolve(provider: String, type: String? = nil, model: String) -> Resolution {
        if let own = own["\(provider)/\(model)"] { return .found(own) }
        let byName = catalog.resolve(provider: provider, model: model)
        guard byName.model == nil, let type else { return byName }
        let byType = catalog.resolve(provider: type, model: model)
        guard case .unknown(.unknownProvider) = byType else { return byType }
        return byName
    }

    /// What a call cost, with a look-up of its model; who asks often keeps the result of ``resolve(provider:type:model:)``.
    public func cost(
        provider: String,
        type: String? = nil,
        model: String,
        usage: Usage,
        at time: PriceTime
    ) -> CostResult {
        switch resolve(provider: provider, type: type, model: model) {
        case .found(let model): model.cost(of: usage, at: time)
        case .unknown(let reason): .unknown(reason)
        }
    }
}
