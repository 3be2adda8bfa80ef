import Configuration
import Testing

@Suite("The example documents")
struct ExampleTests {
    static let harness = Harness(
        environment: [
            "OPENAI_API_KEY": "sk-openai", "ANTHROPIC_API_KEY": "sk-anthropic", "GEMINI_API_KEY": "gemini",
            "GROQ_API_KEY": "gsk", "OPENAI_PROJECT": "proj_1", "KANMON_TLS_CERTIFICATE": "/tls/cert.pem",
            "KANMON_TLS_KEY": "/tls/key.pem", "KANMON_DEV_BOT_KEY": "sk-km-0123456789-dev-bot",
            "KANMON_WEB_KEY": "sk-km-0123456789-web", "KANMON_BATCH_KEY": "sk-km-0123456789-batch",
            "KANMON_APPLICATION_KEY": "sk-km-0123456789-application",
        ],
        files: ["/tls/cert.pem": "certificate", "/tls/key.pem": "key"]
    )

    @Test("there are some")
    func exist() { #expect(Repository.examples.count >= 6) }

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
                    tls: identity,
                    requireKeys: true,
                    loops: 2
                )
        )
        #expect(configuration.providers.map(\.name) == ["openai", "claude", "gemini", "groq", "pretend"])
        #expect(
            configuration.provider(named: "openai")
                == ProviderConfiguration(
                    name: "openai",
                    type: .openai,
                    endpoint: .remote(BaseURL(scheme: .https, host: "api.openai.com", pathPrefix: "/v1")),
                    apiKey: Secret("sk-openai"),
                    headers: [HeaderField(name: "openai-project", value: Secret("proj_1"))],
                    proxy: .proxy(ProxyURL(host: "proxy.example.com", port: 3128)),
                    tls: ProviderTLS(ca: "/tls/cert.pem", identity: identity)
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
        #expect(
            configuration.models == [
                ModelConfiguration(
                    name: "chat",
                    targets: [
                        ModelTarget(provider: "openai", model: "gpt-4o"),
                        ModelTarget(provider: "claude", model: "claude-sonnet-4-5"),
                    ],
                    strict: true
                ),
                ModelConfiguration(
                    name: "fast",
                    targets: [
                        ModelTarget(provider: "groq", model: "llama-3.3-70b-versatile"),
                        ModelTarget(provider: "gemini", model: "gemini-2.5-flash"),
                        ModelTarget(provider: "pretend", model: "anything"),
                    ]
                ),
            ]
        )
        #expect(configuration.keys == [GatewayKey(name: "dev-bot", key: Secret("sk-km-0123456789-dev-bot"))])
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
