public import Governance

/// The organization: what all teams belong to. In a configuration that was loaded, every key has a team where it has limits or
/// budgets.
public struct OrganizationConfiguration: Sendable, Hashable {
    /// The name by which the ledger and reports know it.
    public let name: String
    /// How much may be used in a time, by all together.
    public let limits: [LimitPolicy]
    /// How much may be spent, by all together.
    public let budgets: [BudgetPolicy]

    /// Puts an organization together in code; nothing is checked. The defaults are those of the document.
    public init(name: String = "default", limits: [LimitPolicy] = [], budgets: [BudgetPolicy] = []) {
        self.name = name
        self.limits = limits
        self.budgets = budgets
    }
}
