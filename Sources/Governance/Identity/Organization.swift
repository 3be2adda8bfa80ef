/// The top level: a company, or a part of it with teams of its own.
public struct Organization: Hashable, Sendable {
    /// Its identity: unique, never changed.
    public var name: String
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

    /// Puts an organization together in code; nothing is checked.
    public init(
        name: String,
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
