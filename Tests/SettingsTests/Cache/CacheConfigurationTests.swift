import Caching
import Foundation
import Governance
import Routing
import Settings
import Testing

@Suite("The cache's configuration")
struct CacheConfigurationTests {
    private static func load(_ exact: String, _ more: String = "") throws -> CacheConfiguration {
        try Harness().load(Harness.document("\(more)\ncache: {exact: {\(exact)}}")).cache
    }

    @Test("says what it says where the document is silent")
    func defaults() throws {
        #expect(try Harness().load(Harness.document()).cache == CacheConfiguration())
        #expect(try Self.load("") == CacheConfiguration())
        #expect(CacheConfiguration().policies.general.use == .onRequest)
        #expect(CacheConfiguration().policies.general.scope == .team)
    }

    @Test("is on, on request or off")
    func use() throws {
        #expect(try Self.load("enabled: true").policies.general.use == .on)
        #expect(try Self.load("enabled: true, on_request: false").policies.general.use == .on)
        #expect(try Self.load("on_request: false").policies.general.use == .off)
    }

    @Test("has every field")
    func everyField() throws {
        let cache = try Self.load(
            """
            enabled: true, scope: organization, ttl: 5m, max_ttl: 1d, max_bytes: 64MiB, max_entry: 128KiB,
            max_request: 256KiB, max_temperature: 0.5, max_choices: 4, replay: recorded, time_words: true,
            paths: {/v1/embeddings: {ttl: 7d}}, models: {"p/*": {enabled: false, max_temperature: 0}},
            teams: {dev: {scope: key, max_entry: 2KiB, replay: immediate}},
            rules: [{name: a, action: deny, paths: [/v1/chat/*], models: ["p/*"], tags: [x], headers: {X-App: "^b"},
            text: [secret, 秘密]}, {name: b, action: allow}]
            """,
            "teams: {dev: {}}"
        )
        #expect(cache.maximumBytes == 64 << 20)
        let policies = cache.policies
        #expect(
            policies.general
                == CachePolicy(
                    use: .on,
                    scope: .organization,
                    timeToLive: .seconds(300),
                    maximumTimeToLive: .seconds(86_400),
                    maximumEntryBytes: 128 << 10,
                    maximumRequestBytes: 256 << 10,
                    maximumTemperature: 0.5,
                    maximumChoices: 4,
                    replay: .recorded
                )
        )
        #expect(
            policies.paths
                == [.init(ModelPattern("/v1/embeddings"), CacheOverrides(timeToLive: .seconds(7 * 86_400)))]
        )
        #expect(policies.models == [.init(ModelPattern("p/*"), CacheOverrides(use: .off, maximumTemperature: 0))])
        #expect(
            policies.teams
                == ["dev": CacheOverrides(scope: .key, maximumEntryBytes: 2048, replay: .immediate)]
        )
        let rule = CacheRule(
            "a",
            .deny,
            paths: [ModelPattern("/v1/chat/*")],
            models: [ModelPattern("p/*")],
            tags: ["x"],
            headers: [.init("x-app", try Pattern(parsing: "^b"))],
            texts: [try Pattern(parsing: "secret"), try Pattern(parsing: "秘密")]
        )
        #expect(policies.rules == [rule, CacheRule("b", .allow), TimeWords.rule])
        #expect(try Self.load("replay_rate: 20").policies.general.replay == .rate(20))
    }

    @Test(
        "says what is wrong",
        arguments: [
            ("scope: everyone", "cache.exact.scope"), ("ttl: 0s", "cache.exact.ttl"), ("ttl: 5", "cache.exact.ttl"),
            ("max_bytes: 1KiB", "cache.exact.max_bytes"), ("max_temperature: -1", "cache.exact.max_temperature"),
            ("max_choices: 0", "cache.exact.max_choices"), ("ttl: 2d, max_ttl: 1d", "cache.exact.max_ttl"),
            ("teams: {nobody: {}}", "cache.exact.teams.nobody"), ("models: {q/x: {}}", #"cache.exact.models["q/x"]"#),
            ("paths: {v1: {}}", "cache.exact.paths.v1"), ("rules: [{name: a}]", "cache.exact.rules[0].action"),
            ("rules: [{name: a, action: maybe}]", "cache.exact.rules[0].action"),
            ("rules: [{name: a, action: deny, text: ['(']}]", "cache.exact.rules[0].text[0]"),
            ("replay_rate: 0", "cache.exact.replay_rate"), ("semantics: 1", "cache.exact.semantics"),
        ]
    )
    func mistakes(exact: String, path: String) {
        let problems = Harness().problems(Harness.document("cache: {exact: {\(exact)}}"))
        #expect(problems.count == 1)
        #expect(problems.first.map { "\($0.path)" } == path, "\(problems)")
    }
}
