import Governance
import Pricing
import Settings
import Testing

@Suite("What a document says of governance")
struct GovernanceConfigurationTests {
    private static let key = "key: sk-km-0123456789"

    private func load(_ more: String, environment: [String: String] = [:]) throws -> KanmonConfiguration {
        try Harness(environment: environment).load(Harness.document(more))
    }

    private func money(_ text: String) throws -> BudgetPolicy.Amount { .money(try Money(decimal: text)) }

    @Test("comes out field by field")
    func everyField() throws {
        let configuration = try load(
            """
            server:
              listen: "127.0.0.1:1"
              admin_listen: "127.0.0.1:2"
              admin_token: 0123456789abcdef
              trusted_proxies: [10.0.0.0/8, "::1"]
            data: data/kanmon
            time_zone: Europe/Berlin
            currency: {code: EUR, per_usd: "0.92"}
            organization: {name: acme, limits: {concurrent: 9}, budgets: [{amount: 1, period: total}]}
            models: {m: {targets: [p/m], environments: [dev, prod], limits: {requests_per_day: 8}}}
            teams:
              dev:
                models: [m]
                environments: [dev]
                limits: {requests_per_minute: 7}
                budgets: [{amount: 2, period: week, alignment: rolling}]
                tags: [a, "b:1"]
                metadata: {owner: me@example.com}
                retention: {ledger: 10d, bodies: {store: false, max_size: 2KiB, retention: 2d}}
              quiet: {zero_retention: true}
            projects: {search: {team: dev, models: [m], limits: {requests_per_hour: 6}, tags: [c]}}
            users: {"a+b@example.com": {display_name: A B, role: team-admin, teams: [dev], limits: {requests_per_second: 5}}}
            keys:
              - name: bot
                project: search
                user: a+b@example.com
                \(Self.key)
                not_before: "2026-12-01T00:00:00Z"
                expires: "2026-12-01T09:00:01.9+09:00"
                models: [m]
                surfaces: [openai-chat, gemini]
                addresses: [192.0.2.0/24]
                bounds: {max_tokens: 4, min_temperature: 0.5, max_temperature: 1, max_n: 3, tools: false, stream: false, action: clamp}
                signing_secret: 0123456789abcdef0123456789abcdef
                limits: {concurrent: 2}
                model_limits: {m: {tokens_per_minute: 1}, "p/*": {tokens_per_hour: 0}}
                budgets: [{amount: 10, currency: tokens, period: day}]
                tags: [d]
                metadata: {x: "1"}
            tags: {"a": {limits: {output_tokens_per_day: 3}, budgets: [{amount: 4, period: quarter}]}}
            prices: {p/m: {input_per_million: 0.1, output_per_million: "0.2", per_request: 1e-3}}
            ledger: {on_full: continue, max_journal: 2MiB, sync: 5ms, retention: 9d}
            budget_defaults: {unknown_price: refuse, assumed_output_tokens: 11}
            """
        )
        #expect(configuration.server.adminListen == ListenAddress(host: "127.0.0.1", port: 2))
        #expect(configuration.server.adminToken == Secret("0123456789abcdef"))
        #expect(configuration.server.trustedProxies.ranges.map(\.description) == ["10.0.0.0/8", "0:0:0:0:0:0:0:1"])
        #expect(configuration.data == .folder("data/kanmon"))
        #expect(configuration.timeZone == "Europe/Berlin")
        #expect(configuration.currency == (try Currency(code: "EUR", perDollar: "0.92")))
        #expect(
            configuration.organization
                == OrganizationConfiguration(
                    name: "acme",
                    limits: [LimitPolicy(.requests, per: .concurrent, 9)],
                    budgets: [
                        BudgetPolicy(name: "total", amount: try money("1"), period: .total, unknownCost: .refuse)
                    ]
                )
        )
        #expect(configuration.models[0].environments == [.dev, .prod])
        #expect(configuration.models[0].limits == [LimitPolicy(.requests, per: .day, 8)])
        #expect(
            configuration.teams == [
                TeamConfiguration(
                    name: "dev",
                    access: AccessRules(models: [ModelPattern("m")]),
                    environments: [.dev],
                    limits: [LimitPolicy(.requests, per: .minute, 7)],
                    budgets: [
                        BudgetPolicy(
                            name: "week",
                            amount: try money("2"),
                            period: .week,
                            alignment: .rolling,
                            unknownCost: .refuse
                        )
                    ],
                    tags: ["a", "b:1"],
                    metadata: ["owner": "me@example.com"],
                    retention: RetentionConfiguration(
                        ledger: .seconds(864_000),
                        bodies: .init(store: false, maxSize: 2048, retention: .seconds(172_800))
                    )
                ),
                TeamConfiguration(name: "quiet", access: AccessRules(), zeroRetention: true),
            ]
        )
        #expect(
            configuration.projects == [
                ProjectConfiguration(
                    name: "search",
                    team: "dev",
                    models: [ModelPattern("m")],
                    limits: [LimitPolicy(.requests, per: .hour, 6)],
                    tags: ["c"]
                )
            ]
        )
        #expect(
            configuration.users == [
                UserConfiguration(
                    name: "a+b@example.com",
                    displayName: "A B",
                    role: .teamAdmin,
                    teams: ["dev"],
                    limits: [LimitPolicy(.requests, per: .second, 5)]
                )
            ]
        )
        #expect(
            configuration.keys == [
                GatewayKey(
                    name: "bot",
                    key: Secret("sk-km-0123456789"),
                    // Both from the project and its team.
                    team: "dev",
                    project: "search",
                    user: "a+b@example.com",
                    environment: .dev,
                    notBefore: Timestamp(seconds: 1_796_083_200),
                    expires: Timestamp(seconds: 1_796_083_201),
                    access: AccessRules(
                        models: [ModelPattern("m")],
                        surfaces: [.openAIChat, .gemini],
                        addresses: [AddressRange("192.0.2.0/24")].compactMap(\.self),
                        parameters: ParameterBounds(
                            maxTokens: 4,
                            minTemperature: 0.5,
                            maxTemperature: 1,
                            maxChoices: 3,
                            allowsTools: false,
                            allowsStreams: false,
                            action: .clamp
                        )
                    ),
                    signingSecret: SigningSecret("0123456789abcdef0123456789abcdef"),
                    limits: [LimitPolicy(.requests, per: .concurrent, 2)],
                    modelLimits: [
                        ModelLimits(ModelPattern("m"), limits: [LimitPolicy(.tokens, per: .minute, 1)]),
                        ModelLimits(ModelPattern("p/*"), limits: [LimitPolicy(.tokens, per: .hour, 0)]),
                    ],
                    budgets: [
                        BudgetPolicy(name: "day", amount: .tokens(10), period: .day, timeZone: "Europe/Berlin")
                    ],
                    tags: ["d"],
                    metadata: ["x": "1"]
                )
            ]
        )
        #expect(
            configuration.tags == [
                TagConfiguration(
                    name: "a",
                    limits: [LimitPolicy(.outputTokens, per: .day, 3)],
                    budgets: [
                        BudgetPolicy(
                            name: "quarter",
                            amount: try money("4"),
                            period: .quarter,
                            timeZone: "Europe/Berlin",
                            unknownCost: .refuse
                        )
                    ]
                )
            ]
        )
        let fields = ["input_per_million": "0.1", "output_per_million": "0.2", "per_request": "0.001"]
        #expect(configuration.prices == [try OwnPrice(provider: "p", model: "m", fields: fields)])
        #expect(
            configuration.ledger
                == LedgerConfiguration(
                    onFull: .continue,
                    maxJournal: 2 << 20,
                    sync: .milliseconds(5),
                    retention: .seconds(777_600)
                )
        )
        #expect(configuration.budgetDefaults == BudgetDefaults(unknownPrice: .refuse, assumedOutputTokens: 11))
    }

    @Test("is nothing where the document is silent")
    func defaults() throws {
        #expect(
            try load("")
                == KanmonConfiguration(
                    data: .memory,
                    timeZone: "UTC",
                    currency: .usd,
                    providers: [
                        ProviderConfiguration(
                            name: "p",
                            type: .simulated,
                            endpoint: .simulated(SimulatedProviderConfiguration())
                        )
                    ]
                )
        )
    }

    @Test("limits everything that can be limited")
    func limits() throws {
        let names = [
            "requests_per_second", "requests_per_minute", "requests_per_hour", "requests_per_day", "concurrent",
            "tokens_per_minute", "tokens_per_hour", "tokens_per_day", "input_tokens_per_minute",
            "input_tokens_per_hour",
            "input_tokens_per_day", "output_tokens_per_minute", "output_tokens_per_hour", "output_tokens_per_day",
        ]
        let text = names.enumerated().map { "\($0.element): \($0.offset)" }.joined(separator: ", ")
        let limits = try load("teams: {t: {limits: {\(text)}}}").teams[0].limits
        let spoken = limits.map { limit in
            limit.window == .concurrent ? "concurrent" : "\(limit.resource.rawValue)_per_\(limit.window.rawValue)"
        }
        #expect(spoken == names)
        #expect(limits.map(\.amount) == Array(names.indices))
        for limit in limits { try limit.validate() }
    }

    @Test(
        "reads amounts digit by digit",
        arguments: [
            ("0.1", "0.1"), ("\"0.1\"", "0.1"), ("0", "0"), ("1e3", "1000"), ("1.50", "1.5"), ("\"${AMOUNT}\"", "0.3"),
            ("0.000000000000000001", "0.000000000000000001"), ("1000000000000000", "1000000000000000"),
            ("999999999999999.999999999999999999", "999999999999999.999999999999999999"), ("3e-7", "0.0000003"),
        ]
    )
    func amounts(text: String, exact: String) throws {
        let document = "organization: {budgets: [{amount: \(text), period: day}]}"
        let configuration = try load(document, environment: ["AMOUNT": "0.3"])
        #expect(configuration.organization.budgets.map(\.amount) == [try money(exact)])
        // JSON's numbers as well.
        let json = """
            {"version": 1, "providers": {"p": {"type": "simulated"}},
             "organization": {"budgets": [{"amount": \(text), "period": "day"}]}}
            """
        let same = try Harness(environment: ["AMOUNT": "0.3"]).load(json, name: "kanmon.json")
        #expect(same.organization.budgets == configuration.organization.budgets)
    }

    @Test(
        "reads shares digit by digit",
        arguments: [
            ("0.001", 1), ("1", 1000), ("0.8", 800), ("80%", 800), ("0.1%", 1), ("100%", 1000), ("\"33.3%\"", 333),
            ("0.29", 290), ("0.57", 570), ("0.580", 580),
        ]
    )
    func shares(text: String, thousandths: Int) throws {
        let budgets = try load("organization: {budgets: [{amount: 1, period: day, alert_at: [\(text)]}]}").organization
            .budgets
        #expect(budgets.map(\.alertsAt) == [[thousandths]])
    }

    @Test("keeps alerts in order, whatever the document's")
    func alertOrder() throws {
        let budgets = try load("organization: {budgets: [{amount: 1, period: day, alert_at: [90%, 0.5]}]}").organization
            .budgets
        #expect(budgets.map(\.alertsAt) == [[500, 900]])
    }

    @Test("names budgets by their period, so that another action loses nothing of what was spent")
    func budgetNames() throws {
        let budgets = try load(
            """
            models: {m: {targets: [p/m]}}
            teams:
              t:
                budgets:
                  - {amount: 1, period: month}
                  - {amount: 2, period: day, action: warn}
                  - {amount: 3, period: week, action: {downgrade: m}}
                  - {amount: 4, period: month, action: {downgrade: p/x}, name: last}
            """
        ).teams[0].budgets
        #expect(budgets.map(\.name) == ["month", "day", "week", "last"])
        #expect(budgets.map(\.action) == [.block, .warn, .downgrade(to: "m"), .downgrade(to: "p/x")])
        for budget in budgets { try budget.validate() }
    }

    @Test(
        "says what an unknown price counts for, nearest word first",
        arguments: [
            ("", "", BudgetPolicy.UnknownCost.assume(.zero)),
            ("budget_defaults: {unknown_price: refuse}", "", .refuse),
            ("budget_defaults: {unknown_price: refuse}", ", unknown_price: allow", .assume(.zero)),
            ("budget_defaults: {unknown_price: 0.25}", "", .assume(Money(attos: 250_000_000_000_000_000))),
            ("", ", unknown_price: refuse", .refuse),
            // Tokens have no price.
            ("budget_defaults: {unknown_price: refuse}", ", currency: tokens", .assume(.zero)),
        ]
    )
    func unknownPrice(defaults: String, own: String, expected: BudgetPolicy.UnknownCost) throws {
        let budgets = try load("\(defaults)\norganization: {budgets: [{amount: 1, period: day\(own)}]}").organization
            .budgets
        #expect(budgets.map(\.unknownCost) == [expected])
    }

    @Test(
        "takes the time zone of the language where it has one",
        arguments: [
            (["LANG": "ja_JP.UTF-8"], "Asia/Tokyo"), (["LANG": "ja"], "Asia/Tokyo"),
            (["LANG": "ja.UTF-8"], "Asia/Tokyo"),
            (["LC_ALL": "ja_JP", "LANG": "en_US.UTF-8"], "Asia/Tokyo"),
            (["LC_ALL": "C", "LANG": "ja_JP.UTF-8"], "UTC"),
            (["LC_ALL": "", "LANG": "ja_JP.UTF-8"], "Asia/Tokyo"), (["LANG": "jam_JM"], "UTC"),
            (["LANG": "de_DE"], "UTC"),
            ([:], "UTC"),
        ]
    )
    func timeZone(environment: [String: String], expected: String) async throws {
        let budget = "organization: {budgets: [{amount: 1, period: day}]}"
        let configuration = try load(budget, environment: environment)
        #expect(configuration.timeZone == expected)
        #expect(configuration.organization.budgets.map(\.timeZone) == [expected])
        let own = try load("time_zone: America/New_York\n\(budget)", environment: environment)
        #expect(own.organization.budgets.map(\.timeZone) == ["America/New_York"])
        let found = try await ConfigurationDiscovery.discover(environment: environment) { _ in nil }
        #expect(found.timeZone == expected)
    }

    @Test(
        "keeps a budget's time zone out where no calendar decides, so that another zone does not forget what was spent"
    )
    func rollingZone() throws {
        let document = "time_zone: Asia/Tokyo\norganization: {budgets: [{amount: 1, period: day, alignment: rolling}]}"
        #expect(try load(document).organization.budgets.map(\.timeZone) == ["UTC"])
    }

    @Test(
        "has data where the document says, from its own folder",
        arguments: [("./kanmon-data", "etc/./kanmon-data"), ("/var/lib/kanmon", "/var/lib/kanmon"), ("\"${D}\"", "/d")]
    )
    func data(text: String, path: String) throws {
        let document = Harness.document("data: \(text)")
        let configuration = try Harness(environment: ["D": "/d"]).load(document, name: "etc/kanmon.yaml")
        #expect(configuration.data == .folder(path))
    }

    @Test(
        "lets keys be made later where that is possible",
        arguments: ["data: ./d\nserver: {require_keys: true}", "data: ./d\nserver: {listen: \"0.0.0.0:1\"}"]
    )
    func keysLater(document: String) throws {
        let server = try load(document).server
        #expect(server.requireKeys)
    }
}
