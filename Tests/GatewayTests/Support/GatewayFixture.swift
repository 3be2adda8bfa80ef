import Alerting
import Gateway
import Governance
import Logging
import NIOCore
import NIOPosix
import NIOSSL
import Settings
import SimulatedProvider
import Testing

/// A gateway on a free port, with simulated providers behind it that speak one dialect each.
struct GatewayFixture {
    let group: any EventLoopGroup
    let providers: [String: SimulatedProvider]
    let gateway: GatewayServer
    /// What the gateway was started with.
    let configuration: KanmonConfiguration
    /// What the gateway has told of calls that are over.
    let records: RecordLog
    /// What alerts have counted.
    let calls: CallCounter
    let port: Int

    static let key = "sk-km-test-0123456789abcdef"

    /// What is special about one of the simulated providers.
    struct Special {
        /// How it behaves; `nil` as all the others do.
        var options: SimulatedProvider.Options?
        /// What it is called with; `nil` for a single key.
        var credentials: [CredentialConfiguration]?
        var region: String?
        var healthCheck: HealthCheckConfiguration?
    }

    /// Runs a body beside a running gateway and stops everything behind it.
    /// - Parameters:
    ///   - server: the listener's settings; the address is always a free port of the loopback interface.
    ///   - models: public names and their targets.
    ///   - options: how the simulated providers behave.
    ///   - special: what is otherwise about one of them, by its name.
    ///   - others: further providers, wherever they are.
    ///   - keys: the virtual keys; ``key`` is one of them unless it says otherwise.
    ///   - guardrails: what looks at requests and answers.
    ///   - cache: what is cached.
    ///   - prompts: what is done for providers' own caches.
    ///   - control: answers on the paths of the control plane.
    ///   - ledger: where the records of requests go.
    static func with<Result: Sendable>(
        server: ServerConfiguration = ServerConfiguration(),
        models: [ModelConfiguration] = [],
        options: SimulatedProvider.Options = SimulatedProvider.Options(),
        special: [String: Special] = [:],
        others: [ProviderConfiguration] = [],
        teams: [TeamConfiguration] = [],
        keys: [GatewayKey] = [GatewayKey(name: "test", key: Secret(key))],
        guardrails: [GuardrailConfiguration] = [],
        cache: CacheConfiguration = CacheConfiguration(),
        prompts: PromptCachingConfiguration = PromptCachingConfiguration(),
        control: (any ControlHandler)? = nil,
        ledger: (any LedgerSink)? = nil,
        _ body: (GatewayFixture) async throws -> Result
    ) async throws -> Result {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        var providers: [String: SimulatedProvider] = [:]
        var sections: [ProviderConfiguration] = []
        let kinds: [(String, ProviderType, String)] = [
            ("openai", .openai, "/v1"), ("claude", .anthropic, ""), ("gemini", .gemini, ""), ("cohere", .cohere, ""),
        ]
        for (name, type, prefix) in kinds {
            let own = special[name] ?? Special()
            let provider = SimulatedProvider(options: own.options ?? options)
            let address = try await provider.start(on: group)
            providers[name] = provider
            sections.append(
                ProviderConfiguration(
                    name: name,
                    type: type,
                    endpoint: .remote(
                        BaseURL(scheme: .http, host: "127.0.0.1", port: address.port, pathPrefix: prefix)
                    ),
                    apiKey: own.credentials == nil ? Secret("sk-provider-secret-of-\(name)") : nil,
                    credentials: own.credentials ?? [],
                    region: own.region,
                    healthCheck: own.healthCheck,
                    proxy: .direct
                )
            )
        }
        let configuration = KanmonConfiguration(
            server: ServerConfiguration(
                listen: ListenAddress(host: "127.0.0.1", port: 0),
                maxBody: server.maxBody,
                drainTimeout: server.drainTimeout,
                tls: server.tls,
                requireKeys: server.requireKeys,
                strict: server.strict,
                headerTimeout: server.headerTimeout,
                bodyTimeout: server.bodyTimeout,
                idleTimeout: server.idleTimeout,
                maxConnections: server.maxConnections,
                retryBudget: server.retryBudget,
                maxConcurrent: server.maxConcurrent,
                queue: server.queue,
                overload: server.overload
            ),
            providers: sections + others,
            models: models,
            teams: teams,
            keys: keys,
            cache: cache,
            promptCaching: prompts,
            guardrails: guardrails
        )
        let records = RecordLog()
        let calls = CallCounter()
        let gateway = GatewayServer(
            configuration: configuration,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
            observer: records,
            calls: calls,
            control: control,
            governor: Governor(ledger: ledger)
        )
        let address = try await gateway.start(on: group, created: 1_700_000_000)
        let fixture = GatewayFixture(
            group: group,
            providers: providers,
            gateway: gateway,
            configuration: configuration,
            records: records,
            calls: calls,
            port: address.port ?? 0
        )
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(fixture)) } catch { result = .failure(error) }
        await gateway.drain()
        for provider in providers.values { try await provider.shutdown() }
        try await group.shutdownGracefully()
        return try result.get()
    }

    /// The configuration it was started with, but for what is given.
    func configuration(
        server: ServerConfiguration? = nil,
        providers: [ProviderConfiguration]? = nil,
        models: [ModelConfiguration]? = nil,
        keys: [GatewayKey]? = nil,
        cache: CacheConfiguration? = nil
    ) -> KanmonConfiguration {
        KanmonConfiguration(
            server: server ?? configuration.server,
            providers: providers ?? configuration.providers,
            models: models ?? configuration.models,
            teams: configuration.teams,
            keys: keys ?? configuration.keys,
            cache: cache ?? configuration.cache,
            guardrails: configuration.guardrails
        )
    }

    /// Sends raw bytes on a connection of their own and gives everything that comes back until the gateway closes it.
    func raw(_ text: String) async throws -> String {
        try await connected { connection in
            try await connection.send(text)
            return await connection.rest()
        }
    }

    /// Returns when the gateway has begun with everything that was sent to it before: it serves all from one loop.
    func settle() async throws {
        let answer = try await raw("GET /healthz HTTP/1.1\r\nhost: h\r\nconnection: close\r\n\r\n")
        #expect(HTTPText.status(answer) == 200)
    }

    /// A provider of the OpenAI dialect at a port of the loopback interface.
    static func provider(
        _ name: String,
        port: Int,
        scheme: BaseURL.Scheme = .http,
        host: String = "127.0.0.1",
        healthCheck: HealthCheckConfiguration? = nil,
        tls: ProviderTLS = ProviderTLS()
    ) -> ProviderConfiguration {
        ProviderConfiguration(
            name: name,
            type: .openai,
            endpoint: .remote(BaseURL(scheme: scheme, host: host, port: port, pathPrefix: "/v1")),
            apiKey: Secret("sk-provider-secret-of-\(name)"),
            healthCheck: healthCheck,
            proxy: .direct,
            tls: tls
        )
    }

    /// Runs a body with a connection to the gateway.
    func connected<Result: Sendable>(
        tls: NIOSSLContext? = nil,
        _ body: (RawConnection) async throws -> Result
    ) async throws -> Result {
        let connection = try await RawConnection.open(group, port: port, tls: tls)
        let result: Swift.Result<Result, any Error>
        do { result = .success(try await body(connection)) } catch { result = .failure(error) }
        // It may be closed already, which is as good.
        try? await connection.close()
        return try result.get()
    }

    /// One of the simulated providers.
    func provider(_ name: String) throws -> SimulatedProvider { try #require(providers[name]) }

    /// A request with a JSON body.
    /// - Parameter closes: whether the gateway is to close the connection behind its answer.
    static func request(
        _ path: String,
        _ body: String,
        method: String = "POST",
        fields: [String] = [],
        closes: Bool = true
    ) -> String {
        let extra = (fields + (closes ? ["connection: close"] : [])).map { $0 + "\r\n" }.joined()
        return "\(method) \(path) HTTP/1.1\r\nhost: test\r\ncontent-length: \(body.utf8.count)\r\n\(extra)\r\n\(body)"
    }
}

extension TargetConfiguration {
    /// A provider's model.
    /// - Parameter text: `provider/model`.
    static func to(_ text: String, region: String? = nil, maxConcurrent: Int? = nil) -> TargetConfiguration {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        return TargetConfiguration(
            .provider(ModelTarget(provider: parts.first ?? "", model: parts.last ?? "")),
            region: region,
            maxConcurrent: maxConcurrent
        )
    }
}
