import Configuration
import NIOCore
import SimulatedProvider

/// The simulated providers of a configuration, each on a loopback port of its own.
struct SimulatedProviders: Sendable {
    private let group: any EventLoopGroup
    private let providers: [(name: String, dialect: ProviderDialect, server: SimulatedProvider)]

    init(_ configuration: KanmonConfiguration, group: any EventLoopGroup) {
        self.group = group
        providers = configuration.providers.compactMap { provider in
            guard case .simulated(let settings) = provider.endpoint else { return nil }
            let options = SimulatedProvider.Options(
                timeToFirstToken: settings.timeToFirstToken,
                tokensPerSecond: settings.tokensPerSecond
            )
            return (provider.name, settings.speaks, SimulatedProvider(options: options))
        }
    }

    /// Starts all of them.
    /// - Returns: where each is reached, by name.
    func start() async throws -> [String: BaseURL] {
        var urls: [String: BaseURL] = [:]
        for (name, dialect, server) in providers {
            let address = try await server.start(on: group)
            urls[name] = BaseURL(
                scheme: .http,
                host: "127.0.0.1",
                port: address.port,
                pathPrefix: dialect == .openai ? "/v1" : ""
            )
        }
        return urls
    }

    /// Stops all of them.
    func stop() async throws {
        for provider in providers { try await provider.server.shutdown() }
    }
}
