/// A piece of work of a team, with keys of its own.
public struct Project: Hashable, Sendable {
    /// Its identity: unique among all projects, never changed.
    public var name: String
    /// The name of its team.
    public var team: String
    /// A sentence for people.
    public var description: String?
    /// What its keys may do; the other levels' rules hold beside them.
    public var access: AccessRules
    /// How much may be used in a time.
    public var limits: [LimitPolicy]
    /// How much may be spent.
    public var budgets: [BudgetPolicy]
    /// Marks that spending is added up by; they count for every key of it.
    public var tags: [String]
    /// What its makers want to remember.
    public var metadata: [String: String]
    /// Whether every request of its keys is refused.
    public var isDisabled: Bool
    /// What the gateway notes of it.
    public var revision: Revision

    /// Puts a project together in code; nothing is checked.
    public init(
        name: String,
        team: String,
        description: String? = nil,
        access: AccessRules = AccessRules(),
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = [],
        tags: [String] = [],
        metadata: [String: String] = [:],
        isDisabled: Bool = false,
        revision: Revision
    ) {
        self.name = name
        self.team = team
        self.description = description
        self.access = access
        self.limits = limits
        self.budgets = budgets
        self.tags = tags
        self.metadata = metadata
        self.isDisabled = isDisabled
        self.revision = revision
    }
}
