public import Governance

/// A piece of work of a team, with keys of its own.
public struct ProjectConfiguration: Sendable, Hashable {
    /// The name by which keys, the ledger and reports know it.
    public let name: String
    /// The name of its team.
    public let team: String
    /// The models its keys may ask for; nil for all. What its team and its keys say holds beside it.
    public let models: [ModelPattern]?
    /// The names of the guardrails that look at its requests, beside those that look at all.
    public let guardrails: [String]
    /// How much may be used in a time, by all its keys together.
    public let limits: [LimitPolicy]
    /// How much may be spent, by all its keys together.
    public let budgets: [BudgetPolicy]
    /// Marks that spending is added up by, for every key of it.
    public let tags: [String]

    /// Puts a project together in code; nothing is checked.
    public init(
        name: String,
        team: String,
        models: [ModelPattern]? = nil,
        guardrails: [String] = [],
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = [],
        tags: [String] = []
    ) {
        self.name = name
        self.team = team
        self.models = models
        self.guardrails = guardrails
        self.limits = limits
        self.budgets = budgets
        self.tags = tags
    }
}
