import Configuration
import Upstream

@testable import Gateway

/// A catalogue of three providers, one a dialect, that are never reached.
enum TestCatalog {
    static func make(_ models: [ModelConfiguration] = [], strict: Bool = false) throws -> Catalog {
        let providers = [("openai", ProviderType.openai, "/v1"), ("claude", .anthropic, ""), ("gemini", .gemini, "")]
        let configuration = KanmonConfiguration(
            server: ServerConfiguration(strict: strict),
            providers: providers.map { name, type, prefix in
                ProviderConfiguration(
                    name: name,
                    type: type,
                    endpoint: .remote(BaseURL(scheme: .https, host: "\(name).test", pathPrefix: prefix)),
                    apiKey: Secret("sk-provider-secret")
                )
            },
            models: models
        )
        var endpoints = EndpointBook()
        return try Catalog(
            configuration,
            simulated: [:],
            proxies: ProxySettings(),
            created: 1_700_000_000,
            endpoints: &endpoints
        )
    }

    /// The only target behind a name.
    static func candidate(_ name: String) throws -> Catalog.Candidate { try make().entry(for: name).candidates[0] }
}
