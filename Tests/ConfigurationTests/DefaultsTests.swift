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

    @Test("is none of what a document says")
    func everyFieldCounts() throws {
        let files = ["a.pem": "", "b.pem": "", "c.pem": "", "d.pem": "", "e.pem": ""]
        let configuration = try Harness(files: files).load(
            """
            $schema: anything
            version: 1
            server:
              listen: "[::1]:1"
              max_body: 2KiB
              drain_timeout: 3s
              tls: {certificate: a.pem, key: b.pem}
              require_keys: true
              strict: true
              header_timeout: 4s
              body_timeout: 5s
              idle_timeout: 6s
              max_connections: 7
              loops: 8
            providers:
              a:
                type: openai
                api_key: k
                base_url: http://a:9
                headers: {X-B: b, x-a: a}
                proxy: none
                tls: {ca: c.pem, certificate: d.pem, key: e.pem}
                max_connections: 10
                max_waiting: 11
              b: {type: simulated, speaks: gemini, time_to_first_token: 12ms, tokens_per_second: 0.5}
            models:
              m:
                targets: [{model: a/x}]
                timeout: {connect: 13s, first_byte: 14s, idle: 15s, total: 16s}
                strict: false
            keys: [{name: n, key: sk-km-0123456789}]
            """
        )
        #expect(
            configuration.server
                == ServerConfiguration(
                    listen: ListenAddress(host: "::1", port: 1),
                    maxBody: 2048,
                    drainTimeout: .seconds(3),
                    tls: TLSIdentity(certificate: "a.pem", key: "b.pem"),
                    requireKeys: true,
                    strict: true,
                    headerTimeout: .seconds(4),
                    bodyTimeout: .seconds(5),
                    idleTimeout: .seconds(6),
                    maxConnections: 7,
                    loops: 8
                )
        )
        #expect(
            configuration.providers == [
                ProviderConfiguration(
                    name: "a",
                    type: .openai,
                    endpoint: .remote(BaseURL(scheme: .http, host: "a", port: 9)),
                    apiKey: Secret("k"),
                    headers: [
                        HeaderField(name: "x-b", value: Secret("b")), HeaderField(name: "x-a", value: Secret("a")),
                    ],
                    proxy: .direct,
                    tls: ProviderTLS(ca: "c.pem", identity: TLSIdentity(certificate: "d.pem", key: "e.pem")),
                    maxConnections: 10,
                    maxWaiting: 11
                ),
                ProviderConfiguration(
                    name: "b",
                    type: .simulated,
                    endpoint: .simulated(
                        SimulatedProviderConfiguration(
                            speaks: .gemini,
                            timeToFirstToken: .milliseconds(12),
                            tokensPerSecond: 0.5
                        )
                    )
                ),
            ]
        )
        #expect(
            configuration.models == [
                ModelConfiguration(
                    name: "m",
                    targets: [ModelTarget(provider: "a", model: "x")],
                    timeout: TimeoutConfiguration(
                        connect: .seconds(13),
                        firstByte: .seconds(14),
                        idle: .seconds(15),
                        total: .seconds(16)
                    ),
                    strict: false
                )
            ]
        )
        #expect(configuration.keys == [GatewayKey(name: "n", key: Secret("sk-km-0123456789"))])
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
