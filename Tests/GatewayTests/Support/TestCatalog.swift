import Routing
import Settings
import Upstream

@testable import Gateway

/// A catalogue of three providers, one a dialect, that are never reached.
enum TestCatalog {
    static func make(
        _ models: [ModelConfiguration] = [],
        strict: Bool = false,
        listing: [String: [String]] = [:]
    ) throws -> Catalog {
        let providers = [("openai", ProviderType.openai, "/v1"), ("claude", .anthropic, ""), ("gemini", .gemini, "")]
        let configuration = KanmonConfiguration(
            server: ServerConfiguration(strict: strict),
            providers: providers.map { name, type, prefix in
                ProviderConfiguration(
                    name: name,
                    type: type,
                    endpoint: .remote(BaseURL(scheme: .https, host: "\(name).test", pathPrefix: prefix)),
                    apiKey: Secret("sk-provider-secret"),
                    listedModels: listing[name] ?? []
                )
            },
            models: models
        )
        let health = TargetHealth()
        var endpoints = EndpointBook()
        let builder = try CatalogBuilder(
            configuration,
            simulated: [:],
            proxies: ProxySettings(),
            health: health,
            created: 1_700_000_000,
            endpoints: &endpoints
        )
        return Catalog(builder, addressed: health.addressed)
    }

    /// The targets of a name that leads to them directly, in order.
    static func seats(_ entry: Catalog.Entry) -> [Seat] {
        entry.route.branches.compactMap { branch in
            guard case .target(let target) = branch.destination else { return nil }
            return entry.seats[target.index]
        }
    }

    /// The first target behind a name.
    static func seat(_ name: String) throws -> Seat { try seats(make().entry(for: name))[0] }
}
