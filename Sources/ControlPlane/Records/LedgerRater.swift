import Governance
import Pricing
import Settings
import Store
import Synchronization

/// Says what recorded requests cost by the prices in force, each at the time when it was made.
final class LedgerRater: Sendable {
    /// What prices are found by.
    private struct Name: Hashable {
        let provider: String
        let model: String
    }

    /// Beyond this the prices that were found are forgotten and found anew: callers can name models freely.
    private static let mostModels = 4096

    private let prices: PriceBook
    private let configuration: KanmonConfiguration
    private let found = Mutex<[Name: PricedModel?]>([:])

    init(_ prices: PriceBook, _ configuration: KanmonConfiguration) {
        self.prices = prices
        self.configuration = configuration
    }

    /// What a request costs; `nil` to leave its record as it is: nothing was used that anybody knows of, the answer came
    /// from the cache, or no price is known. What is known never becomes unknown.
    func rating(of record: LedgerRecord) -> LedgerRating? {
        guard let usage = record.usage, let provider = record.provider, let model = record.modelServed,
            record.cache != "hit", record.cache != "semantic-hit",
            let price = price(Name(provider: provider, model: model)),
            case .known(let cost, let version) = price.cost(
                of: usage,
                at: PriceTime(unixNanoseconds: record.time)
            ),
            // A class without a price makes the sum too low: then it is not the cost.
            cost.unpriced.isEmpty
        else { return nil }
        return LedgerRating(cost: cost.total, priceVersion: version)
    }

    private func price(_ name: Name) -> PricedModel? {
        if let known = found.withLock({ $0[name] }) { return known }
        let type = configuration.provider(named: name.provider)?.type.rawValue
        let price = prices.resolve(provider: name.provider, type: type, model: name.model).model
        found.withLock { found in
            if found.count >= Self.mostModels { found.removeAll(keepingCapacity: true) }
            found[name] = .some(price)
        }
        return price
    }
}
