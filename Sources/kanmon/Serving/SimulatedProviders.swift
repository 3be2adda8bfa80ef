import NIOCore
import Settings
import SimulatedProvider

/// The simulated providers of the configuration in use, each on a loopback port of its own. One whose settings stay the same
/// keeps running from one configuration to the next.
actor SimulatedProviders {
    fileprivate struct Running: Sendable {
        let settings: SimulatedProviderConfiguration
        let server: SimulatedProvider
        let url: BaseURL
    }

    /// What a configuration needs, started but not in use yet.
    struct Plan: Sendable {
        fileprivate let providers: [String: Running]
        fileprivate let fresh: [SimulatedProvider]

        /// Where each is reached, by name.
        var urls: [String: BaseURL] { providers.mapValues(\.url) }
    }

    private let group: any EventLoopGroup
    private var providers: [String: Running] = [:]
    /// Out of use, but maybe not without requests yet.
    private var retired: [SimulatedProvider] = []

    init(group: any EventLoopGroup) { self.group = group }

    /// Starts what a configuration needs and does not run yet. ``adopt(_:)`` or ``discard(_:)`` has to follow.
    func prepare(_ configuration: KanmonConfiguration) async throws -> Plan {
        var wanted: [String: Running] = [:]
        var fresh: [SimulatedProvider] = []
        for provider in configuration.providers {
            guard case .simulated(let settings) = provider.endpoint else { continue }
            if let running = providers[provider.name], running.settings == settings {
                wanted[provider.name] = running
                continue
            }
            let options = SimulatedProvider.Options(
                timeToFirstToken: settings.timeToFirstToken,
                tokensPerSecond: settings.tokensPerSecond
            )
            let server = SimulatedProvider(options: options)
            do {
                let address = try await server.start(on: group)
                fresh.append(server)
                let prefix = settings.speaks == .openai ? "/v1" : ""
                let url = BaseURL(scheme: .http, host: "127.0.0.1", port: address.port, pathPrefix: prefix)
                wanted[provider.name] = Running(settings: settings, server: server, url: url)
            } catch {
                try await discard(Plan(providers: [:], fresh: fresh))
                throw error
            }
        }
        return Plan(providers: wanted, fresh: fresh)
    }

    /// A plan's providers are those in use from now on.
    /// - Returns: those that are not any more, to be given to ``stop(_:)`` behind their last request.
    func adopt(_ plan: Plan) -> [SimulatedProvider] {
        let gone = providers.filter { plan.providers[$0]?.server !== $1.server }.map(\.value.server)
        providers = plan.providers
        retired += gone
        return gone
    }

    /// A plan came to nothing.
    func discard(_ plan: Plan) async throws {
        for server in plan.fresh { try await server.shutdown() }
    }

    /// Stops providers that are out of use.
    func stop(_ gone: [SimulatedProvider]) async throws {
        retired.removeAll { server in gone.contains { $0 === server } }
        for server in gone { try await server.shutdown() }
    }

    /// Stops all of them.
    func stopAll() async throws {
        let all = providers.values.map(\.server) + retired
        providers = [:]
        retired = []
        for server in all { try await server.shutdown() }
    }
}
