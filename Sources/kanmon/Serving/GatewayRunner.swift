import Configuration
import Gateway
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import SimulatedProvider
import UnixSignals

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Brings up a configuration and keeps it running until a signal ends it.
struct GatewayRunner {
    let configuration: KanmonConfiguration
    let environment: [String: String]

    /// How long the parts may take to stop behind the drain timeout.
    private static let graceAfterDrain = Duration.seconds(5)

    /// Runs until SIGTERM or SIGINT; requests in flight are finished then.
    /// - Parameter started: called with the bound address once requests are taken.
    func run(started: (SocketAddress) -> Void) async throws {
        var logger = Logger(label: "kanmon", factory: { StreamLogHandler.standardError(label: $0) })
        logger.logLevel = environment["KANMON_LOG_LEVEL"].flatMap(Logger.Level.init(rawValue:)) ?? .notice
        let loops = configuration.server.loops ?? System.coreCount
        let group = MultiThreadedEventLoopGroup(numberOfThreads: loops)
        let simulated = SimulatedProviders(configuration, group: group)
        let server = GatewayServer(
            configuration: configuration,
            simulated: try await simulated.start(),
            environment: environment,
            logger: logger
        )
        let address = try await server.start(on: group, created: Int(Date().timeIntervalSince1970))
        started(address)
        var settings = ServiceGroupConfiguration(
            // Stopped in reverse order: the gateway drains before its providers go.
            services: [
                .init(service: UntilShutdown { try await simulated.stop() }),
                .init(service: UntilShutdown { await server.drain() }),
            ],
            gracefulShutdownSignals: [.sigterm, .sigint],
            logger: logger
        )
        settings.maximumGracefulShutdownDuration = configuration.server.drainTimeout + Self.graceAfterDrain
        try await ServiceGroup(configuration: settings).run()
        try await group.shutdownGracefully()
    }
}
