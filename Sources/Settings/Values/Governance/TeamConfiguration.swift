public import Governance

/// A team: what its keys share.
public struct TeamConfiguration: Sendable, Hashable {
    /// The name by which keys, logs and metrics know it.
    public let name: String
    /// What its keys may do; what the keys themselves say holds beside it.
    public let access: AccessRules
    /// The environments that its keys may be for; nil for all. In a configuration that was loaded, each key of the
    /// document keeps to them.
    public let environments: Set<Environment>?
    /// How much may be used in a time, by all its keys together.
    public let limits: [LimitPolicy]
    /// How much may be spent, by all its keys together.
    public let budgets: [BudgetPolicy]
    /// Marks that spending is added up by, for every key of it.
    public let tags: [String]
    /// What its makers want to remember.
    public let metadata: [String: String]
    /// How long what is known of its requests is kept.
    public let retention: RetentionConfiguration
    /// Whether no byte of its prompts and answers may be written to a disk.
    public let zeroRetention: Bool

    /// Puts a team together in code; nothing is checked. The defaults are those of the document.
    public init(
        name: String,
        access: AccessRules,
        environments: Set<Environment>? = nil,
        limits: [LimitPolicy] = [],
        budgets: [BudgetPolicy] = [],
        tags: [String] = [],
        metadata: [String: String] = [:],
        retention: RetentionConfiguration = RetentionConfiguration(),
        zeroRetention: Bool = false
    ) {
        self.name = name
        self.access = access
        self.environments = environments
        self.limits = limits
        self.budgets = budgets
        self.tags = tags
        self.metadata = metadata
        self.retention = retention
        self.zeroRetention = zeroRetention
    }

    /// Puts a team together that has rules on models and regions alone; nothing is checked.
    public init(name: String, models: [ModelPattern]? = nil, regions: Set<String>? = nil) {
        self.init(name: name, access: AccessRules(models: models, regions: regions))
    }

    /// The models its keys may ask for, by the name in the request; nil for all.
    public var models: [ModelPattern]? { access.models }

    /// The regions its requests may be processed in; nil for all. With a rule, targets without a region are out too.
    public var regions: Set<String>? { access.regions }
}
