public import Pricing

/// A cost, and the prices it was worked out with.
public struct LedgerRating: Hashable, Sendable {
    /// The cost; `nil` where no price is known.
    public var cost: Money?
    /// The version of the prices.
    public var priceVersion: String?

    /// A rating.
    public init(cost: Money?, priceVersion: String?) {
        self.cost = cost
        self.priceVersion = priceVersion
    }
}
