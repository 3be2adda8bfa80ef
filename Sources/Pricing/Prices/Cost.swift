/// What a call cost, in parts.
public struct Cost: Hashable, Sendable {
    /// All that was sent: cache reads and writes included.
    public var input: Money
    /// All that was produced: thinking included.
    public var output: Money
    /// The request itself and calls of the provider's tools, such as searches of the web.
    public var calls: Money
    /// Classes that were used and have no price: their cost is not in the sums.
    public var unpriced: UsageClasses

    /// A cost.
    public init(input: Money, output: Money, calls: Money = .zero, unpriced: UsageClasses = []) {
        self.input = input
        self.output = output
        self.calls = calls
        self.unpriced = unpriced
    }

    /// All of it.
    public var total: Money { input + output + calls }
}

/// What a call cost, or why nobody knows.
public enum CostResult: Hashable, Sendable {
    /// Why a cost is unknown; the raw value is a stable code.
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// The provider is not in the catalogue, and no own price names its model.
        case unknownProvider = "unknown_provider"
        /// The provider is known, the model is not.
        case unknownModel = "unknown_model"
        /// The model is known, a price of it (at that time) is not.
        case noPrice = "no_price"
        /// The price of the service tier is not known.
        case unknownTier = "unknown_service_tier"
    }

    /// A cost and the version of the prices that it was computed with.
    case known(Cost, priceVersion: String)
    /// No cost: it is not nothing, it is unknown.
    case unknown(Reason)

    /// The cost, where it is known.
    public var cost: Cost? {
        guard case .known(let cost, _) = self else { return nil }
        return cost
    }

    /// The whole amount, where it is known.
    public var total: Money? { cost?.total }
}
