import Caching
import Governance
import Settings
import Testing

@Suite("The configuration of providers' own caches")
struct PromptCachingConfigurationTests {
    private static func load(_ fields: String, _ more: String = "") throws -> PromptCachingConfiguration {
        try Harness().load(Harness.document("\(more)\nprompt_caching: {\(fields)}")).promptCaching
    }

    @Test("does nothing unless a request asks where the document is silent")
    func defaults() throws {
        #expect(try Harness().load(Harness.document()).promptCaching == PromptCachingConfiguration())
        #expect(try Self.load("") == PromptCachingConfiguration())
        #expect(PromptCachingConfiguration().policies.general.use == .onRequest)
        #expect(!PromptCachingConfiguration().policies.appliesUnasked)
    }

    @Test("has every field")
    func everyField() throws {
        let found = try Self.load(
            """
            enabled: true, ttl: 1h, affinity: false, max_bytes: 2MiB,
            models: {"p/*": {enabled: false, affinity: true}, "p/chat": {ttl: 5m}}, teams: {dev: {enabled: true, ttl: auto}}
            """,
            "teams: {dev: {}}"
        )
        #expect(found.maximumBytes == 2 << 20)
        let policies = found.policies
        #expect(policies.appliesUnasked)
        #expect(
            policies.policy(model: "x", team: nil) == PromptCachePolicy(use: .on, lifetimes: .oneHour, affinity: false)
        )
        #expect(
            policies.policy(model: "p/x", team: nil)
                == PromptCachePolicy(use: .off, lifetimes: .oneHour, affinity: true)
        )
        #expect(
            policies.policy(model: "p/chat", team: "dev")
                == PromptCachePolicy(use: .on, lifetimes: .automatic, affinity: true)
        )
        #expect(try Self.load("on_request: false").policies.general.use == .off)
        #expect(try Self.load("teams: {dev: {enabled: true}}", "teams: {dev: {}}").policies.appliesUnasked)
    }

    @Test(
        "says what is wrong and where",
        arguments: [
            ("ttl: 10m", "prompt_caching.ttl"), ("ttl: 3600", "prompt_caching.ttl"),
            ("enabled: 1", "prompt_caching.enabled"), ("max_bytes: 1KiB", "prompt_caching.max_bytes"),
            ("teams: {nobody: {}}", "prompt_caching.teams.nobody"), ("breakpoints: 4", "prompt_caching.breakpoints"),
            ("models: {q/x: {}}", #"prompt_caching.models["q/x"]"#),
            ("models: {\"p/*\": {max_bytes: 2MiB}}", #"prompt_caching.models["p/*"].max_bytes"#),
        ]
    )
    func problems(fields: String, path: String) throws {
        let problems = Harness().problems(Harness.document("prompt_caching: {\(fields)}"))
        #expect(problems.map { "\($0.path)" } == [path], "\(problems)")
    }

    @Test(
        "goes by the provider's type and address unless it says otherwise",
        arguments: [
            ("{type: openai, api_key: k}", true), ("{type: anthropic, api_key: k}", true),
            ("{type: anthropic, api_key: k, prompt_cache: false}", false), ("{type: gemini, api_key: k}", false),
            ("{type: openai-compatible, base_url: \"http://127.0.0.1:1/v1\"}", false),
            ("{type: openai-compatible, base_url: \"http://127.0.0.1:1/v1\", prompt_cache: true}", true),
            ("{type: openai-compatible, base_url: \"https://mine.openai.azure.com/openai/v1\"}", true),
            ("{type: simulated}", true),
        ]
    )
    func providers(section: String, takes: Bool) throws {
        let configuration = try Harness().load("version: 1\nproviders: {q: \(section)}")
        #expect(configuration.provider(named: "q")?.takesPromptCache == takes)
    }
}
