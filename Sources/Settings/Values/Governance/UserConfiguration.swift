public import Governance

/// A person to whom keys belong. A document holds no password: people sign in once they have been given one at run time.
public struct UserConfiguration: Sendable, Hashable {
    /// What the person signs in with.
    public let name: String
    /// What people call the person; nil for the name.
    public let displayName: String?
    /// What the person may do in the control plane.
    public let role: Role
    /// The names of the person's teams.
    public let teams: Set<String>
    /// The names of the guardrails that look at its requests, beside those that look at all.
    public let guardrails: [String]
    /// How much may be used in a time, by all the person's keys together.
    public let limits: [LimitPolicy]
    /// How much may be spent, by all the person's keys together.
    public let budgets: [BudgetPolicy]

    /// Puts a user together in code; nothing is checked. The defaults are those of the document.
    public init(
        name: String,
        displayName: String? = nil,
        role: Role = .member,
        teams: Set<String> = [],
        guardrails: [String] = [],
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = []
    ) {
        self.name = name
        self.displayName = displayName
        self.role = role
        self.teams = teams
        self.guardrails = guardrails
        self.limits = limits
        self.budgets = budgets
    }
}
