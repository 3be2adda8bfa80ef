import ControlPlane
import Gateway
import Lifecycle
import Logging
import NIOCore
import NIOPosix
import Pricing
import ServiceLifecycle
import Settings
import Telemetry

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Brings up a configuration and keeps it running until a signal ends it.
struct GatewayRunner {
    /// What to run.
    let configuration: KanmonConfiguration
    /// The prices behind those of the configuration.
    let prices: PriceCatalog
    /// The document it came from, to be read again, and what its files were like; `nil` where there is none.
    let document: (source: ConfigurationSource, reading: ConfigurationSource.Reading)?
    /// Whether changes of those files are looked for.
    let watchesFiles: Bool
    /// Whether another process may listen on the same port.
    let sharesPort: Bool
    let environment: [String: String]

    /// How long the parts may take to stop behind the drain timeout.
    private static let graceAfterDrain = Duration.seconds(5)

    /// Runs until SIGTERM or SIGINT; requests in flight are finished then.
    /// - Parameter started: called with the bound address once requests are taken.
    func run(started: (SocketAddress) -> Void) async throws {
        let telemetry = try TelemetryServices(configuration.telemetry, environment: environment)
        try await telemetry.start()
        // Whatever ends the run, what was logged is written.
        let result: Result<Void, any Error>
        do { result = .success(try await run(telemetry, started: started)) } catch { result = .failure(error) }
        await telemetry.close()
        try result.get()
    }

    private func run(_ telemetry: TelemetryServices, started: (SocketAddress) -> Void) async throws {
        let logger = telemetry.logger(.kanmon)
        let signals = await ProcessSignals(reloads: document != nil)
        let processID = ProcessInfo.processInfo.processIdentifier
        let manager = try ServiceManager(environment: environment, processID: processID)
        let passed = try SocketActivation.socket(environment: environment, processID: processID)

        let group = MultiThreadedEventLoopGroup(numberOfThreads: configuration.server.loops ?? System.coreCount)
        let lanes = configuration.server.loops ?? System.coreCount
        let governance = try await GovernanceServices.prepare(configuration, lanes: lanes, telemetry: telemetry)
        try await governance.start()
        let simulated = SimulatedProviders(group: group)
        let plan = try await simulated.prepare(configuration)
        _ = await simulated.adopt(plan)
        let begun = Int(Date().timeIntervalSince1970)
        var metrics: [any MetricSource] = [BuildMetrics(started: begun), TelemetryMetrics(telemetry: telemetry)]
        if let ledger = governance.ledgerMetrics { metrics.append(ledger) }
        let server = GatewayServer(
            configuration: configuration,
            prices: prices,
            simulated: plan.urls,
            environment: environment,
            logger: telemetry.logger(.gateway),
            observer: CallObservers(telemetry: telemetry, recent: governance.recent),
            calls: governance.alerts.calls,
            control: governance.control,
            governor: governance.governor,
            directory: governance.directory,
            archive: governance.archive,
            totals: try await governance.totals(),
            metrics: metrics
        )
        governance.attach(server)
        let address = try await server.start(
            on: group,
            created: begun,
            source: passed.map { .descriptor($0) } ?? .address(sharesPort: sharesPort)
        )
        HeapTrim.run()
        started(address)
        if let token = try await governance.bootstrapToken() { Terminal.write(Greeting.text(bootstrap: token)) }
        manager?.tell(.ready, status: "listening on port \(address.port ?? 0)")

        let reloader = document.map { source, reading in
            Reloader(
                source: source,
                files: reading.files,
                prices: reading.pricesFile,
                watches: watchesFiles,
                server: server,
                simulated: simulated,
                governance: governance,
                telemetry: telemetry,
                manager: manager,
                logger: logger
            )
        }
        if let reloader { governance.attach { reloader.reload() } }
        if let source = document?.source { governance.attach(read: source.inFile) }
        let services = services(server, simulated, governance, manager, reloader, logger)
        try await run(services, on: group, signals, server, manager, reloader)
    }

    /// The parts that have to be stopped, each behind those after it: the gateway drains before its providers go, and gives
    /// signs of life while it does.
    private func services(
        _ server: GatewayServer,
        _ simulated: SimulatedProviders,
        _ governance: GovernanceServices,
        _ manager: ServiceManager?,
        _ reloader: Reloader?,
        _ logger: Logger
    ) -> ServiceGroup {
        var services: [any Service] = [
            UntilShutdown { try await simulated.stopAll() },
            UntilShutdown { try governance.close() },
            Repeating { await governance.keeper.run() },
            Repeating { await governance.retention.run() },
            Repeating { await governance.budgets.run() },
        ]
        services += governance.alerts.services
        // A service that has nothing to do would end at once, and the gateway with it.
        if let bodies = governance.bodies { services.append(Repeating { await bodies.run() }) }
        if let manager, let interval = manager.watchdogInterval {
            services.append(Watchdog(manager: manager, interval: interval, server: server))
        }
        services.append(UntilShutdown { await server.drain() })
        // Nobody waits for those who watch.
        services.append(UntilShutdown { governance.control.endStreams() })
        if let reloader { services.append(reloader) }
        return ServiceGroup(services: services, logger: logger)
    }

    /// Runs the services until a signal has stopped them, and ends the event loops.
    private func run(
        _ services: ServiceGroup,
        on group: MultiThreadedEventLoopGroup,
        _ signals: ProcessSignals,
        _ server: GatewayServer,
        _ manager: ServiceManager?,
        _ reloader: Reloader?
    ) async throws {
        let (stopping, stop) = AsyncStream.makeStream(of: Never.self)
        try await withThrowingTaskGroup { tasks in
            tasks.addTask {
                try await services.run()
                stop.finish()
                // A loop that hangs would hang the end as well: it has what is left of the same time.
                try await group.shutdownGracefully()
            }
            tasks.addTask {
                await signals.run {
                    reloader?.reload()
                } stop: {
                    manager?.tell(.stopping)
                    stop.finish()
                    await services.triggerGracefulShutdown()
                }
            }
            tasks.addTask {
                for await _ in stopping {}
                try await Task.sleep(for: server.drainTimeout + Self.graceAfterDrain)
                // Whatever hangs would hang an orderly end as well.
                ProcessSignals.end(code: CommandFailure.exitCode, "the gateway did not stop in time")
            }
            defer { tasks.cancelAll() }
            // The services and the loops are the first to end: the other tasks wait for what only comes once they are asked to.
            try await tasks.next()
        }
    }
}
