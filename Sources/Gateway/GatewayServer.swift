public import Alerting
public import Caching
public import Governance
public import Logging
public import NIOCore
import NIOPosix
import NIOSSL
public import Pricing
import Routing
public import Settings
import Synchronization
public import Telemetry
import Upstream

/// The gateway: a listener, the pipeline behind it, and the connections to the providers.
///
/// `start` brings it up, `reload` gives it another configuration while it runs, `drain` lets it end gracefully: readiness
/// fails at once, requests in flight finish.
public final class GatewayServer: Sendable {
    private let configuration: KanmonConfiguration
    private let prices: PriceCatalog
    private let simulated: [String: BaseURL]
    private let environment: [String: String]
    private let logger: Logger
    private let readiness = Readiness()
    private let running = Mutex<Running?>(nil)
    private let reloads = ReloadStatus()
    private let health = TargetHealth()
    private let budget: RetryBudget
    private let overload: OverloadGuard
    private let observer: (any CallObserver)?
    private let calls: CallCounter?
    private let refusals: RefusalDesk?
    private let control: (any ControlHandler)?
    private let governor: Governor
    let cache: AnswerCache
    private let prompts: PromptCacheMemory
    /// What the ledger has counted before.
    private let totals: LedgerTotals
    private let metricSources: [any MetricSource]
    private let internalCalls = InternalCalls()
    private let embedders: QuestionEmbedders
    /// Who there is beside those of the configuration; `nil` while nobody says.
    private let directory: Mutex<Directory?>
    /// The tasks beside the requests: health checks and the look for overload.
    private let watch = Mutex<[Task<Void, Never>]>([])
    /// Keeps the cache in order while the gateway runs.
    private let keeper = Mutex<Task<Void, Never>?>(nil)
    /// One reload at a time. Held while files are read, on a thread of the pool for blocking work.
    private let builder = Mutex<SnapshotBuilder?>(nil)

    /// What exists while the gateway runs.
    private struct Running: Sendable {
        let listener: Listener
        /// The one for the control plane alone, where it has an address of its own.
        let adminListener: Listener?
        let loops: [LoopContext]
        let client: UpstreamClient
        let admission: ConnectionCount
    }

    /// How long connections that came last may take to send a request, when the listener has been closed.
    private static let lastRequests = TimeAmount.seconds(2)

    /// Prepares a gateway.
    /// - Parameters:
    ///   - configuration: a validated configuration.
    ///   - prices: the prices behind those of the configuration.
    ///   - simulated: where the simulated providers of the configuration were started, by name.
    ///   - environment: for `HTTPS_PROXY` and its siblings.
    ///   - logger: where starts, reloads and stops are told.
    ///   - observer: told of every call when it is over.
    ///   - calls: counts calls for alerts.
    ///   - control: answers on the paths of the control plane.
    ///   - governor: what limits and budgets count in, and the ledger.
    ///   - directory: who there is; `nil` for those that the configuration declares.
    ///   - archive: where stored answers go beside memory.
    ///   - totals: what the ledger has counted before: the counters of requests, tokens and costs go on from there.
    ///   - metrics: what else there is to tell at `/metrics`.
    public init(
        configuration: KanmonConfiguration,
        prices: PriceCatalog = .builtIn,
        simulated: [String: BaseURL] = [:],
        environment: [String: String] = [:],
        logger: Logger,
        observer: (any CallObserver)? = nil,
        calls: CallCounter? = nil,
        control: (any ControlHandler)? = nil,
        governor: Governor = Governor(),
        directory: Directory? = nil,
        archive: (any AnswerArchive)? = nil,
        totals: LedgerTotals = LedgerTotals(),
        metrics: [any MetricSource] = []
    ) {
        self.totals = totals
        metricSources = metrics
        self.configuration = configuration
        self.prices = prices
        self.observer = observer
        self.calls = calls
        refusals = observer.map { RefusalDesk($0) }
        self.control = control
        self.governor = governor
        cache = AnswerCache(maximumBytes: configuration.cache.maximumBytes, archive: archive)
        prompts = PromptCacheMemory(maximumBytes: configuration.promptCaching.maximumBytes)
        embedders = QuestionEmbedders(internalCalls)
        self.directory = Mutex(directory)
        budget = RetryBudget(policy: configuration.server.retryBudget)
        overload = OverloadGuard(OverloadPolicy(configuration.server.overload))
        self.simulated = simulated
        self.environment = environment
        self.logger = logger
    }

    /// Where the control plane is listened for, where it has an address of its own.
    public var adminAddress: SocketAddress? { running.withLock { $0?.adminListener?.channel.localAddress } }

    /// Which configuration is in use, and how reloading went.
    public var reloadStatus: ReloadStatus { reloads }

    /// The configuration in use.
    public var configurationInUse: KanmonConfiguration { builder.withLock { $0?.configuration } ?? configuration }

    /// The prices in use; `nil` while the gateway does not run.
    public var pricesInUse: PriceBook? { builder.withLock { $0?.prices } }

    /// How the targets that the configuration names are doing.
    public func targetConditions() -> [TargetCondition] {
        let now = Moment.now()
        return health.board.states.map { TargetCondition($0, now: now) }
            .sorted { $0.target.description < $1.target.description }
    }

    /// How long requests in flight get to finish at shutdown, by the configuration in use.
    public var drainTimeout: Duration {
        builder.withLock { $0?.configuration.server.drainTimeout } ?? configuration.server.drainTimeout
    }

    /// Embeds questions with the help of a provider, while the gateway runs.
    func embedder(_ settings: ProviderEmbedder.Settings) -> ProviderEmbedder { embedders.embedder(settings) }

    // MARK: - Start

    /// Starts listening.
    /// - Parameters:
    ///   - group: the event loops to run on; each request stays on its connection's loop.
    ///   - created: the time that lists of models give for theirs, in seconds since 1970.
    ///   - source: where the listening socket comes from.
    /// - Returns: the address that is listened on.
    /// - Throws: ``GatewayError`` where a certificate, a provider or the address cannot be used.
    @discardableResult
    public func start(
        on group: any EventLoopGroup,
        created: Int,
        source: ListenerSource = .address(sharesPort: false)
    ) async throws(GatewayError) -> SocketAddress {
        let first = try SnapshotBuilder.start(
            configuration,
            prices: prices,
            simulated: simulated,
            environment: environment,
            health: health,
            directory: directory.withLock { $0 },
            created: created
        )
        try apply(first.snapshot.rules)
        let client = UpstreamClient(group: group)
        let admission = ConnectionCount(limit: configuration.server.maxConnections)
        let metrics = desk(admission)
        let services = Services(
            client: client,
            readiness: readiness,
            reloads: reloads,
            budget: budget,
            overload: overload,
            mirrors: MirrorCount(),
            observer: observer,
            calls: calls,
            refusals: refusals,
            governor: governor,
            cache: cache,
            prompts: prompts,
            embedders: embedders,
            metrics: metrics,
            control: control
        )
        adopt(configuration.cache)
        let admin = configuration.server.adminListen
        let pipeline = Pipeline(services: services, planes: admin == nil ? .both : .data)
        let loops = group.makeIterator().enumerated().map { lane, loop in
            LoopContext(loop, lane: lane, snapshot: first.snapshot, overload: overload)
        }
        let contexts = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        metrics.attach(loops)
        let address = configuration.server.listen
        reloads.loaded(generation: first.snapshot.generation, at: WallClock.seconds())
        let listener: Listener
        var adminListener: Listener?
        let initialize = { @Sendable (pipeline: Pipeline, channel: any Channel) -> EventLoopFuture<Void> in
            channel.eventLoop.makeCompletedFuture {
                guard let context = contexts[ObjectIdentifier(channel.eventLoop)], admission.admit(channel) else {
                    throw ChannelError.operationUnsupported
                }
                let pipe = channel.pipeline.syncOperations
                if let tls = context.snapshot.tls { try pipe.addHandler(NIOSSLServerHandler(context: tls.context)) }
                try pipe.addHandler(ConnectionHandler(loop: context, pipeline: pipeline))
            }
        }
        do {
            listener = try await Listener.start(
                source,
                host: address.host,
                port: address.port,
                on: group,
                admission: admission
            ) { initialize(pipeline, $0) }
        } catch {
            await client.shutdown()
            throw GatewayError(.listen, "cannot listen on \(address): \(error)")
        }
        if let admin {
            var sharesPort = false
            if case .address(sharesPort: true) = source { sharesPort = true }
            do {
                adminListener = try await Listener.start(
                    .address(sharesPort: sharesPort),
                    host: admin.host,
                    port: admin.port,
                    on: group,
                    admission: admission
                ) { initialize(Pipeline(services: services, planes: .control), $0) }
            } catch {
                await listener.close(loops.map(\.eventLoop))
                await client.shutdown()
                throw GatewayError(.listen, "cannot listen on \(admin) (server.admin_listen): \(error)")
            }
        }
        builder.withLock { $0 = first.next }
        internalCalls.start(services, on: loops)
        let running = Running(
            listener: listener,
            adminListener: adminListener,
            loops: loops,
            client: client,
            admission: admission
        )
        self.running.withLock { $0 = running }
        adopt(first, configuration.server, in: running)
        let keeper = CacheKeeper(cache: cache).start()
        self.keeper.withLock { $0 = keeper }
        guard let bound = listener.channel.localAddress else {
            throw GatewayError(.listen, "cannot listen on \(address): no address was bound")
        }
        logger.info("listening", metadata: ["address": "\(bound.ipAddress ?? address.host):\(bound.port ?? 0)"])
        return bound
    }

    /// What there is to be told at `/metrics`.
    private func desk(_ admission: ConnectionCount) -> MetricsDesk {
        let policies = PolicyMetrics(governor: governor) { [self] in
            let configuration = configurationInUse
            return directory.withLock { $0?.policies ?? [] } + configuration.policies
        }
        var sources: [any MetricSource] = [
            ServerMetrics(admission: admission, overload: overload), health, policies, cache, prompts, reloads,
        ]
        if let bodies = governor.bodies { sources.append(BodyMetrics(sink: bodies)) }
        sources += metricSources
        return MetricsDesk(
            series: health.series,
            teams: health.teams,
            guards: health.guards,
            continuing: totals,
            sources: sources
        )
    }

    // MARK: - Reload

    /// Takes up another configuration: as a whole, for every request that begins from now on. Requests in flight finish with
    /// the one they began with, connections stay open, and so do those to providers about which nothing has changed.
    ///
    /// What only a start can change keeps its value and is named in the log: the address, the number of loops, whether the
    /// listener speaks TLS at all. Its certificate is read anew, also where its path is the same.
    /// - Parameters:
    ///   - configuration: a validated configuration.
    ///   - simulated: where the simulated providers of the configuration were started, by name.
    ///   - directory: who there is from then on, taken up in the same moment; `nil` to leave that as it is.
    ///   - prices: the prices behind those of the configuration; `nil` for those in use.
    ///   - released: called once the last request with the configuration before has ended.
    /// - Throws: ``GatewayError``; the configuration before stays in use then, and ``reloadStatus`` says why.
    public func reload(
        _ configuration: KanmonConfiguration,
        simulated: [String: BaseURL] = [:],
        directory: Directory? = nil,
        prices: PriceCatalog? = nil,
        released: @escaping @Sendable () -> Void = {}
    ) async throws(GatewayError) {
        guard let running = running.withLock({ $0 }) else {
            throw GatewayError(.notRunning, "the gateway is not running")
        }
        let swapped: EventLoopFuture<Void>
        do {
            swapped = try await NIOThreadPool.singleton.runIfActive { [self] in
                try swap(to: configuration, simulated, directory, prices, in: running, released)
            }
        } catch {
            let reason = error as? GatewayError ?? GatewayError(.configuration, "\(error)")
            reloadFailed(reason.detail)
            throw reason
        }
        // It fails only where a loop is gone, and nothing is served any more.
        try? await swapped.get()
    }

    /// A configuration could not even be read: the one in use stays. Says so in the log, in ``reloadStatus`` and in
    /// `/readyz`.
    /// - Parameter reason: the problems, one a line, without secrets.
    public func reloadFailed(_ reason: String) {
        reloads.failed(reason, at: WallClock.seconds())
        logger.error(
            "the configuration was not reloaded; the one before stays in use",
            metadata: ["generation": "\(reloads.state.generation)", "error": "\(reason)"]
        )
    }

    /// Builds the next snapshot and hands it to the loops.
    /// - Returns: a future that succeeds when every loop has taken it up.
    private func swap(
        to configuration: KanmonConfiguration,
        _ simulated: [String: BaseURL],
        _ directory: Directory?,
        _ prices: PriceCatalog?,
        in running: Running,
        _ released: @escaping @Sendable () -> Void
    ) throws(GatewayError) -> EventLoopFuture<Void> {
        try builder.withLock { builder throws(GatewayError) in
            guard let before = builder else { throw GatewayError(.notRunning, "the gateway is not running") }
            let who = directory ?? self.directory.withLock { $0 }
            let step = try before.build(configuration, prices: prices, simulated: simulated, directory: who)
            try apply(step.snapshot.rules)
            if let directory { self.directory.withLock { $0 = directory } }
            builder = step.next
            running.admission.setLimit(configuration.server.maxConnections)
            let client = running.client
            before.lease?.whenReleased {
                client.retire(step.retired)
                released()
            }
            let snapshot = step.snapshot
            adopt(step, configuration.server, in: running)
            adopt(configuration.cache)
            prompts.resize(maximumBytes: configuration.promptCaching.maximumBytes)
            let adopted = running.loops.map { loop in loop.eventLoop.submit { loop.adopt(snapshot) } }
            reloads.loaded(generation: snapshot.generation, at: WallClock.seconds())
            tell(of: step.changes, generation: snapshot.generation)
            return EventLoopFuture.andAllSucceed(adopted, on: running.listener.channel.eventLoop)
        }
    }

    /// Takes up who there is, for every request that begins from now on; the configuration stays.
    ///
    /// Keys that are gone are refused from then on, new ones are known, and limits and budgets that have changed hold.
    /// It builds tables, so it is not for event loops.
    /// - Throws: ``GatewayError`` where a limit or a budget cannot be enforced; everything stays as it is then.
    public func adopt(_ directory: Directory) throws(GatewayError) {
        guard let running = running.withLock({ $0 }) else {
            // The start takes it up.
            self.directory.withLock { $0 = directory }
            return
        }
        try builder.withLock { builder throws(GatewayError) in
            guard let builder else { throw GatewayError(.notRunning, "the gateway is not running") }
            let rules = Rulebook(builder.configuration, directory: directory, teams: health.teams)
            try apply(rules)
            self.directory.withLock { $0 = directory }
            for loop in running.loops {
                loop.eventLoop.execute { loop.adopt(loop.snapshot.with(rules)) }
            }
        }
    }

    /// Puts limits and budgets into force.
    private func apply(_ rules: Rulebook) throws(GatewayError) {
        do {
            try governor.meters.apply(rules.policies, at: WallTime(seconds: Int64(WallClock.seconds())))
        } catch {
            throw GatewayError(.configuration, "limits and budgets: \(error)")
        }
    }

    /// Lets what is kept from one configuration to the next follow the new one.
    private func adopt(_ step: SnapshotBuilder.Step, _ server: ServerConfiguration, in running: Running) {
        health.adopt(step.catalog)
        budget.update(policy: server.retryBudget)
        overload.update(OverloadPolicy(server.overload))
        if let room = step.snapshot.room { room.gate.update(room.policy) }
        let checks = step.catalog.checks
        let loop = running.loops[0].eventLoop
        let executor = running.loops[0].executor
        let client = running.client
        var tasks = checks.map { check in
            Task(executorPreference: executor) { await check.run(client, on: loop) }
        }
        if server.overload != OverloadConfiguration() { tasks.append(watchOverload(executor)) }
        let before = watch.withLock { watch in
            let before = watch
            watch = tasks
            return before
        }
        for task in before { task.cancel() }
    }

    /// Lets the cache follow a configuration.
    private func adopt(_ configuration: CacheConfiguration) {
        cache.exact.resize(maximumBytes: configuration.maximumBytes)
        cache.semantic.adopt(configuration.semantic) { settings, model in
            embedder(
                ProviderEmbedder.Settings(model: model, dimensions: settings.dimensions, timeout: settings.timeout)
            )
        }
        guard configuration.policies.semantic.appliesUnasked else { return }
        // Before the first question comes.
        let semantic = cache.semantic
        semantic.desk.run { semantic.prepare() }
    }

    /// Looks for overload several times a second.
    private func watchOverload(_ executor: LoopExecutor) -> Task<Void, Never> {
        let (overload, logger) = (overload, logger)
        return Task(executorPreference: executor) {
            while !Task.isCancelled {
                if let cause = overload.sample(now: .now()) {
                    logger.warning("new requests are refused", metadata: ["cause": "\(cause)"])
                }
                // Cancelled while asleep: the loop's condition ends it.
                try? await Task.sleep(for: .milliseconds(100))
            }
        }
    }

    private func tell(of changes: ConfigurationChanges, generation: Int) {
        logger.notice(
            "configuration reloaded",
            metadata: ["generation": "\(generation)", "changed": "\(changes.description)"]
        )
        guard !changes.needingRestart.isEmpty else { return }
        logger.warning(
            "some settings keep their value until the next start",
            metadata: ["settings": "\(changes.needingRestart.joined(separator: ", "))"]
        )
    }

    // MARK: - Life

    /// Returns when every event loop has answered: a sign that requests are being worked on.
    public func checkLoops() async {
        guard let running = running.withLock({ $0 }) else { return }
        // A loop that is gone has stopped for good, which is no reason to wait.
        for loop in running.loops { try? await loop.eventLoop.submit {}.get() }
    }

    /// How many calls are under way, and how many of those are streams.
    /// - Returns: `nil` while the gateway does not run.
    public func callsUnderWay() async -> (calls: Int, streams: Int)? {
        guard let running = running.withLock({ $0 }) else { return nil }
        var sum = (calls: 0, streams: 0)
        for loop in running.loops {
            // A loop that is gone has nothing under way.
            let counted = try? await loop.eventLoop.submit { (loop.counts.inFlight, loop.counts.openStreams) }.get()
            sum.calls += counted?.0 ?? 0
            sum.streams += counted?.1 ?? 0
        }
        return sum
    }

    /// When the certificate expires that new connections are shown, in seconds since 1970.
    /// - Returns: `nil` where there is none, and while the gateway does not run.
    public func certificateExpiry() async -> Int? {
        guard let loop = running.withLock({ $0 })?.loops.first else { return nil }
        // A loop that is gone shows none.
        return try? await loop.eventLoop.submit { loop.snapshot.tls?.expires }.get()
    }

    /// Asks a provider once, by the configuration in use, past routing, limits and the ledger.
    /// - Parameters:
    ///   - name: the provider's name in the configuration.
    ///   - model: the model that is asked for a word; `nil` to ask for the list of models, which uses no tokens.
    /// - Returns: `nil` where there is no such provider, and while the gateway does not run.
    public func check(provider name: String, model: String?) async -> ProviderCheck? {
        guard let running = running.withLock({ $0 }), let loop = running.loops.first else { return nil }
        let client = running.client
        let task = Task(executorPreference: loop.executor) { () -> ProviderCheck? in
            guard let provider = loop.snapshot.catalog.provider(named: name) else { return nil }
            return await ProviderTrial(provider: provider, model: model).run(client, on: loop.eventLoop)
        }
        return await task.value
    }

    // MARK: - Drain

    /// Ends gracefully: `/readyz` fails, requests in flight get the drain timeout to finish, and so do those that still come
    /// until nothing is in flight. What is left then is ended with an error, and every connection is closed.
    public func drain() async {
        readiness.beginDraining()
        guard let running = running.withLock({ running in running.take() }) else { return }
        let timeout = drainTimeout
        logger.info("draining", metadata: ["timeout": "\(timeout)"])
        let end = NIODeadline.now() + TimeAmount(timeout)
        var finished = await wait(for: each(running) { $0.drain() }, until: end)
        // Open until here, so that a load balancer can see the readiness fail and take its traffic elsewhere.
        await running.adminListener?.close(running.loops.map(\.eventLoop))
        await running.listener.close(running.loops.map(\.eventLoop))
        if finished {
            // Whoever was accepted last has its request answered like everybody before.
            let soon = NIODeadline.now() + Self.lastRequests
            if await !wait(for: each(running) { $0.becomeEmpty() }, until: soon) {
                finished = await wait(for: each(running) { $0.drain() }, until: max(soon, end))
            }
        }
        if !finished {
            logger.warning("requests were still in flight at the end of the drain timeout")
            for loop in running.loops { loop.eventLoop.execute { loop.cutOff() } }
            _ = await wait(for: each(running) { $0.drain() }, until: .now() + .seconds(1))
        }
        await embedders.stop()
        for task in watch.withLock({ $0 }) { task.cancel() }
        keeper.withLock { $0?.cancel() }
        for loop in running.loops { loop.eventLoop.execute { loop.closeAll() } }
        await running.client.shutdown()
        refusals?.tellLeftOut()
        logger.info("stopped")
    }

    /// Asks every loop for a future.
    /// - Returns: a future that succeeds when all of them have.
    private func each(
        _ running: Running,
        _ body: @escaping @Sendable (LoopContext) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<Void> {
        EventLoopFuture.andAllSucceed(
            running.loops.map { loop in loop.eventLoop.flatSubmit { body(loop) } },
            on: running.listener.channel.eventLoop
        )
    }

    /// Waits for a future that cannot fail, but no longer than until a deadline.
    /// - Returns: whether it was fulfilled in time.
    private func wait(for future: EventLoopFuture<Void>, until deadline: NIODeadline) async -> Bool {
        let promise = future.eventLoop.makePromise(of: Bool.self)
        let timer = future.eventLoop.scheduleTask(deadline: deadline) { promise.succeed(false) }
        future.whenComplete { _ in
            timer.cancel()
            promise.succeed(true)
        }
        return (try? await promise.futureResult.get()) ?? false
    }
}
