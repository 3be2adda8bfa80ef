public import Configuration
public import Logging
public import NIOCore
import NIOPosix
import NIOSSL
import Synchronization
import Upstream

/// The gateway: a listener, the pipeline behind it, and the connections to the providers.
///
/// `start` brings it up, `drain` lets it end gracefully: readiness fails at once, requests in flight finish.
public final class GatewayServer: Sendable {
    private let configuration: KanmonConfiguration
    private let simulated: [String: BaseURL]
    private let environment: [String: String]
    private let logger: Logger
    private let readiness = Readiness()
    private let running = Mutex<Running?>(nil)

    /// What exists while the gateway runs.
    private struct Running: Sendable {
        var listener: any Channel
        var loops: [LoopContext]
        var client: UpstreamClient
    }

    /// Prepares a gateway.
    /// - Parameters:
    ///   - configuration: a validated configuration.
    ///   - simulated: where the simulated providers of the configuration were started, by name.
    ///   - environment: for `HTTPS_PROXY` and its siblings.
    ///   - logger: where starts and stops are told.
    public init(
        configuration: KanmonConfiguration,
        simulated: [String: BaseURL] = [:],
        environment: [String: String] = [:],
        logger: Logger
    ) {
        self.configuration = configuration
        self.simulated = simulated
        self.environment = environment
        self.logger = logger
    }

    /// Starts listening.
    /// - Parameters:
    ///   - group: the event loops to run on; each request stays on its connection's loop.
    ///   - created: the time that lists of models give for theirs, in seconds since 1970.
    /// - Returns: the address that is listened on.
    /// - Throws: ``GatewayError`` where a certificate, a provider or the address cannot be used.
    @discardableResult
    public func start(on group: any EventLoopGroup, created: Int) async throws(GatewayError) -> SocketAddress {
        let client = UpstreamClient(group: group)
        let pipeline = Pipeline(client: client, readiness: readiness)
        let snapshot = Snapshot(
            generation: 1,
            catalog: try catalog(created: created),
            keys: KeyRing(configuration.keys, isRequired: configuration.server.requireKeys),
            limits: ListenerLimits(configuration.server),
            tls: try tlsContext()
        )
        let loops = group.makeIterator().map { LoopContext($0, snapshot: snapshot) }
        let contexts = Dictionary(uniqueKeysWithValues: loops.map { (ObjectIdentifier($0.eventLoop), $0) })
        let admission = ConnectionCount(limit: configuration.server.maxConnections)
        let bootstrap = ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: 4096)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            // Beyond this a client that does not read makes its writer wait.
            .childChannelOption(.writeBufferWaterMark, value: .init(low: 32 * 1024, high: 128 * 1024))
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    guard let context = contexts[ObjectIdentifier(channel.eventLoop)], admission.admit(channel) else {
                        throw ChannelError.operationUnsupported
                    }
                    if let tls = context.snapshot.tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(
                        ConnectionHandler(loop: context, pipeline: pipeline)
                    )
                }
            }
        let address = configuration.server.listen
        let listener: any Channel
        do {
            listener = try await bootstrap.bind(host: address.host, port: address.port).get()
        } catch {
            await client.shutdown()
            throw GatewayError(.listen, "cannot listen on \(address): \(error)")
        }
        running.withLock { $0 = Running(listener: listener, loops: loops, client: client) }
        guard let bound = listener.localAddress else {
            throw GatewayError(.listen, "cannot listen on \(address): no address was bound")
        }
        logger.info("listening", metadata: ["address": "\(address.host):\(bound.port ?? address.port)"])
        return bound
    }

    /// Ends gracefully: `/readyz` fails, nothing new is accepted, requests in flight get the drain timeout to finish. What is
    /// left then is ended with an error, and every connection is closed.
    public func drain() async {
        readiness.beginDraining()
        guard let running = running.withLock({ running in running.take() }) else { return }
        logger.info("draining", metadata: ["timeout": "\(configuration.server.drainTimeout)"])
        let loops = running.loops
        let drained = EventLoopFuture.andAllSucceed(
            loops.map { loop in loop.eventLoop.flatSubmit { loop.drain() } },
            on: running.listener.eventLoop
        )
        let finished = await wait(for: drained, atMost: TimeAmount(configuration.server.drainTimeout))
        // Open until here, so that a load balancer can see the readiness fail and take its traffic elsewhere.
        try? await running.listener.close().get()
        if !finished {
            logger.warning("requests were still in flight at the end of the drain timeout")
            for loop in loops { loop.eventLoop.execute { loop.cutOff() } }
            _ = await wait(for: drained, atMost: .seconds(1))
        }
        for loop in loops { loop.eventLoop.execute { loop.closeAll() } }
        await running.client.shutdown()
        logger.info("stopped")
    }

    /// Waits for a future that cannot fail, but no longer than a while.
    /// - Returns: whether it was fulfilled in time.
    private func wait(for future: EventLoopFuture<Void>, atMost time: TimeAmount) async -> Bool {
        let promise = future.eventLoop.makePromise(of: Bool.self)
        let timer = future.eventLoop.scheduleTask(in: time) { promise.succeed(false) }
        future.whenComplete { _ in
            timer.cancel()
            promise.succeed(true)
        }
        return (try? await promise.futureResult.get()) ?? false
    }

    private func catalog(created: Int) throws(GatewayError) -> Catalog {
        let proxies: ProxySettings
        do {
            proxies = try ProxySettings(environment: environment)
        } catch {
            throw GatewayError(.configuration, "the proxy settings of the environment: \(error)")
        }
        return try Catalog(configuration, simulated: simulated, proxies: proxies, created: created)
    }

    private func tlsContext() throws(GatewayError) -> NIOSSLContext? {
        guard let identity = configuration.server.tls else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(identity.certificate)
            let key = try NIOSSLPrivateKey(file: identity.key, format: .pem)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
            tls.applicationProtocols = ["http/1.1"]
            tls.minimumTLSVersion = .tlsv12
            return try NIOSSLContext(configuration: tls)
        } catch {
            throw GatewayError(.configuration, "server.tls: \(error)")
        }
    }
}
