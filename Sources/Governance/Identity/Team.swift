/// The people who share keys, limits and budgets.
public struct Team: Hashable, Sendable {
    /// Its identity: unique, never changed.
    public var name: String
    /// The name of its organization.
    public var organization: String?
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

    /// Puts a team together in code; nothing is checked.
    public init(
        name: String,
        organization: String? = nil,
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
        self.organization = organization
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
