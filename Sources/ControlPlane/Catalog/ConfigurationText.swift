import Alerting
import Governance
import JSONText
import Pricing
import Routing
import Settings

/// The configuration in use as JSON, in the document's own names. Whatever is secret is a row of asterisks: credentials,
/// values of headers, keys, tokens, addresses of proxies, which may hold a password.
enum ConfigurationText {
    static let mask: JSONValue = "***"

    private static func currency(_ currency: Currency) -> JSONValue {
        var object: JSONObject = ["code": .string(currency.code), "per_usd": .string(currency.perDollar)]
        if let asOf = currency.asOf { object.append("as_of", .string(asOf.date)) }
        return .object(object)
    }

    static func json(_ configuration: KanmonConfiguration) -> JSONValue {
        var data = JSONValue.null
        if case .folder(let path) = configuration.data { data = .string(path) }
        let rules = configuration.bodyRules
        return [
            "version": 1,
            "server": server(configuration.server),
            "data": data,
            "time_zone": .string(configuration.timeZone),
            "currency": currency(configuration.currency),
            "organization": organization(configuration.organization, rules),
            "providers": map(configuration.providers, \.name, provider),
            "models": map(configuration.models, \.name, model),
            "teams": map(configuration.teams, \.name) { team($0, rules) },
            "projects": map(configuration.projects, \.name, project),
            "users": map(configuration.users, \.name, user),
            "keys": .array(configuration.keys.map(key)),
            "tags": map(configuration.tags, \.name, tag),
            "prices": map(configuration.prices, \.text, price),
            "ledger": [
                "on_full": .string(configuration.ledger.onFull.rawValue),
                "max_journal": JSONValue(configuration.ledger.maxJournal),
                "sync": duration(configuration.ledger.sync),
                "retention": duration(configuration.ledger.retention),
            ],
            "guardrails": .array(configuration.guardrails.map(GuardrailText.json)),
            "budget_defaults": [
                "assumed_output_tokens": JSONValue(configuration.budgetDefaults.assumedOutputTokens),
                "unknown_price": .string(configuration.budgetDefaults.unknownPrice.word),
            ],
            "alerts": alerts(configuration.alerts),
            "reports": ["weekly": weekly(configuration.reports.weekly)],
        ]
    }

    private static func alerts(_ alerts: AlertsConfiguration) -> JSONValue {
        [
            "enabled": .bool(alerts.isEnabled), "gateway": .string(alerts.gateway),
            "language": .string(alerts.language.rawValue),
            "repeat": duration(.seconds(alerts.pace.reminder)), "cooldown": duration(.seconds(alerts.pace.cooldown)),
            "patience": duration(.seconds(alerts.pace.patience)),
            "rules": map(alerts.rules, \.name, AlertRuleOperations.json),
            "channels": .array(alerts.channels.map { .object(ChannelOperations.json($0)) }),
        ]
    }

    private static func weekly(_ weekly: ReportsConfiguration.Weekly) -> JSONValue {
        [
            "enabled": .bool(weekly.isEnabled), "time_zone": weekly.timeZone.map { .string($0) } ?? .null,
            "weekday": .string(weekly.weekday.rawValue), "at_seconds": JSONValue(weekly.time),
            "language": weekly.language.map { .string($0.rawValue) } ?? .null,
            "channels": weekly.channels.map { .array($0.sorted().map { .string($0) }) } ?? .null,
        ]
    }

    /// A public model.
    static func model(_ model: ModelConfiguration) -> JSONValue {
        var object: JSONObject = [
            "strategy": .string(model.strategy.rawValue),
            "targets": .array(model.targets.map(target)),
            "timeout": [
                "connect": duration(model.timeout.connect), "first_byte": duration(model.timeout.firstByte),
                "idle": duration(model.timeout.idle), "total": duration(model.timeout.total),
            ],
            "strict": .bool(model.strict),
        ]
        if !model.contextWindowFallback.isEmpty {
            object.append("context_window_fallback", .array(model.contextWindowFallback.map(target)))
        }
        if !model.contentPolicyFallback.isEmpty {
            object.append("content_policy_fallback", .array(model.contentPolicyFallback.map(target)))
        }
        if let environments = model.environments {
            object.append("environments", .array(environments.map(\.rawValue).sorted().map { .string($0) }))
        }
        if !model.guardrails.isEmpty {
            object.append("guardrails", .array(model.guardrails.map { .string($0) }))
        }
        append(model.limits, model.budgets, to: &object)
        return .object(object)
    }

    /// A provider.
    static func provider(_ provider: ProviderConfiguration) -> JSONValue {
        var object: JSONObject = [
            "type": .string(provider.type.rawValue), "dialect": .string(provider.dialect.rawValue),
        ]
        if case .remote(let url) = provider.endpoint { object.append("base_url", .string(url.description)) }
        object.append(
            "api_keys",
            .array(provider.credentials.map { ["name": .string($0.name), "value": mask] })
        )
        if let region = provider.region { object.append("region", .string(region)) }
        if !provider.headers.isEmpty { object.append("headers", map(provider.headers, \.name) { _ in mask }) }
        if case .proxy = provider.proxy { object.append("proxy", mask) }
        object.append("max_connections", JSONValue(provider.maxConnections))
        object.append("max_waiting", JSONValue(provider.maxWaiting))
        append([], provider.budgets, to: &object)
        return .object(object)
    }

    private static func target(_ target: TargetConfiguration) -> JSONValue {
        var object = JSONObject()
        switch target.destination {
        case .provider(let model): object.append("model", .string(model.description))
        case .model(let name): object.append("model", .string(name))
        }
        if let region = target.region { object.append("region", .string(region)) }
        if let window = target.contextWindow { object.append("context_window", JSONValue(window)) }
        if let most = target.maxConcurrent { object.append("max_concurrent", JSONValue(most)) }
        return .object(object)
    }

    private static func server(_ server: ServerConfiguration) -> JSONValue {
        var object: JSONObject = ["listen": .string(server.listen.description)]
        if let address = server.adminListen { object.append("admin_listen", .string(address.description)) }
        if server.adminToken != nil { object.append("admin_token", mask) }
        object.append("trusted_proxies", .array(server.trustedProxies.ranges.map { .string($0.description) }))
        object.append("max_body", JSONValue(server.maxBody))
        object.append("max_connections", JSONValue(server.maxConnections))
        if let most = server.maxConcurrent { object.append("max_concurrent", JSONValue(most)) }
        object.append("require_keys", .bool(server.requireKeys))
        object.append("strict", .bool(server.strict))
        object.append("tls", .bool(server.tls != nil))
        object.append("drain_timeout", duration(server.drainTimeout))
        object.append("header_timeout", duration(server.headerTimeout))
        object.append("body_timeout", duration(server.bodyTimeout))
        object.append("idle_timeout", duration(server.idleTimeout))
        return .object(object)
    }

    private static func organization(_ organization: OrganizationConfiguration, _ rules: BodyRules) -> JSONValue {
        var object = JSONObject([.init("name", .string(organization.name))])
        for member in access(AccessRules(guardrails: organization.guardrails)) {
            object.append(member.name, member.value)
        }
        append(organization.limits, organization.budgets, to: &object)
        object.append("zero_retention", .bool(organization.zeroRetention))
        object.append("retention", ["bodies": bodies(rules.settings(ofTeam: nil))])
        return .object(object)
    }

    private static func team(_ team: TeamConfiguration, _ rules: BodyRules) -> JSONValue {
        var object = access(team.access)
        if let environments = team.environments {
            object.append("environments", .array(environments.map(\.rawValue).sorted().map { .string($0) }))
        }
        append(team.limits, team.budgets, to: &object)
        object.append("tags", .array(team.tags.map { .string($0) }))
        object.append("zero_retention", .bool(team.zeroRetention))
        var retention = JSONObject()
        if let ledger = team.retention.ledger { retention.append("ledger", duration(ledger)) }
        retention.append("bodies", bodies(rules.settings(ofTeam: team.name)))
        object.append("retention", .object(retention))
        return .object(object)
    }

    private static func project(_ project: ProjectConfiguration) -> JSONValue {
        var object: JSONObject = ["team": .string(project.team)]
        for member in access(AccessRules(models: project.models, guardrails: project.guardrails)) {
            object.append(member.name, member.value)
        }
        append(project.limits, project.budgets, to: &object)
        object.append("tags", .array(project.tags.map { .string($0) }))
        return .object(object)
    }

    private static func user(_ user: UserConfiguration) -> JSONValue {
        var object: JSONObject = [
            "role": .string(user.role.rawValue), "teams": .array(user.teams.sorted().map { .string($0) }),
        ]
        for member in access(AccessRules(guardrails: user.guardrails)) { object.append(member.name, member.value) }
        append(user.limits, user.budgets, to: &object)
        return .object(object)
    }

    private static func key(_ key: GatewayKey) -> JSONValue {
        var object: JSONObject = ["name": .string(key.name), "key": mask]
        if let team = key.team { object.append("team", .string(team)) }
        if let project = key.project { object.append("project", .string(project)) }
        if let user = key.user { object.append("user", .string(user)) }
        if let environment = key.environment { object.append("environment", .string(environment.rawValue)) }
        if let expires = key.expires { object.append("expires", .string(expires.description)) }
        if key.signingSecret != nil { object.append("signing_secret", mask) }
        for member in access(key.access) { object.append(member.name, member.value) }
        append(key.limits, key.budgets, to: &object)
        object.append("tags", .array(key.tags.map { .string($0) }))
        return .object(object)
    }

    /// What counts for prompts and answers, with what comes from above.
    private static func bodies(_ settings: (isStored: Bool, isZero: Bool, policy: BodyPolicy)) -> JSONValue {
        [
            "store": .bool(settings.isStored), "max_size": JSONValue(settings.policy.maxSize),
            "retention": duration(settings.policy.retention),
            "mask": .array(BodyMask.allCases.filter(settings.policy.masks.contains).map { .string($0.rawValue) }),
        ]
    }

    private static func tag(_ tag: TagConfiguration) -> JSONValue { bearer(tag.limits, tag.budgets) }

    private static func price(_ price: OwnPrice) -> JSONValue { PriceText.prices(price.entry) }

    private static func bearer(_ limits: [LimitPolicy], _ budgets: [BudgetPolicy]) -> JSONValue {
        var object = JSONObject()
        append(limits, budgets, to: &object)
        return .object(object)
    }

    private static func append(_ limits: [LimitPolicy], _ budgets: [BudgetPolicy], to object: inout JSONObject) {
        if !limits.isEmpty {
            object.append(
                "limits",
                .object(JSONObject(limits.map { .init(PolicyText.name($0), JSONValue($0.amount)) }))
            )
        }
        if !budgets.isEmpty { object.append("budgets", .array(budgets.map { .object(PolicyText.json($0)) })) }
    }

    /// Access rules, as objects that have them write them.
    private static func access(_ access: AccessRules) -> JSONObject {
        let bearer = Organization(
            name: "bearer",
            access: access,
            revision: Revision(at: Timestamp(seconds: 0))
        )
        var object = JSONObject()
        for member in bearer.json(masked: true).object ?? JSONObject()
        where ["models", "surfaces", "regions", "addresses", "bounds", "guardrails"].contains(member.name) {
            object.append(member.name, member.value)
        }
        return object
    }

    static func duration(_ duration: Duration) -> JSONValue {
        let (seconds, attoseconds) = duration.components
        let milliseconds = attoseconds / 1_000_000_000_000_000
        return .string(milliseconds == 0 ? "\(seconds)s" : "\(seconds * 1000 + milliseconds)ms")
    }

    private static func map<Element>(
        _ elements: [Element],
        _ name: (Element) -> String,
        _ json: (Element) -> JSONValue
    ) -> JSONValue { .object(JSONObject(elements.map { .init(name($0), json($0)) })) }
}

extension OwnPrice {
    /// The name that the document gives it.
    fileprivate var text: String { "\(provider)/\(entry.id)" }
}
