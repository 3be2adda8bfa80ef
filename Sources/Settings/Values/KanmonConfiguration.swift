public import Pricing

/// One whole configuration, validated: what a document says, with every default filled in.
///
/// A value of this type made by ``ConfigurationLoader`` is consistent: every target names a provider or a model that is
/// there, models never lead back to themselves, neither by targets nor by budgets that downgrade, every key's team, project
/// and user are there and fit each other, names are unique, every policy can be enforced, and a listener that is reachable
/// from other machines asks for keys unless told otherwise.
public struct KanmonConfiguration: Sendable, Hashable {
    /// The listener and its limits.
    public let server: ServerConfiguration
    /// Where the gateway keeps what must outlive it.
    public let data: DataLocation
    /// The time zone of calendar periods that do not say themselves, as the IANA database names it.
    public let timeZone: String
    /// The currency in which people are shown amounts. Everything is counted in US dollars.
    public let currency: Currency
    /// What all teams belong to.
    public let organization: OrganizationConfiguration
    /// The providers in the order of the document; names are unique.
    public let providers: [ProviderConfiguration]
    /// The public model names in the order of the document; names are unique.
    public let models: [ModelConfiguration]
    /// The teams in the order of the document; names are unique.
    public let teams: [TeamConfiguration]
    /// The projects in the order of the document; names are unique.
    public let projects: [ProjectConfiguration]
    /// The people in the order of the document; names are unique.
    public let users: [UserConfiguration]
    /// The virtual keys callers may present; names and keys are unique.
    public let keys: [GatewayKey]
    /// The tags that have rules, in the order of the document; names are unique.
    public let tags: [TagConfiguration]
    /// What providers' models cost, before what the catalogue says; no model stands twice.
    public let prices: [OwnPrice]
    /// How the record of every request is kept.
    public let ledger: LedgerConfiguration
    /// How answers are kept and given again.
    public let cache: CacheConfiguration
    /// What is done so that providers' own caches serve prompts.
    public let promptCaching: PromptCachingConfiguration
    /// What texts are searched for, in the order of the document; names are unique. What a guardrail needs is there.
    public let guardrails: [GuardrailConfiguration]
    /// What the gateway tells of itself.
    public let telemetry: TelemetryConfiguration
    /// What budgets assume where nobody says.
    public let budgetDefaults: BudgetDefaults
    /// What people are told of, when, and where.
    public let alerts: AlertsConfiguration
    /// What is reported regularly, and where.
    public let reports: ReportsConfiguration

    /// Puts a configuration together in code; nothing is checked.
    public init(
        server: ServerConfiguration = ServerConfiguration(),
        data: DataLocation = .memory,
        timeZone: String = "UTC",
        currency: Currency = .usd,
        organization: OrganizationConfiguration = OrganizationConfiguration(),
        providers: [ProviderConfiguration] = [],
        models: [ModelConfiguration] = [],
        teams: [TeamConfiguration] = [],
        projects: [ProjectConfiguration] = [],
        users: [UserConfiguration] = [],
        keys: [GatewayKey] = [],
        tags: [TagConfiguration] = [],
        prices: [OwnPrice] = [],
        ledger: LedgerConfiguration = LedgerConfiguration(),
        cache: CacheConfiguration = CacheConfiguration(),
        promptCaching: PromptCachingConfiguration = PromptCachingConfiguration(),
        guardrails: [GuardrailConfiguration] = [],
        telemetry: TelemetryConfiguration = TelemetryConfiguration(),
        budgetDefaults: BudgetDefaults = BudgetDefaults(),
        alerts: AlertsConfiguration = AlertsConfiguration(),
        reports: ReportsConfiguration = ReportsConfiguration()
    ) {
        self.server = server
        self.data = data
        self.timeZone = timeZone
        self.currency = currency
        self.organization = organization
        self.providers = providers
        self.models = models
        self.teams = teams
        self.projects = projects
        self.users = users
        self.keys = keys
        self.tags = tags
        self.prices = prices
        self.ledger = ledger
        self.cache = cache
        self.promptCaching = promptCaching
        self.guardrails = guardrails
        self.telemetry = telemetry
        self.budgetDefaults = budgetDefaults
        self.alerts = alerts
        self.reports = reports
    }

    /// The provider of that name.
    public func provider(named name: String) -> ProviderConfiguration? { providers.first { $0.name == name } }

    /// The public model of that name.
    public func model(named name: String) -> ModelConfiguration? { models.first { $0.name == name } }

    /// The guardrail of that name.
    public func guardrail(named name: String) -> GuardrailConfiguration? { guardrails.first { $0.name == name } }

    /// The team of that name.
    public func team(named name: String) -> TeamConfiguration? { teams.first { $0.name == name } }

    /// The project of that name.
    public func project(named name: String) -> ProjectConfiguration? { projects.first { $0.name == name } }
}
