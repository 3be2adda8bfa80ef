public import Governance
public import Pricing

/// What budgets assume where nobody says.
public struct BudgetDefaults: Sendable, Hashable {
    /// What a request counts for whose price nobody knows, in budgets of money that do not say themselves.
    public let unknownPrice: BudgetPolicy.UnknownCost
    /// The output tokens that are reserved for a request that sets no limit, of a model whose own limit is not known.
    public let assumedOutputTokens: Int

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(unknownPrice: BudgetPolicy.UnknownCost = .assume(.zero), assumedOutputTokens: Int = 4096) {
        self.unknownPrice = unknownPrice
        self.assumedOutputTokens = assumedOutputTokens
    }
}
