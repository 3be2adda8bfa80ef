import Configuration
import Testing

@Suite("What counts where a document is silent")
struct DefaultsTests {
    @Test("is the default of the values")
    func defaults() throws {
        let configuration = try Harness().load(
            """
            version: 1
            providers:
              a: {type: openai, api_key: k}
              b: {type: anthropic, api_key: k}
              c: {type: gemini, api_key: k}
              d: {type: openai-compatible, base_url: "http://[::1]:8000/v1/"}
              e: {type: simulated}
            models: {m: {targets: [{model: d/org/model:tag}]}}
            """
        )
        #expect(configuration.server == ServerConfiguration())
        #expect(configuration.models[0].timeout == TimeoutConfiguration())
        #expect(configuration.models[0].targets == [ModelTarget(provider: "d", model: "org/model:tag")])
        #expect(configuration.keys.isEmpty)
        #expect(
            configuration.providers == [
                remote("a", .openai, BaseURL(scheme: .https, host: "api.openai.com", pathPrefix: "/v1"), Secret("k")),
                remote("b", .anthropic, BaseURL(scheme: .https, host: "api.anthropic.com"), Secret("k")),
                remote(
                    "c",
                    .gemini,
                    BaseURL(scheme: .https, host: "generativelanguage.googleapis.com"),
                    Secret("k")
                ),
                remote("d", .openaiCompatible, BaseURL(scheme: .http, host: "::1", port: 8000, pathPrefix: "/v1"), nil),
                ProviderConfiguration(
                    name: "e",
                    type: .simulated,
                    endpoint: .simulated(SimulatedProviderConfiguration())
                ),
            ]
        )
    }

    private func remote(_ name: String, _ type: ProviderType, _ url: BaseURL, _ key: Secret?) -> ProviderConfiguration {
        ProviderConfiguration(name: name, type: type, endpoint: .remote(url), apiKey: key)
    }

    @Test("of timeouts holds field by field")
    func partialTimeout() throws {
        let document = Harness.document("models: {m: {targets: [{model: p/m}], timeout: {total: 20s, idle: 5s}}}")
        let timeout = try Harness().load(document).models[0].timeout
        #expect(timeout == TimeoutConfiguration(idle: .seconds(5), total: .seconds(20)))
    }

    @Test("of a model's strict is the server's")
    func strict() throws {
        let document = Harness.document(
            """
            server: {strict: true}
            models:
              a: {targets: [{model: p/m}]}
              b: {targets: [{model: p/m}], strict: false}
            """
        )
        #expect(try Harness().load(document).models.map(\.strict) == [true, false])
    }

    @Test(
        "of require_keys depends on the keys and on who can connect",
        arguments: [
            ("", false),
            ("server: {listen: \"[::1]:4000\"}", false),
            ("server: {listen: \"127.9.9.9:4000\"}", false),
            ("server: {listen: \"localhost:4000\"}", false),
            ("keys: [{name: a, key: sk-km-0123456789}]", true),
            ("server: {require_keys: false}\nkeys: [{name: a, key: sk-km-0123456789}]", false),
            ("server: {listen: \"0.0.0.0:1\", require_keys: false}", false),
            ("server: {listen: \"0.0.0.0:1\"}\nkeys: [{name: a, key: sk-km-0123456789}]", true),
        ]
    )
    func requireKeys(more: String, expected: Bool) throws {
        #expect(try Harness().load(Harness.document(more)).server.requireKeys == expected)
    }
}
