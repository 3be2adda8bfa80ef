/// A virtual key: what an application presents to the gateway instead of a provider's credential.
public struct VirtualKey: Hashable, Sendable {
    /// Opaque and unique for all time: `key_…`, or `file:<name>` from the configuration.
    public var id: String
    /// What logs and people call it; unique among the keys there are.
    public var name: String
    /// A sentence for people.
    public var description: String?
    /// The id of the user it belongs to.
    public var owner: String?
    /// The name of its team.
    public var team: String?
    /// The name of its project, which must be one of its team's.
    public var project: String?
    /// What it is for: it sees the models of that environment and those without one.
    public var environment: Environment?
    /// What it may do; the other levels' rules hold beside them.
    public var access: AccessRules
    /// How much may be used in a time.
    public var limits: [LimitPolicy]
    /// How much of single models may be used in a time.
    public var modelLimits: [ModelLimits]
    /// How much may be spent.
    public var budgets: [BudgetPolicy]
    /// Marks that spending is added up by.
    public var tags: [String]
    /// What its makers want to remember.
    public var metadata: [String: String]
    /// The first moment at which it is accepted.
    public var notBefore: Timestamp?
    /// The first moment at which it is refused.
    public var expires: Timestamp?
    /// Whether it is refused until somebody enables it again.
    public var isDisabled: Bool
    /// When it was refused for good.
    public var revoked: Timestamp?
    /// How its text is known.
    public var credential: KeyCredential
    /// The text before the last rotation.
    public var previous: PreviousCredential?
    /// When its text was last changed.
    public var rotated: Timestamp?
    /// Whether and how requests must be signed.
    public var signing: RequestSigning?
    /// What the gateway notes of it.
    public var revision: Revision

    /// Puts a key together in code; nothing is checked.
    public init(
        id: String,
        name: String,
        description: String? = nil,
        owner: String? = nil,
        team: String? = nil,
        project: String? = nil,
        environment: Environment? = nil,
        access: AccessRules = AccessRules(),
        limits: [LimitPolicy] = [],
        modelLimits: [ModelLimits] = [],
        budgets: [BudgetPolicy] = [],
        tags: [String] = [],
        metadata: [String: String] = [:],
        notBefore: Timestamp? = nil,
        expires: Timestamp? = nil,
        isDisabled: Bool = false,
        revoked: Timestamp? = nil,
        credential: KeyCredential,
        previous: PreviousCredential? = nil,
        rotated: Timestamp? = nil,
        signing: RequestSigning? = nil,
        revision: Revision
    ) {
        self.id = id
        self.name = name
        self.description = description
        self.owner = owner
        self.team = team
        self.project = project
        self.environment = environment
        self.access = access
        self.limits = limits
        self.modelLimits = modelLimits
        self.budgets = budgets
        self.tags = tags
        self.metadata = metadata
        self.notBefore = notBefore
        self.expires = expires
        self.isDisabled = isDisabled
        self.revoked = revoked
        self.credential = credential
        self.previous = previous
        self.rotated = rotated
        self.signing = signing
        self.revision = revision
    }
}
