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

    @Test("keeps answers beyond the process where it is said, and never those of teams with zero retention")
    func persistence() throws {
        func rules(_ exact: String, _ more: String = "data: ./d") throws -> ArchiveRules {
            try Harness().load(Harness.document("\(more)\ncache: {exact: {\(exact)}}")).archiveRules
        }
        #expect(try !rules("").isOn)
        let all = try rules("persist: true, disk_bytes: 2MiB")
        #expect(all.isOn && all.maximumBytes == 2 << 20)
        #expect(all.mayKeep(team: nil, model: "m") && all.mayKeep(team: "unknown", model: "m"))
        let teams = "data: ./d\nteams: {dev: {}, secret: {zero_retention: true}, shy: {}}"
        let some = try rules("persist: true, teams: {shy: {persist: false}, secret: {persist: true}}", teams)
        #expect(["dev", "secret", "shy"].map { some.mayKeep(team: $0, model: "m") } == [true, false, false])
        let one = try rules("teams: {dev: {persist: true}, secret: {persist: true}}", teams)
        #expect(one.isOn)
        #expect(
            ["dev", "secret", "shy", nil].map { one.mayKeep(team: $0, model: "m") } == [true, false, false, false]
        )
        let models = try rules(#"persist: true, models: {"p/*": {persist: false}, p/b: {persist: true}}"#)
        #expect(["p/a", "p/b", "m"].map { models.mayKeep(team: nil, model: $0) } == [false, true, true])
        let zero = try rules("persist: true", "data: ./d\norganization: {zero_retention: true}\nteams: {dev: {}}")
        #expect(!zero.mayKeep(team: "dev", model: "m") && !zero.mayKeep(team: nil, model: "m"))
        let path = try rules("paths: {/v1/embeddings: {persist: true}}")
        #expect(path.isOn && path.mayKeep(team: nil, model: "m"))
        #expect(path.policies.policy(path: "/v1/chat/completions", model: "m", team: nil).persists == false)
        #expect(path.policies.policy(path: "/v1/embeddings", model: "m", team: nil).persists)
    }

    @Test(
        "refuses to let answers outlive the process without a place",
        arguments: ["persist: true", "models: {p/a: {persist: true}}"]
    )
    func persistenceNeedsAPlace(exact: String) throws {
        let error = #expect(throws: ConfigurationErrors.self) { try Self.load(exact) }
        #expect(error?.problems.map(\.code) == [.conflict])
        #expect(error?.description.contains("add `data`") == true)
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

    // MARK: - By meaning

    private static func semantic(_ semantic: String, _ more: String = "") throws -> CacheConfiguration {
        try Harness().load(
            Harness.document("\(more)\ncache: {exact: {enabled: true}, semantic: {\(semantic)}}")
        ).cache
    }

    @Test("compares by meaning where requests ask for it, where the document is silent")
    func semanticDefaults() throws {
        let cache = try Self.semantic("")
        #expect(cache.semantic == SemanticConfiguration())
        #expect(cache.policies.semantic == SemanticPolicies())
        #expect(cache.policies.semantic.general.use == .onRequest)
        #expect(cache.policies.semantic.general.thresholds == .builtin)
        #expect(try Self.semantic("on_request: false").policies.semantic.general.use == .off)
        #expect(try Self.semantic("enabled: true").policies.semantic.general.use == .on)
    }

    @Test("has every field of what is compared by meaning")
    func everySemanticField() throws {
        let cache = try Self.semantic(
            """
            enabled: true, mode: shadow, embedder: p/embed, dimensions: 512, timeout: 200ms,
            thresholds: {high: 0.9, broad: 80%}, level: 2, verifier: words, max_turns: 9, max_text: 500, max_entries: 100,
            max_bytes: 16MiB, second_check: {model: p/small, timeout: 1s, level: 2},
            paths: {/v1/messages: {level: 1}}, models: {"p/*": {enabled: false, thresholds: {broad: 0.95}}},
            teams: {dev: {mode: serve}}
            """,
            "teams: {dev: {}}"
        )
        #expect(
            cache.semantic
                == SemanticConfiguration(
                    embedder: .model("p/embed"),
                    dimensions: 512,
                    timeout: .milliseconds(200),
                    limits: .init(bytes: 16 << 20, entries: 100),
                    secondCheck: .init(model: "p/small", timeout: .seconds(1))
                )
        )
        let policies = cache.policies.semantic
        #expect(
            policies.general
                == SemanticPolicy(
                    use: .on,
                    mode: .shadow,
                    thresholds: SemanticThresholds(high: 0.9, broad: 0.8, level: .high),
                    strictness: .words,
                    maximumTurns: 9,
                    maximumText: 500,
                    secondCheck: .high
                )
        )
        #expect(policies.paths == [.init(ModelPattern("/v1/messages"), SemanticOverrides(level: .exact))])
        #expect(policies.models == [.init(ModelPattern("p/*"), SemanticOverrides(use: .off, broad: 0.95))])
        #expect(policies.teams == ["dev": SemanticOverrides(mode: .serve)])
        let merged = policies.policy(path: "/v1/messages", model: "p/x", team: "dev")
        #expect(merged.use == .off && merged.mode == .serve)
        // A broad threshold above the high one lifts it.
        #expect(merged.thresholds == SemanticThresholds(high: 0.95, broad: 0.95, level: .exact))
    }

    @Test("has other thresholds for a provider's vectors")
    func thresholds() throws {
        let general = try Self.semantic("embedder: p/embed").policies.semantic.general
        #expect(general.thresholds == .provider)
        #expect(general.strictness == .contradictions)
        let low = try Self.semantic("thresholds: {high: 0.6}").policies.semantic.general.thresholds
        #expect(low == SemanticThresholds(high: 0.6, broad: 0.6))
        let high = try Self.semantic("thresholds: {broad: 0.9}").policies.semantic.general.thresholds
        #expect(high == SemanticThresholds(high: 0.9, broad: 0.9))
    }

    @Test(
        "says what is wrong with what is compared by meaning",
        arguments: [
            ("mode: watch", "mode"), ("embedder: nothing", "embedder"), ("embedder: q/embed", "embedder"),
            ("dimensions: 512", "dimensions"), ("timeout: 0s", "timeout"), ("thresholds: {high: 2}", "thresholds.high"),
            ("thresholds: {high: 0.8, broad: 0.9}", "thresholds.broad"), ("threshold: 0.9", "threshold"),
            ("level: 4", "level"), ("verifier: none", "verifier"), ("max_turns: 0", "max_turns"),
            ("max_text: 10000", "max_text"), ("max_bytes: 1MiB", "max_bytes"),
            ("second_check: {timeout: 1s}", "second_check.model"), ("second_check: {model: q/x}", "second_check.model"),
            ("teams: {nobody: {}}", "teams.nobody"), ("models: {q/x: {}}", #"models["q/x"]"#),
            ("models: {p/x: {ttl: 1h}}", #"models["p/x"].ttl"#),
        ]
    )
    func semanticMistakes(semantic: String, path: String) {
        let problems = Harness().problems(
            Harness.document("cache: {exact: {enabled: true}, semantic: {\(semantic)}}")
        )
        #expect(problems.count == 1)
        #expect(problems.first.map { "\($0.path)" } == "cache.semantic.\(path)", "\(problems)")
    }

    @Test("needs a place where answers are kept")
    func semanticAlone() throws {
        let problems = Harness().problems(Harness.document("cache: {semantic: {enabled: true}}"))
        #expect(problems.map { "\($0.path)" } == ["cache.semantic.enabled"])
        let model = "cache: {exact: {models: {'p/*': {enabled: true}}}, semantic: {enabled: true}}"
        #expect(try Harness().load(Harness.document(model)).cache.policies.semantic.general.use == .on)
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
