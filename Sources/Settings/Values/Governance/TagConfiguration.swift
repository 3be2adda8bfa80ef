public import Governance

/// What holds for all requests that carry a tag, whoever sends them.
public struct TagConfiguration: Sendable, Hashable {
    /// The tag.
    public let name: String
    /// How much may be used in a time.
    public let limits: [LimitPolicy]
    /// How much may be spent.
    public let budgets: [BudgetPolicy]

    /// Puts the rules of a tag together in code; nothing is checked.
    public init(name: String, limits: [LimitPolicy] = [], budgets: [BudgetPolicy] = []) {
        self.name = name
        self.limits = limits
        self.budgets = budgets
    }
}
