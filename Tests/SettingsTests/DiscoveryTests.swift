import Settings
import Testing

@Suite("Finding providers without a document")
struct DiscoveryTests {
    private func discover(
        _ environment: [String: String],
        ollamaAt expected: String? = nil,
        answering tags: String = #"{"models": []}"#
    ) async throws -> [ProviderConfiguration] {
        let configuration = try await ConfigurationDiscovery.discover(environment: environment) {
            $0.description == expected ? Array(tags.utf8) : nil
        }
        #expect(configuration.server == ServerConfiguration())
        #expect(configuration.models.isEmpty)
        return configuration.providers
    }

    @Test("finds nothing where nothing is")
    func nothing() async throws {
        #expect(try await discover(["HOME": "/root", "OPENAI_API_KEY": ""]).isEmpty)
    }

    @Test(
        "takes each provider's usual variable",
        arguments: [
            ("OPENAI_API_KEY", "openai", "https://api.openai.com/v1"),
            ("ANTHROPIC_API_KEY", "anthropic", "https://api.anthropic.com"),
            ("GEMINI_API_KEY", "gemini", "https://generativelanguage.googleapis.com"),
            ("GOOGLE_API_KEY", "gemini", "https://generativelanguage.googleapis.com"),
            ("GROQ_API_KEY", "groq", "https://api.groq.com/openai/v1"),
            ("DEEPSEEK_API_KEY", "deepseek", "https://api.deepseek.com/v1"),
            ("MISTRAL_API_KEY", "mistral", "https://api.mistral.ai/v1"),
            ("XAI_API_KEY", "xai", "https://api.x.ai/v1"),
            ("OPENROUTER_API_KEY", "openrouter", "https://openrouter.ai/api/v1"),
            ("TOGETHER_API_KEY", "together", "https://api.together.xyz/v1"),
            ("FIREWORKS_API_KEY", "fireworks", "https://api.fireworks.ai/inference/v1"),
            ("CEREBRAS_API_KEY", "cerebras", "https://api.cerebras.ai/v1"),
            ("PERPLEXITY_API_KEY", "perplexity", "https://api.perplexity.ai"),
            ("NVIDIA_API_KEY", "nvidia", "https://integrate.api.nvidia.com/v1"),
            ("MOONSHOT_API_KEY", "moonshot", "https://api.moonshot.ai/v1"),
        ]
    )
    func known(variable: String, name: String, url: String) async throws {
        #expect(ConfigurationDiscovery.variables.contains(variable))
        let providers = try await discover([variable: "key-\(name)"])
        let type = ProviderType(rawValue: name) ?? .openaiCompatible
        let models = try #require(providers.first?.listedModels)
        #expect((1...6).contains(models.count) && Set(models).count == models.count)
        #expect(
            providers == [
                ProviderConfiguration(
                    name: name,
                    type: type,
                    endpoint: .remote(try BaseURL(parsing: url)),
                    apiKey: Secret("key-\(name)"),
                    listedModels: models
                )
            ]
        )
    }

    @Test("honours the variables that move a provider")
    func moved() async throws {
        let providers = try await discover([
            "OPENAI_API_KEY": "a", "OPENAI_BASE_URL": "http://10.0.0.1:8000/v1", "ANTHROPIC_API_KEY": "b",
            "ANTHROPIC_BASE_URL": "https://claude.example.com/", "GEMINI_API_KEY": "c", "GOOGLE_API_KEY": "d",
            "GOOGLE_GEMINI_BASE_URL": "https://gemini.example.com",
        ])
        #expect(
            providers.map(\.endpoint) == [
                .remote(BaseURL(scheme: .http, host: "10.0.0.1", port: 8000, pathPrefix: "/v1")),
                .remote(BaseURL(scheme: .https, host: "claude.example.com")),
                .remote(BaseURL(scheme: .https, host: "gemini.example.com")),
            ]
        )
        #expect(providers.map { $0.apiKey?.reveal() } == ["a", "b", "c"])
    }

    @Test("takes a server of one's own without a key")
    func ownServer() async throws {
        let providers = try await discover(["OPENAI_BASE_URL": "http://127.0.0.1:8000/v1"])
        #expect(providers.map(\.type) == [.openaiCompatible])
        #expect(providers.map(\.apiKey) == [nil])
        // Whose models it has nobody knows.
        #expect(providers.map(\.listedModels) == [[]])
    }

    @Test(
        "asks for an Ollama where its own client would",
        arguments: [
            (nil, "http://127.0.0.1:11434"), ("10.0.0.5", "http://10.0.0.5:11434"), ("gpu:80", "http://gpu"),
            (":8000", "http://127.0.0.1:8000"), ("0.0.0.0", "http://127.0.0.1:11434"), ("[::]:1", "http://[::1]:1"),
            ("http://gpu", "http://gpu"), ("https://gpu:8443/ollama", "https://gpu:8443/ollama"),
        ] as [(String?, String)]
    )
    func ollama(host: String?, asked: String) async throws {
        let environment = host.map { ["OLLAMA_HOST": $0] } ?? [:]
        let providers = try await discover(environment, ollamaAt: asked)
        #expect(providers.map(\.name) == ["ollama"])
        #expect(providers.map(\.endpoint) == [.remote(try BaseURL(parsing: asked + "/v1"))])
        #expect(try await discover(environment, ollamaAt: nil).isEmpty)
    }

    @Test(
        "lists what the Ollama has",
        arguments: [
            (
                #"{"models": [{"name": "llama3.2:latest", "model": "llama3.2:latest"}, {"name": "hf.co/a/b:Q4"}]}"#,
                ["llama3.2:latest", "hf.co/a/b:Q4"]
            ),
            (
                #"{"models": [{"name": "a b"}, {"name": ""}, {"name": 1}, {}, 1, {"name": "\u00e9"}, {"name": "c"}]}"#,
                ["c"]
            ),
            (#"{"models": null}"#, []), ("[]", []), ("Ollama is running", []), ("", []),
        ]
    )
    func ollamaModels(answer: String, expected: [String]) async throws {
        let providers = try await discover([:], ollamaAt: "http://127.0.0.1:11434", answering: answer)
        #expect(providers.map(\.listedModels) == [expected])
    }

    @Test("lists no more than 200 models, and none with an endless name")
    func ollamaBounds() async throws {
        let names = ["x\(String(repeating: "x", count: 200))"] + (0..<500).map { "m\($0)" }
        let tags = "{\"models\": [\(names.map { "{\"name\": \"\($0)\"}" }.joined(separator: ","))]}"
        let providers = try await discover([:], ollamaAt: "http://127.0.0.1:11434", answering: tags)
        #expect(providers.first?.listedModels == (0..<200).map { "m\($0)" })
    }

    @Test("tells every variable that cannot be used, but not what it holds")
    func problems() async {
        let environment = [
            "OPENAI_API_KEY": "canary\n", "ANTHROPIC_API_KEY": "k", "ANTHROPIC_BASE_URL": "http://u:canary@a",
            "OLLAMA_HOST": "canary canary",
        ]
        let error = await #expect(throws: ConfigurationErrors.self) { try await discover(environment) }
        #expect(error?.problems.map(\.path) == ["OPENAI_API_KEY", "ANTHROPIC_BASE_URL", "OLLAMA_HOST"])
        #expect(error?.description.contains("canary") == false)
    }
}
