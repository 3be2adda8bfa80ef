import Governance
import Pricing

/// The document itself: its sections, and what must hold between them.
enum RootSection: Section {
    static let schema = Field<String?>.optional(
        "$schema",
        .anyText,
        "Where editors find the JSON Schema of this document. Kanmon does not read it."
    )
    static let version = Field<Int?>.required(
        "version",
        .integer(1...1),
        "Version of the document's format."
    )
    static let server = Field(
        "server",
        ServerSection.type,
        default: ServerSection.Value(),
        "The listener and its limits."
    )
    static let data = Field<DataLocation?>.optional(
        "data",
        .data,
        otherwise: "everything is kept in memory only",
        "The folder for what must outlive the process: keys made at run time, spending, the ledger, the audit log."
    )
    static let timeZone = Field<String?>.optional(
        "time_zone",
        .timeZone,
        otherwise: "`Asia/Tokyo` where `LC_ALL` or `LANG` says Japanese, else `UTC`",
        "The time zone of budgets' periods, as the IANA database names it."
    )
    static let currency = Field<Currency?>.optional(
        "currency",
        CurrencySection.type,
        otherwise: "US dollars",
        "The currency in which people are shown amounts. Everything is counted in US dollars."
    )
    static let providers = Field<[Named<ProviderSection.Value>]?>.required(
        "providers",
        .map(.provider, to: ProviderSection.type, minimumCount: 1),
        "The providers by name. Callers reach every model of theirs as `name/model`."
    )
    static let models = Field(
        "models",
        .map(.model, to: ModelSection.type),
        default: [],
        "Public model names and what stands behind them."
    )
    static let organization = Field(
        "organization",
        OrganizationSection.type,
        default: OrganizationSection.Value(),
        "What all teams belong to."
    )
    static let teams = Field(
        "teams",
        .map(.key, to: TeamSection.type),
        default: [],
        "Teams by name: what their keys share."
    )
    static let projects = Field(
        "projects",
        .map(.key, to: ProjectSection.type),
        default: [],
        "Projects by name: pieces of teams' work."
    )
    static let users = Field(
        "users",
        .map(.user, to: UserSection.type),
        default: [],
        "People to whom keys belong, by the names that they sign in with."
    )
    static let keys = Field(
        "keys",
        .list(of: KeySection.type),
        default: [],
        "The virtual keys that callers present."
    )
    static let tags = Field(
        "tags",
        .map(.tag, to: TagSection.type),
        default: [],
        "Rules for tags, by tag."
    )
    static let prices = Field(
        "prices",
        .map(.priced, to: OwnPriceSection.type),
        default: [],
        "What providers' models cost, by `provider/model`, in place of what the catalogue says."
    )
    static let ledger = Field(
        "ledger",
        LedgerSection.type,
        default: LedgerConfiguration(),
        "How the record of every request is kept. Needs `data`."
    )
    static let cache = Field(
        "cache",
        CacheSection.type,
        default: CacheConfiguration(),
        "How answers are kept and given again."
    )
    static let promptCaching = Field(
        "prompt_caching",
        PromptCachingSection.type,
        default: PromptCachingConfiguration(),
        "What is put into prompts, and who is preferred, so that providers' own caches serve them."
    )
    static let telemetry = Field(
        "telemetry",
        TelemetrySection.type,
        default: TelemetryConfiguration(),
        "What the gateway tells of itself."
    )
    static let guardrails = Field(
        "guardrails",
        .list(of: GuardrailSection.type),
        default: [],
        "What texts are searched for on their way to models or from them, and what is done about it."
    )
    static let budgetDefaults = Field(
        "budget_defaults",
        BudgetDefaultsSection.type,
        default: BudgetDefaults(),
        "What budgets assume where nobody says."
    )
    static let alerts = Field(
        "alerts",
        AlertsSection.type,
        default: AlertsConfiguration(),
        "What people are told of, when, and where."
    )
    static let reports = Field(
        "reports",
        ReportsSection.type,
        default: ReportsSection.Value(),
        "What is reported regularly, and where."
    )

    static let description = SectionDescription(
        help: "Configuration of Kanmon, a self-hosted LLM gateway.",
        fields: [
            schema.description, version.description, server.description, data.description, timeZone.description,
            currency.description, providers.description, models.description, organization.description,
            teams.description, projects.description, users.description, keys.description, tags.description,
            prices.description, ledger.description, cache.description, promptCaching.description,
            guardrails.description, telemetry.description, budgetDefaults.description,
            alerts.description, reports.description,
        ],
        rules: [SectionRule(field: ledger.name, required: [data.name])]
    )

    static func read(_ section: SectionReader) -> KanmonConfiguration? {
        let reading = section.reading
        _ = section[schema]
        _ = section[version]
        var server = section[server]
        let data = section[data]
        // What is looked up while others are read is read before them.
        reading.declaredProviders = names(in: section.place(of: providers.name), rule: .provider)
        reading.declaredModels = names(in: section.place(of: models.name), rule: .model)
        reading.declaredTeams = names(in: section.place(of: teams.name), rule: .key)
        reading.declaredProjects = names(in: section.place(of: projects.name), rule: .key)
        reading.declaredUsers = names(in: section.place(of: users.name), rule: .user)
        reading.currency = section[currency] ?? .usd
        reading.timeZone = section[timeZone] ?? reading.timeZone
        reading.budgetDefaults = section[budgetDefaults]
        let ledger = section[ledger]
        let guardrailValues = section[guardrails]
        let guardrails = GuardrailSection.guardrails(guardrailValues, reading)
        reading.declaredGuardrails = guardrailNames(in: section.place(of: Self.guardrails.name), guardrails)
        let providers = section[providers] ?? []
        let models = section[models]
        let organization = section[organization]
        let teams = section[teams]
        let projects = section[projects]
        let users = section[users]
        var keys = section[keys]
        let tags = section[tags]
        let cache = section[cache]
        let promptCaching = section[promptCaching]
        let telemetry = section[telemetry]
        if let place = reading.metricsTokenPlace, telemetry.metrics.token == nil, server.configuration.adminToken == nil
        {
            reading.report(
                .conflict,
                at: place,
                "a token is required but none is declared; add `token`, or `admin_token` under `server`"
            )
        }
        let alerts = section[alerts]
        let reports = section[reports]
        ReportsSection.check(reports, alerts, reading)
        if (data ?? .memory) == .memory {
            for place in reading.persistPlaces {
                reading.report(.conflict, at: place, "kept answers need a place to outlive the process in; add `data`")
            }
        }
        let prices = OwnPriceSection.prices(section[prices], reading)
        refuseShadowing(models, reading)
        ModelGraph.check(models, reading)
        DowngradeGraph.check(models, reading)
        let limits = TargetLimits.find(models, reading)
        let breakers = TargetBreakers.find(models, reading)
        KeyChecks.refuseRepetition(keys, server, reading)
        keys = KeyChecks.completed(keys, teams, projects, reading)
        KeyChecks.refuseNowhere(keys, teams, users, reading)
        KeyChecks.refuseUncounted(keys, organization, reading)
        EnvironmentChecks.check(models, teams, projects, keys, reading)
        refuseBodies(organization, teams, data, reading)
        decideOnKeys(
            &server,
            hasKeys: section.place(of: Self.keys.name).map(isFilledList) ?? false,
            canMakeKeys: data != nil || server.configuration.adminToken != nil,
            reading
        )
        let named = providers.map { $0.value.configuration($0.name) }
        GuardrailSection.checkServices(guardrailValues, among: named, reading)
        let regions = Dictionary(named.map { ($0.name, $0.region) }) { first, _ in first }.compactMapValues(\.self)
        let shared = SharedSettings(
            strict: server.configuration.strict,
            regions: regions,
            limits: limits,
            breakers: breakers
        )
        return KanmonConfiguration(
            server: server.configuration,
            data: data ?? .memory,
            timeZone: reading.timeZone,
            currency: reading.currency,
            organization: organization.configuration,
            providers: named,
            models: models.map { $0.value.configuration(named: $0.name, shared) },
            teams: teams.map { $0.value.configuration(named: $0.name) },
            projects: projects.map { $0.value.configuration(named: $0.name) },
            users: users.map { $0.value.configuration(named: $0.name) },
            keys: keys.map(\.key),
            tags: tags.map { $0.value.configuration(named: $0.name) },
            prices: prices,
            ledger: ledger,
            cache: cache,
            promptCaching: promptCaching,
            guardrails: guardrails,
            telemetry: telemetry,
            budgetDefaults: reading.budgetDefaults,
            alerts: alerts,
            reports: reports.configuration
        )
    }

    /// The names of a mapping's entries, well-formed or not.
    private static func names(in place: Located?, rule: NameRule) -> DeclaredNames {
        guard case .mapping(let entries) = place?.node.content else { return DeclaredNames(rule: rule) }
        return DeclaredNames(entries.map(\.name), rule: rule)
    }

    /// The names of guardrails, well-formed or not; of those that have been read, with variables filled in.
    private static func guardrailNames(in place: Located?, _ read: [GuardrailConfiguration]) -> DeclaredNames {
        guard case .list(let elements) = place?.node.content else { return DeclaredNames(rule: .guardrail) }
        let names = elements.compactMap { element -> String? in
            guard case .mapping(let entries) = element.content,
                case .scalar(let name) = entries.first(where: { $0.name == GuardrailSection.name.name })?.value.content
            else { return nil }
            return name.text
        }
        let written = Set(names)
        return DeclaredNames(names + read.map(\.name).filter { !written.contains($0) }, rule: .guardrail)
    }

    /// `provider/model` always addresses that provider's model, so no public name may look like one.
    private static func refuseShadowing(_ models: [Named<ModelSection.Value>], _ reading: Reading) {
        for model in models {
            guard let target = ModelTarget(model.name), reading.declaredProviders.contains(target.provider) else {
                continue
            }
            reading.report(
                .conflict,
                at: model.position,
                model.path,
                "the name hides the model \(Quoting.quoted(target.model)) of the provider "
                    + "\(Quoting.quoted(target.provider)); choose a name that does not start with a provider's name "
                    + "and \"/\""
            )
        }
    }

    /// Memory is no place to store prompts in.
    private static func refuseBodies(
        _ organization: OrganizationSection.Value,
        _ teams: [Named<TeamSection.Value>],
        _ data: DataLocation?,
        _ reading: Reading
    ) {
        guard (data ?? .memory) == .memory, !organization.zeroRetention else { return }
        let all =
            [(organization.zeroRetention, organization.bodies.storePlace)]
            + teams.map { ($0.value.zeroRetention, $0.value.retention.storePlace) }
        for case (false, let place?) in all {
            reading.report(.conflict, at: place, "prompts and answers need a place to be stored in; add `data`")
        }
    }

    /// An open gateway spends its owner's money, so being open to a network takes an explicit word.
    /// - Parameter canMakeKeys: whether keys may come at run time, so that a document without any is none that nobody can use.
    private static func decideOnKeys(
        _ server: inout ServerSection.Value,
        hasKeys: Bool,
        canMakeKeys: Bool,
        _ reading: Reading
    ) {
        let listen = server.configuration.listen
        server.configuration.requireKeys = server.requireKeys ?? (hasKeys || !listen.isLoopback)
        guard !hasKeys, !canMakeKeys, server.configuration.requireKeys else { return }
        if server.requireKeys == true, let place = server.requireKeysPlace {
            reading.report(.conflict, at: place, "keys are required but none is declared; add `keys`")
        } else if let place = server.listenPlace {
            reading.report(
                .conflict,
                at: place,
                "\(listen) can be reached from other machines and no key is declared; add `keys`, listen on "
                    + "127.0.0.1, or say `require_keys: false` under `server` if everyone who can connect may use it"
            )
        }
    }

    /// Whether keys were meant, so that a mistake inside one of them is not told twice.
    private static func isFilledList(_ place: Located) -> Bool {
        if case .list(let elements) = place.node.content { !elements.isEmpty } else { false }
    }
}
