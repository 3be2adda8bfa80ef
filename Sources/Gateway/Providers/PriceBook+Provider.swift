import Pricing

extension PriceBook {
    /// What a provider's model costs; `nil` where nobody knows.
    func price(of provider: Provider, model: String) -> PricedModel? {
        resolve(provider: provider.name, type: provider.type, model: model).model
    }
}
