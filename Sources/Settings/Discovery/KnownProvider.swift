/// A provider that environment variables can announce.
struct KnownProvider: Sendable {
    let name: String
    let type: ProviderType
    /// Variables that may hold the credential; the first that is set counts.
    let keyVariables: [String]
    /// Where the provider is, unless the variable below says otherwise.
    let baseURL: BaseURL
    /// The variable of the official SDK that moves the provider elsewhere.
    var baseURLVariable: String?

    /// What the lists of models show of it, the smallest and cheapest last: models to begin with, not all there are.
    var models: [String] { WellKnownModels.byProvider[name] ?? [] }

    /// Sources: each provider's own API documentation and SDK.
    static let all: [KnownProvider] = [
        KnownProvider(
            name: "openai",
            type: .openai,
            keyVariables: ["OPENAI_API_KEY"],
            baseURL: BaseURL(scheme: .https, host: "api.openai.com", pathPrefix: "/v1"),
            baseURLVariable: "OPENAI_BASE_URL"
        ),
        KnownProvider(
            name: "anthropic",
            type: .anthropic,
            keyVariables: ["ANTHROPIC_API_KEY"],
            baseURL: BaseURL(scheme: .https, host: "api.anthropic.com"),
            baseURLVariable: "ANTHROPIC_BASE_URL"
        ),
        KnownProvider(
            name: "gemini",
            type: .gemini,
            keyVariables: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            baseURL: BaseURL(scheme: .https, host: "generativelanguage.googleapis.com"),
            baseURLVariable: "GOOGLE_GEMINI_BASE_URL"
        ),
        KnownProvider(
            name: "cohere",
            type: .cohere,
            keyVariables: ["CO_API_KEY", "COHERE_API_KEY"],
            baseURL: BaseURL(scheme: .https, host: "api.cohere.com"),
            baseURLVariable: "CO_API_URL"
        ),
        compatible("groq", "GROQ_API_KEY", "api.groq.com", "/openai/v1"),
        compatible("deepseek", "DEEPSEEK_API_KEY", "api.deepseek.com", "/v1"),
        compatible("mistral", "MISTRAL_API_KEY", "api.mistral.ai", "/v1"),
        compatible("xai", "XAI_API_KEY", "api.x.ai", "/v1"),
        compatible("openrouter", "OPENROUTER_API_KEY", "openrouter.ai", "/api/v1"),
        compatible("together", "TOGETHER_API_KEY", "api.together.xyz", "/v1"),
        compatible("fireworks", "FIREWORKS_API_KEY", "api.fireworks.ai", "/inference/v1"),
        compatible("cerebras", "CEREBRAS_API_KEY", "api.cerebras.ai", "/v1"),
        compatible("perplexity", "PERPLEXITY_API_KEY", "api.perplexity.ai", ""),
        compatible("nvidia", "NVIDIA_API_KEY", "integrate.api.nvidia.com", "/v1"),
        compatible("moonshot", "MOONSHOT_API_KEY", "api.moonshot.ai", "/v1"),
    ]

    private static func compatible(
        _ name: String,
        _ keyVariable: String,
        _ host: String,
        _ pathPrefix: String
    ) -> KnownProvider {
        KnownProvider(
            name: name,
            type: .openaiCompatible,
            keyVariables: [keyVariable],
            baseURL: BaseURL(scheme: .https, host: host, pathPrefix: pathPrefix)
        )
    }
}
