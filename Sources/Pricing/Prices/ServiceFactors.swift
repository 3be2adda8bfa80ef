public import ModelAPI

/// What the tokens of each service tier cost beside the standard tier's; a tier without a known factor has no known cost.
public struct ServiceFactors: Hashable, Sendable {
    /// A factor in thousandths: exact for any price of up to nine decimals per million tokens.
    public struct Factor: Hashable, Sendable {
        /// 1000 for the standard price.
        public let thousandths: Int

        /// The standard price.
        public static let one = Factor(thousandths: 1000)

        /// A factor.
        public init(thousandths: Int) { self.thousandths = thousandths }

        /// Reads a factor with at most three decimals, more than 0 and at most 1000.
        /// - Throws: ``PricingError``.
        public init(_ text: String) throws(PricingError) {
            let value = try DecimalText.parse(text, decimals: 3)
            guard value > 0, value <= 1_000_000 else {
                throw PricingError(.invalidPrices, "the factor \(text.prefix(40)) is not between 0.001 and 1000")
            }
            self.init(thousandths: Int(value))
        }

        /// The factor as decimal text.
        public var text: String { DecimalText.write(Int128(thousandths), decimals: 3) }

        /// The amount times the factor, to the nearest attodollar.
        func apply(to amount: Money) -> Money { amount.scaled(by: thousandths, over: 1000) }
    }

    /// Of batches.
    public var batch: Factor?
    /// Of requests that may wait.
    public var flex: Factor?
    /// Of requests that go first.
    public var priority: Factor?
    /// Of a higher speed; on top of a tier's.
    public var fast: Factor?
    /// Of staying in the United States; on top of a tier's and a speed's.
    public var inUS: Factor?

    /// Factors.
    public init(
        batch: Factor? = nil,
        flex: Factor? = nil,
        priority: Factor? = nil,
        fast: Factor? = nil,
        inUS: Factor? = nil
    ) {
        self.batch = batch
        self.flex = flex
        self.priority = priority
        self.fast = fast
        self.inUS = inUS
    }

    /// The factor of a tier; nil where it is not known.
    public subscript(tier: ServiceTier) -> Factor? {
        switch tier {
        case .standard: .one
        case .batch: batch
        case .flex: flex
        case .priority: priority
        case .other: nil
        }
    }

    /// What tokens cost on some terms.
    /// - Parameter amount: what they cost on the standard ones.
    /// - Returns: nil where a factor is not known.
    func apply(to amount: Money, on terms: ServiceTerms) -> Money? {
        guard terms != .standard else { return amount }
        guard let tier = self[terms.tier] else { return nil }
        var amount = tier == .one ? amount : tier.apply(to: amount)
        if terms.isFast {
            guard let fast else { return nil }
            amount = fast.apply(to: amount)
        }
        if terms.isInUS {
            guard let inUS else { return nil }
            amount = inUS.apply(to: amount)
        }
        return amount
    }

    /// The factors by their names in the price format, in order.
    static let names: [(name: String, factor: any WritableKeyPath<ServiceFactors, Factor?> & Sendable)] = [
        ("batch", \.batch), ("flex", \.flex), ("priority", \.priority), ("fast", \.fast), ("us", \.inUS),
    ]

    /// Whether no factor is known.
    public var isEmpty: Bool { self == ServiceFactors() }

    /// These factors, and others where there is none.
    func merged(over others: ServiceFactors) -> ServiceFactors {
        var merged = self
        for (_, factor) in Self.names { merged[keyPath: factor] = self[keyPath: factor] ?? others[keyPath: factor] }
        return merged
    }
}
