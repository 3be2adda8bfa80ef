public import Governance

/// The organization: what all teams belong to. In a configuration that was loaded, every key has a team where it has limits or
/// budgets.
public struct OrganizationConfiguration: Sendable, Hashable {
    /// The name by which the ledger and reports know it.
    public let name: String
    /// The names of the guardrails that look at everybody's requests, beside those that look at all.
    public let guardrails: [String]
    /// How much may be used in a time, by all together.
    public let limits: [LimitPolicy]
    /// How much may be spent, by all together.
    public let budgets: [BudgetPolicy]
    /// What is kept of prompts and answers, where a team says nothing.
    public let bodies: RetentionConfiguration.Bodies
    /// Whether no byte of anybody's prompts and answers may be written to a disk, whatever teams say.
    public let zeroRetention: Bool

    /// Puts an organization together in code; nothing is checked. The defaults are those of the document.
    public init(
        name: String = "default",
        guardrails: [String] = [],
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = [],
        bodies: RetentionConfiguration.Bodies = RetentionConfiguration.Bodies(),
        zeroRetention: Bool = false
    ) {
        self.name = name
        self.guardrails = guardrails
        self.limits = limits
        self.budgets = budgets
        self.bodies = bodies
        self.zeroRetention = zeroRetention
    }
}
