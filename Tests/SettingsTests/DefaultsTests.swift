import Governance
import Routing
import Settings
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
        let target = TargetConfiguration(.provider(ModelTarget(provider: "d", model: "org/model:tag")))
        #expect(configuration.models == [ModelConfiguration(name: "m", targets: [target])])
        #expect(configuration.teams.isEmpty)
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
              reuse_port: true
              retry_budget: {share: 30%, floor: 9}
              max_concurrent: 20
              queue: {length: 21, timeout: 22s}
              overload: {memory: 100MiB, loop_lag: 23ms}
              reload: {watch: false}
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
                region: jp
                health_check: {path: "/health?deep=1", interval: 24s, timeout: 25ms}
              c:
                type: openai-compatible
                base_url: http://c
                api_keys: [k1, {value: k2, weight: 2.5, name: second}, {value: k3}]
              b: {type: simulated, speaks: gemini, time_to_first_token: 12ms, tokens_per_second: 0.5}
            models:
              m:
                strategy: sticky
                sticky: {by: header, header: X-User}
                targets:
                  - model: a/x
                    weight: 2
                    ramp: {from: 0.5, start: "1970-01-01T00:00:10Z", over: 1h}
                    region: us
                    price: {input_per_million: 2.5, output_per_million: 10}
                    context_window: 128000
                    max_concurrent: 26
                  - a/x
                  - other
                retry: {attempts: 3, on: [429, 529, tls, invalid-body], backoff: {initial: 27ms, max: 28s}}
                timeout: {connect: 13s, first_byte: 14s, idle: 15s, total: 16s}
                breaker:
                  {failures: 29, window: 31s, open_for: 32s, failure_share: 0.33, min_requests: 34, ramp_up: 35s,
                   max_ejected: 36%}
                hedge: {after: 800ms}
                mirror: {model: b/y, share: 5%}
                min_tokens_per_second: 5
                fallback: {context_window: [{model: a/long}, other], content_policy: [b/free]}
                strict: false
              other: {targets: [b/z, b/w], hedge: {after: p95}, strategy: least-cost}
            teams:
              dev: {models: [m, "a/*"], regions: [jp, us]}
              all: {}
            keys: [{name: n, key: sk-km-0123456789, team: dev, models: ["*"], regions: [us]}]
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
                    loops: 8,
                    reusePort: true,
                    retryBudget: RetryBudgetPolicy(share: 0.3, floor: 9),
                    maxConcurrent: 20,
                    queue: QueueConfiguration(length: 21, timeout: .seconds(22)),
                    overload: OverloadConfiguration(memory: 100 << 20, loopLag: .milliseconds(23)),
                    reload: ReloadConfiguration(watch: false)
                )
        )
        #expect(
            configuration.providers == [
                ProviderConfiguration(
                    name: "a",
                    type: .openai,
                    endpoint: .remote(BaseURL(scheme: .http, host: "a", port: 9)),
                    apiKey: Secret("k"),
                    region: "jp",
                    healthCheck: HealthCheckConfiguration(
                        path: "/health?deep=1",
                        interval: .seconds(24),
                        timeout: .milliseconds(25)
                    ),
                    headers: [
                        HeaderField(name: "x-b", value: Secret("b")), HeaderField(name: "x-a", value: Secret("a")),
                    ],
                    proxy: .direct,
                    tls: ProviderTLS(ca: "c.pem", identity: TLSIdentity(certificate: "d.pem", key: "e.pem")),
                    maxConnections: 10,
                    maxWaiting: 11
                ),
                ProviderConfiguration(
                    name: "c",
                    type: .openaiCompatible,
                    endpoint: .remote(BaseURL(scheme: .http, host: "c")),
                    credentials: [
                        CredentialConfiguration(name: "key-1", value: Secret("k1")),
                        CredentialConfiguration(name: "second", value: Secret("k2"), weight: 2.5),
                        CredentialConfiguration(name: "key-3", value: Secret("k3")),
                    ]
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
        // A target's breaker has no share of its siblings.
        let breaker = BreakerPolicy(
            failures: 29,
            failureShare: 0.33,
            minimumRequests: 34,
            window: .seconds(31),
            openFor: .seconds(32),
            rampUp: .seconds(35)
        )
        #expect(
            configuration.models == [
                ModelConfiguration(
                    name: "m",
                    strategy: .sticky,
                    sticky: .header("x-user"),
                    targets: [
                        TargetConfiguration(
                            .provider(ModelTarget(provider: "a", model: "x")),
                            weight: Weight(2, ramp: Weight.Ramp(from: 0.5, start: 10, over: .seconds(3600))),
                            region: "us",
                            price: FlatPrice(inputPerMillion: 2.5, outputPerMillion: 10),
                            contextWindow: 128_000,
                            maxConcurrent: 26,
                            breaker: breaker
                        ),
                        // The provider's region, and the limit that another branch to the same model has.
                        TargetConfiguration(
                            .provider(ModelTarget(provider: "a", model: "x")),
                            region: "jp",
                            maxConcurrent: 26,
                            breaker: breaker
                        ),
                        TargetConfiguration(.model("other")),
                    ],
                    retry: RetryPolicy(
                        attempts: 3,
                        on: [.status(429), .status(529), .tls, .invalidBody],
                        initialBackoff: .milliseconds(27),
                        maximumBackoff: .seconds(28)
                    ),
                    timeout: TimeoutConfiguration(
                        connect: .seconds(13),
                        firstByte: .seconds(14),
                        idle: .seconds(15),
                        total: .seconds(16)
                    ),
                    breaker: BreakerPolicy(
                        failures: 29,
                        failureShare: 0.33,
                        minimumRequests: 34,
                        window: .seconds(31),
                        openFor: .seconds(32),
                        rampUp: .seconds(35),
                        maximumEjected: 0.36
                    ),
                    hedge: .after(.milliseconds(800)),
                    mirror: MirrorPolicy(target: TargetID(provider: "b", model: "y"), share: 0.05),
                    minimumTokensPerSecond: 5,
                    contextWindowFallback: [
                        TargetConfiguration(
                            .provider(ModelTarget(provider: "a", model: "long")),
                            region: "jp",
                            breaker: breaker
                        ),
                        TargetConfiguration(.model("other")),
                    ],
                    contentPolicyFallback: [
                        TargetConfiguration(.provider(ModelTarget(provider: "b", model: "free")), breaker: breaker)
                    ],
                    strict: false
                ),
                ModelConfiguration(
                    name: "other",
                    strategy: .leastCost,
                    targets: [
                        TargetConfiguration(.provider(ModelTarget(provider: "b", model: "z"))),
                        TargetConfiguration(.provider(ModelTarget(provider: "b", model: "w"))),
                    ],
                    hedge: .percentile95,
                    strict: true
                ),
            ]
        )
        #expect(
            configuration.teams == [
                TeamConfiguration(
                    name: "dev",
                    models: [ModelPattern("m"), ModelPattern("a/*")],
                    regions: ["jp", "us"]
                ),
                TeamConfiguration(name: "all"),
            ]
        )
        #expect(
            configuration.keys == [
                GatewayKey(
                    name: "n",
                    key: Secret("sk-km-0123456789"),
                    team: "dev",
                    models: [ModelPattern("*")],
                    regions: ["us"]
                )
            ]
        )
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
