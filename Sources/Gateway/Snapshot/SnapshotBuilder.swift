import Governance
import Guardrails
import Pricing
import Routing
import Settings
import Upstream

/// Turns one configuration after the other into snapshots. It reads certificate files, so it is not for event loops.
struct SnapshotBuilder: Sendable {
    /// A configuration that is ready to take another's place.
    struct Step: Sendable {
        let snapshot: Snapshot
        /// What is different from the one before.
        let changes: ConfigurationChanges
        /// The endpoints that are not used any more once the snapshot before is released.
        let retired: [UpstreamEndpoint]
        /// The states and limits of its targets, which count from now on.
        let catalog: CatalogBuilder
        /// The builder for the configuration after this one.
        let next: SnapshotBuilder
    }

    /// The configuration that is in use.
    let configuration: KanmonConfiguration
    /// What providers' models cost.
    let prices: PriceBook?
    /// Kept by whatever uses it. Weak, because its end is what tells that its last request has ended.
    private(set) weak var lease: ConfigurationLease?
    /// What digests of declared keys are made with where no directory is given.
    private let pepper: KeyPepper
    private let started: ServerConfiguration
    private let generation: Int
    private let endpoints: EndpointBook
    private let tls: ServerTLS?
    private let proxies: ProxySettings
    private let health: TargetHealth
    private let room: Gate?
    private let created: Int

    /// Prepares the first configuration.
    /// - Parameters:
    ///   - prices: the prices behind those of the configuration.
    ///   - simulated: where the simulated providers were started, by name.
    ///   - environment: for `HTTPS_PROXY` and its siblings.
    ///   - health: what is known of targets.
    ///   - directory: who there is; `nil` for those that the configuration declares.
    ///   - created: the time the lists of models give, in seconds since 1970.
    /// - Returns: the first snapshot, and the builder for the next.
    static func start(
        _ configuration: KanmonConfiguration,
        prices: PriceCatalog,
        simulated: [String: BaseURL],
        environment: [String: String],
        health: TargetHealth,
        directory: Directory?,
        created: Int
    ) throws(GatewayError) -> Step {
        let proxies: ProxySettings
        do {
            proxies = try ProxySettings(environment: environment)
        } catch {
            throw GatewayError(.configuration, "the proxy settings of the environment: \(error)")
        }
        let builder = SnapshotBuilder(
            configuration: configuration,
            prices: nil,
            lease: nil,
            pepper: .generate(),
            started: configuration.server,
            generation: 0,
            endpoints: EndpointBook(),
            tls: nil,
            proxies: proxies,
            health: health,
            room: nil,
            created: created
        )
        return try builder.build(configuration, prices: prices, simulated: simulated, directory: directory)
    }

    /// Prepares the next configuration; the one in use is not touched, whatever happens.
    /// - Parameters:
    ///   - prices: the prices behind those of the configuration; `nil` for those in use.
    ///   - simulated: where the simulated providers were started, by name.
    ///   - directory: who there is; `nil` for those that the configuration declares.
    /// - Throws: ``GatewayError`` where a certificate or a provider cannot be used.
    func build(
        _ configuration: KanmonConfiguration,
        prices: PriceCatalog? = nil,
        simulated: [String: BaseURL],
        directory: Directory?
    ) throws(GatewayError) -> Step {
        var endpoints = EndpointBook(after: endpoints)
        let catalog = try CatalogBuilder(
            configuration,
            after: generation > 0 ? self.configuration : nil,
            simulated: simulated,
            proxies: proxies,
            health: health,
            priceCatalog: prices ?? self.prices?.catalog ?? .builtIn,
            created: created,
            endpoints: &endpoints
        )
        let guards = try guards(configuration, directory, &endpoints)
        let room = room(configuration.server)
        // Clients of a plain listener do not speak TLS, nor the other way round: that waits for a restart.
        let staysPlain = started.tls == nil || configuration.server.tls == nil
        let tls = staysPlain ? tls : try ServerTLS(configuration.server.tls)
        let snapshot = Snapshot(
            generation: generation + 1,
            catalog: Catalog(catalog, addressed: health.addressed),
            rules: Rulebook(configuration, directory: directory ?? declared(configuration), teams: health.teams),
            guards: guards,
            cache: CacheRules(configuration.cache.policies),
            prompts: PromptCacheRules(configuration.promptCaching.policies),
            room: room,
            metrics: MetricsAccess(configuration),
            limits: ListenerLimits(configuration.server),
            tls: tls
        )
        let next = SnapshotBuilder(
            configuration: configuration,
            prices: catalog.prices,
            lease: snapshot.lease,
            pepper: pepper,
            started: started,
            generation: generation + 1,
            endpoints: endpoints,
            tls: tls,
            proxies: proxies,
            health: health,
            room: room?.gate,
            created: created
        )
        return Step(
            snapshot: snapshot,
            changes: ConfigurationChanges(from: self.configuration, to: configuration, started: started),
            retired: endpoints.retired,
            catalog: catalog,
            next: next
        )
    }

    /// Who there is where nobody is made at run time.
    private func declared(_ configuration: KanmonConfiguration) -> Directory {
        Directory(declared: configuration, pepper: pepper)
    }

    /// What looks at requests and answers.
    private func guards(
        _ configuration: KanmonConfiguration,
        _ directory: Directory?,
        _ endpoints: inout EndpointBook
    ) throws(GatewayError) -> GuardBook? {
        do {
            return try GuardBook(
                configuration,
                hash: ValueHash(key: directory?.evidenceKey ?? pepper.evidenceKey),
                series: health.guards,
                proxies: proxies,
                endpoints: &endpoints
            )
        } catch let error as GatewayError {
            throw error
        } catch {
            throw GatewayError(.configuration, "the guardrails: \(error)")
        }
    }

    /// The limit on requests in flight: the gate of the configuration before where there was one, so that those inside are
    /// counted on.
    private func room(_ server: ServerConfiguration) -> Snapshot.Room? {
        guard let limit = server.maxConcurrent else { return nil }
        let policy = QueuePolicy(limit: limit, length: server.queue.length, timeout: server.queue.timeout)
        return Snapshot.Room(gate: room ?? Gate(policy), policy: policy)
    }
}
