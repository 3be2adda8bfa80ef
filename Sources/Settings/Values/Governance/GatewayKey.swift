public import Governance

/// A virtual key: what a caller presents to the gateway instead of a provider's credential.
public struct GatewayKey: Sendable, Hashable {
    /// The name by which logs and metrics know it.
    public let name: String
    /// The key itself.
    public let key: Secret
    /// The name of its team; nil for a key that belongs to none. The team of its project, where it has one.
    public internal(set) var team: String?
    /// The name of its project, which is one of its team's; nil for none.
    public let project: String?
    /// The name of the user it belongs to; nil for nobody.
    public let user: String?
    /// What it is for: it sees the models of that environment and those without one.
    public internal(set) var environment: Environment?
    /// The first moment at which it is accepted.
    public let notBefore: Timestamp?
    /// The first moment at which it is refused.
    public let expires: Timestamp?
    /// What it may do; what its user, project and team say holds beside it.
    public let access: AccessRules
    /// What its requests must be signed with; nil where they need not be.
    public let signingSecret: SigningSecret?
    /// How much may be used in a time.
    public let limits: [LimitPolicy]
    /// How much of single models may be used in a time.
    public let modelLimits: [ModelLimits]
    /// How much may be spent.
    public let budgets: [BudgetPolicy]
    /// Marks that spending is added up by.
    public let tags: [String]
    /// What its makers want to remember.
    public let metadata: [String: String]

    /// Puts a key together in code; nothing is checked.
    public init(
        name: String,
        key: Secret,
        team: String? = nil,
        project: String? = nil,
        user: String? = nil,
        environment: Environment? = nil,
        notBefore: Timestamp? = nil,
        expires: Timestamp? = nil,
        access: AccessRules,
        signingSecret: SigningSecret? = nil,
        limits: [LimitPolicy] = [],
        modelLimits: [ModelLimits] = [],
        budgets: [BudgetPolicy] = [],
        tags: [String] = [],
        metadata: [String: String] = [:]
    ) {
        self.name = name
        self.key = key
        self.team = team
        self.project = project
        self.user = user
        self.environment = environment
        self.notBefore = notBefore
        self.expires = expires
        self.access = access
        self.signingSecret = signingSecret
        self.limits = limits
        self.modelLimits = modelLimits
        self.budgets = budgets
        self.tags = tags
        self.metadata = metadata
    }

    /// Puts a key together that has rules on models and regions alone; nothing is checked.
    public init(
        name: String,
        key: Secret,
        team: String? = nil,
        models: [ModelPattern]? = nil,
        regions: Set<String>? = nil
    ) {
        self.init(name: name, key: key, team: team, access: AccessRules(models: models, regions: regions))
    }

    /// The models it may ask for; nil for all. What its user, project and team say holds beside it.
    public var models: [ModelPattern]? { access.models }

    /// The regions its requests may be processed in; nil for all. What its team says holds beside it.
    public var regions: Set<String>? { access.regions }
}
