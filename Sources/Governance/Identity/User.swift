/// A person who signs in to the control plane and to whom keys belong.
public struct User: Hashable, Sendable {
    /// Opaque and unique for all time: `user_…`.
    public var id: String
    /// What the person signs in with; unique among the users there are.
    public var name: String
    /// What people call the person.
    public var displayName: String?
    /// What the person may do in the control plane.
    public var role: Role
    /// The teams that the person belongs to; a team-admin administers all of them.
    public var teams: Set<String>
    /// How the password is known; `nil` for somebody who cannot sign in with one.
    public var password: PasswordHash?
    /// When the password was last set; sessions from before end.
    public var passwordChanged: Timestamp?
    /// A sentence for people.
    public var description: String?
    /// What the person's keys may do; the other levels' rules hold beside them.
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

    /// Puts a user together in code; nothing is checked.
    public init(
        id: String,
        name: String,
        displayName: String? = nil,
        role: Role,
        teams: Set<String> = [],
        password: PasswordHash? = nil,
        passwordChanged: Timestamp? = nil,
        description: String? = nil,
        access: AccessRules = AccessRules(),
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = [],
        tags: [String] = [],
        metadata: [String: String] = [:],
        isDisabled: Bool = false,
        revision: Revision
    ) {
        self.id = id
        self.name = name
        self.displayName = displayName
        self.role = role
        self.teams = teams
        self.password = password
        self.passwordChanged = passwordChanged
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
