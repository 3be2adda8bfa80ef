import Caching
import Governance
import Pricing
import Routing
import Settings
import Testing

@Suite("The example documents")
struct ExampleTests {
    static let harness = Harness(
        environment: [
            "OPENAI_API_KEY": "sk-openai", "ANTHROPIC_API_KEY": "sk-anthropic", "GEMINI_API_KEY": "gemini",
            "GEMINI_SPARE_KEY": "spare", "CO_API_KEY": "co",
            "GROQ_API_KEY": "gsk", "OPENAI_PROJECT": "proj_1", "KANMON_TLS_CERTIFICATE": "/tls/cert.pem",
            "KANMON_TLS_KEY": "/tls/key.pem", "KANMON_DEV_BOT_KEY": "sk-km-0123456789-dev-bot",
            "KANMON_WEB_KEY": "sk-km-0123456789-web", "KANMON_BATCH_KEY": "sk-km-0123456789-batch",
            "KANMON_APPLICATION_KEY": "sk-km-0123456789-application", "KANMON_ADMIN_TOKEN": "admin-0123456789",
            "KANMON_ALERT_URL": "https://hooks.example.com/kanmon", "KANMON_ALERT_SECRET": "alert-0123456789",
            "KANMON_SLACK_URL": "https://hooks.slack.example/T/B/x", "KANMON_SMTP_PASSWORD": "smtp",
            "KANMON_DEV_BOT_SIGNING_SECRET": "0123456789-0123456789-0123456789",
            "KANMON_GUARD_TOKEN": "guard-token",
            "KANMON_LOG_TOKEN": "log-token", "KANMON_S3_KEY_ID": "id", "KANMON_S3_SECRET": "secret",
            "KANMON_S3_SESSION": "session", "KANMON_METRICS_TOKEN": "metrics-0123456789",
        ],
        files: ["/tls/cert.pem": "certificate", "/tls/key.pem": "key"]
    )

    @Test("there are some")
    func exist() { #expect(Repository.examples.count >= 19) }

    @Test("load without a problem", arguments: Repository.examples)
    func load(name: String) throws {
        #expect(Self.harness.problems(try Repository.text("examples/\(name)"), name: name) == [])
    }

    @Test("full.yaml says what it shows")
    func full() throws {
        let configuration = try Self.harness.load(try Repository.text("examples/full.yaml"))
        let identity = TLSIdentity(certificate: "/tls/cert.pem", key: "/tls/key.pem")
        #expect(
            configuration.server
                == ServerConfiguration(
                    listen: ListenAddress(host: "0.0.0.0", port: 4000),
                    adminListen: ListenAddress(host: "127.0.0.1", port: 4001),
                    adminToken: Secret("admin-0123456789"),
                    trustedProxies: TrustedProxies([AddressRange("10.0.0.0/8")].compactMap(\.self)),
                    tls: identity,
                    requireKeys: true,
                    loops: 2,
                    maxConcurrent: 2000,
                    overload: OverloadConfiguration(memory: 2 << 30, loopLag: .milliseconds(500))
                )
        )
        #expect(
            configuration.promptCaching.policies.policy(model: "chat", team: "dev")
                == PromptCachePolicy(use: .on, lifetimes: .fiveMinutes, affinity: false)
        )
        #expect(configuration.providers.map(\.name) == ["openai", "claude", "gemini", "groq", "cohere", "pretend"])
        #expect(
            configuration.provider(named: "openai")
                == ProviderConfiguration(
                    name: "openai",
                    type: .openai,
                    endpoint: .remote(BaseURL(scheme: .https, host: "api.openai.com", pathPrefix: "/v1")),
                    apiKey: Secret("sk-openai"),
                    headers: [HeaderField(name: "openai-project", value: Secret("proj_1"))],
                    proxy: .proxy(ProxyURL(host: "proxy.example.com", port: 3128)),
                    tls: ProviderTLS(ca: "/tls/cert.pem", identity: identity),
                    promptCache: true,
                    budgets: [
                        BudgetPolicy(
                            name: "month",
                            amount: .money(try Money(decimal: "20000")),
                            period: .month,
                            timeZone: "Asia/Tokyo",
                            action: .warn
                        )
                    ]
                )
        )
        #expect(
            configuration.provider(named: "pretend")?.endpoint
                == .simulated(
                    SimulatedProviderConfiguration(
                        speaks: .anthropic,
                        timeToFirstToken: .milliseconds(200),
                        tokensPerSecond: 60
                    )
                )
        )
        #expect(configuration.models.map(\.name) == ["chat", "fast", "smart", "steady"])
        #expect(configuration.models.map(\.strategy) == [.weighted, .fallback, .conditional, .sticky])
        let chat = try #require(configuration.model(named: "chat"))
        #expect(
            chat.targets == [
                TargetConfiguration(
                    .provider(ModelTarget(provider: "openai", model: "gpt-4o")),
                    weight: Weight(3),
                    region: "us",
                    price: FlatPrice(inputPerMillion: 2.5, outputPerMillion: 10),
                    contextWindow: 128_000,
                    maxConcurrent: 100,
                    breaker: BreakerPolicy()
                ),
                TargetConfiguration(
                    .provider(ModelTarget(provider: "claude", model: "claude-sonnet-4-5")),
                    weight: Weight(10, ramp: Weight.Ramp(from: 0, start: 1_796_083_200, over: .seconds(604_800))),
                    breaker: BreakerPolicy()
                ),
                TargetConfiguration(.model("fast")),
            ]
        )
        #expect(chat.breaker == BreakerPolicy())
        #expect(chat.timeout == TimeoutConfiguration())
        #expect(chat.mirror?.share == 0.05)
        #expect(chat.contextWindowFallback.map(\.region) == ["eu"])
        #expect(chat.strict)
        #expect(configuration.model(named: "steady")?.sticky == .header("x-user-id"))
        let conditions = configuration.model(named: "smart")?.targets.map(\.condition)
        #expect(
            conditions == [
                .comparison(.header("x-tier"), .eq, .string("gold")),
                .all([
                    .all([
                        .comparison(.inputTokens, .gte, .number(100_000)),
                        .comparison(.inputTokens, .lt, .number(1_000_000)),
                    ]),
                    .not(.comparison(.team, .in, .list([.string("dev")]))),
                ]),
                .any([
                    .comparison(.parameter("temperature"), .lte, .number(0.2)),
                    .comparison(.metadata("plan"), .regex, .string("^(pro|enterprise)$")),
                    .all([
                        .comparison(.key, .ne, .string("test-bot")),
                        .comparison(.key, .nin, .list([.string("dev-bot")])),
                    ]),
                    .comparison(.parameter("reasoning.max_tokens"), .gt, .number(8000)),
                ]),
                nil,
            ]
        )
        #expect(configuration.provider(named: "gemini")?.credentials.map(\.name) == ["main", "key-2"])
        #expect(configuration.keys.map(\.name) == ["dev-bot"])
        #expect(configuration.keys.first?.key == Secret("sk-km-0123456789-dev-bot"))
        #expect(configuration.guardrails.count == 17 && !configuration.guardrails.contains(where: \.isDefault))
        #expect(configuration.project(named: "search")?.guardrails == ["pii", "secrets"])
        #expect(configuration.data == .folder("./kanmon-data"))
        #expect(configuration.prices.map(\.provider) == ["groq"])
    }

    @Test("governance/teams.yaml is under its organization, step by step")
    func teams() throws {
        let configuration = try Self.harness.load(try Repository.text("examples/governance/teams.yaml"))
        #expect(configuration.currency.text(try Money(decimal: "2")) == "310")
        #expect(configuration.teams[0].budgets.map(\.alertsAt) == [[500, 800]])
        #expect(configuration.teams[1].budgets.map(\.action) == [.downgrade(to: "cheap"), .block])
        #expect(configuration.organization.budgets.map(\.timeZone) == ["Asia/Tokyo"])
    }

    @Test("governance/bodies.yaml stores what one team lets it")
    func bodies() throws {
        let rules = try Self.harness.load(try Repository.text("examples/governance/bodies.yaml")).bodyRules
        let policy = try #require(rules.policy(organization: "example", team: "support"))
        #expect(policy == BodyPolicy(maxSize: 64 << 10, retention: .seconds(7 * 86_400), masks: Set(BodyMask.allCases)))
        #expect(rules.policy(organization: "example", team: "dev") == nil)
        #expect(rules.settings(ofTeam: "legal").isZero)
    }

    @Test("there is one for each strategy, which needs no account")
    func strategies() throws {
        let names = Repository.examples.filter { $0.hasPrefix("routing/") }
        var shown: Set<StrategyKind> = []
        for name in names where name != "routing/openai-anthropic-gemini.yaml" {
            let configuration = try Harness().load(try Repository.text("examples/\(name)"))
            #expect(configuration.providers.allSatisfy { $0.type == .simulated }, "\(name)")
            #expect(configuration.server.listen == .standard, "\(name)")
            if name == "routing/\(configuration.models[0].strategy.rawValue).yaml" {
                shown.insert(configuration.models[0].strategy)
            }
        }
        #expect(shown == Set(StrategyKind.allCases))
    }

    @Test("full.yaml mentions every field there is")
    func complete() throws {
        let text = try Repository.text("examples/full.yaml")
        let names = Set(
            ConfigurationSchema.referenceTable().split(separator: "\n").dropFirst(2)
                .compactMap { $0.split(separator: "`").dropFirst().first?.split(separator: ".").last }
                .map { $0.replacing("[]", with: "") }
        )
        for name in names.sorted() { #expect(text.contains("\(name):"), "\(name) is missing") }
    }

    @Test("demo.yaml is what --demo runs")
    func demo() throws {
        #expect(try Repository.text("examples/demo.yaml") == DemoConfiguration.document)
        let demo = try DemoConfiguration.load()
        #expect(demo.providers.map(\.name) == ["openai", "anthropic", "gemini"])
        #expect(demo.providers.map(\.dialect) == [.openai, .anthropic, .gemini])
        #expect(demo.models.map(\.name) == ["chat", "fast", "thoughtful"])
        #expect(!demo.server.requireKeys)
    }
}
