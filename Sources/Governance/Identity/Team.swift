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
    /// The environments that its keys may be for; `nil` for all. With a single one, keys that name none are for that.
    public var environments: Set<Environment>?
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
        environments: Set<Environment>? = nil,
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
        self.environments = environments
        self.limits = limits
        self.budgets = budgets
        self.tags = tags
        self.metadata = metadata
        self.isDisabled = isDisabled
        self.revision = revision
    }

    /// What a key of the team is for.
    /// - Parameter named: what the key names.
    /// - Returns: what it names, or the team's only one.
    public func environment(of named: Environment?) -> Environment? {
        named ?? (environments?.count == 1 ? environments?.first : nil)
    }

    /// Whether a key may belong to the team.
    /// - Parameter named: what the key names.
    public func admits(_ named: Environment?) -> Bool {
        guard let environments else { return true }
        return environment(of: named).map(environments.contains) ?? false
    }
}
