public import ModelAPI

/// A model with its prices, looked up once and then asked for the cost of each call: arithmetic only, no names.
public final class PricedModel: Sendable {
    private struct Row: Sendable {
        let table: PriceTable
        /// Rates by length of the prompt, the longest first; the last one has no threshold.
        let steps: [(above: Int, rates: Rates)]

        init(_ table: PriceTable) throws(PricingError) {
            self.table = table
            var steps: [(above: Int, rates: Rates)] = []
            var prices = table.prices
            steps.append((0, try Rates(prices)))
            for step in table.steps.sorted(by: { $0.above < $1.above }) {
                prices.merge(step.prices) { $1 }
                steps.append((step.above, try Rates(prices)))
            }
            self.steps = steps.reversed()
        }

        func rates(for input: Int) -> Rates? { (steps.first { input > $0.above } ?? steps.last)?.rates }
    }

    /// The provider's id in the catalogue, or its name in the configuration where the price is an own one.
    public let provider: String
    /// The model's id in the catalogue.
    public let model: String
    /// The version of the prices: kept with each cost, so that it can be computed again.
    public let priceVersion: String
    /// The most tokens of a prompt and its answer; nil where it is not known.
    public let contextWindow: Int?
    /// The most tokens of an answer; nil where it is not known.
    public let outputLimit: Int?
    /// Whether, and from when on, the provider has given the model up.
    public let deprecation: Deprecation?
    private let rows: [Row]
    private let factors: ServiceFactors

    /// Compiles a model's entry.
    /// - Throws: ``PricingError`` for prices that cannot be counted exactly.
    init(
        _ entry: PriceList.Model,
        provider: String,
        priceVersion: String,
        factors: ServiceFactors
    ) throws(PricingError) {
        self.provider = provider
        self.model = entry.id
        self.priceVersion = priceVersion
        self.contextWindow = entry.contextWindow
        self.outputLimit = entry.outputLimit
        self.deprecation = entry.deprecation
        self.factors = entry.factors.merged(over: factors)
        var rows: [Row] = []
        for table in entry.tables where !table.prices.isEmpty { rows.append(try Row(table)) }
        self.rows = rows
    }

    /// What a call cost.
    ///
    /// - Parameters:
    ///   - usage: what was used; counts that contradict each other are read as far as they can be true.
    ///   - time: when the call was made.
    public func cost(of usage: Usage, at time: PriceTime) -> CostResult {
        guard let rates = rates(at: time, input: usage.totalInput) else { return .unknown(.noPrice) }
        var cost = Cost(
            input: rates.inputCost(of: usage),
            output: rates.outputCost(of: usage),
            calls: rates.callCost(of: usage)
        )
        if usage.terms != .standard {
            guard let input = factors.apply(to: cost.input, on: usage.terms),
                let output = factors.apply(to: cost.output, on: usage.terms)
            else { return .unknown(.unknownTier) }
            cost.input = input
            cost.output = output
        }
        if !rates.unpriced.isEmpty { cost.unpriced = rates.unpriced.intersection(UsageClasses(of: usage)) }
        return .known(cost, priceVersion: priceVersion)
    }

    /// What the provider's cache of prompts saved of a call: what all that was sent would have cost without it, less what it
    /// cost.
    ///
    /// Less than nothing where more was paid for writing to the cache than reading from it saved.
    /// - Returns: nil where a price is not known; nothing where the call had nothing to do with the cache.
    public func promptCacheSaving(of usage: Usage, at time: PriceTime) -> Money? {
        guard usage.cacheRead > 0 || usage.cacheWrite5m > 0 || usage.cacheWrite1h > 0 else { return .zero }
        var uncached = usage
        uncached.takeOutOfCache()
        guard let rates = rates(at: time, input: usage.totalInput),
            rates.unpriced.intersection(UsageClasses(of: usage).union(UsageClasses(of: uncached))).all
                .allSatisfy({ !$0.isInput }),
            let cost = factors.apply(to: rates.inputCost(of: usage), on: usage.terms),
            let plain = factors.apply(to: rates.inputCost(of: uncached), on: usage.terms)
        else { return nil }
        return plain - cost
    }

    /// The most a call can cost whose answer is text: what a budget reserves before the call.
    ///
    /// - Parameters:
    ///   - inputTokens: the tokens of the prompt, estimated.
    ///   - maxOutputTokens: the most tokens of the answer; nil takes the model's own limit, or its context window.
    ///   - time: when the call is made.
    ///   - terms: how it is to be served, which may be asked for and not be had: never less than the standard terms.
    ///   - writesCache: whether all of the prompt may be written to a cache, which costs more than reading it.
    /// - Returns: nil where no price is known, or neither `maxOutputTokens` nor a limit of the model is.
    public func worstCase(
        inputTokens: Int,
        maxOutputTokens: Int?,
        at time: PriceTime,
        terms: ServiceTerms = .standard,
        writesCache: Bool = false
    ) -> Money? {
        let input = max(inputTokens, 0)
        guard let rates = rates(at: time, input: input),
            let output = maxOutputTokens ?? outputLimit ?? contextWindow
        else { return nil }
        let tokens =
            Money(attos: Int128(rates.dearestInput(writesCache: writesCache))) * input
            + Money(attos: Int128(rates.dearestOutput)) * max(output, 0)
        guard let wanted = factors.apply(to: tokens, on: terms) else { return nil }
        return max(tokens, wanted) + rates.callCost(of: Usage())
    }

    /// The prices that hold at a moment, as they are published; nil where none do.
    public func prices(at time: PriceTime) -> PriceTable? { row(at: time)?.table }

    /// What the tokens of a service tier cost beside the standard one's: `0.5`; nil where it is not known.
    public func factor(of tier: ServiceTier) -> String? { factors[tier]?.text }

    private func rates(at time: PriceTime, input: Int) -> Rates? { row(at: time)?.rates(for: input) }

    /// The last of the rows that hold.
    private func row(at time: PriceTime) -> Row? { rows.last { $0.table.holds(at: time) } }
}
