/// The kinds of provider a document may name; the raw value is what it writes.
public enum ProviderType: String, Sendable, Hashable, CaseIterable {
    /// OpenAI's own API.
    case openai
    /// A server that speaks OpenAI's API: vLLM, Ollama, Groq, DeepSeek and many more.
    case openaiCompatible = "openai-compatible"
    /// Anthropic's own API.
    case anthropic
    /// Google's Gemini API.
    case gemini
    /// Cohere's API: embeddings by its own, conversations by the one that is compatible with OpenAI's.
    case cohere
    /// A provider inside Kanmon that answers by itself; for trying things out and for tests.
    case simulated

    /// Where the official SDK of the type sends its requests; nil where there is no one such place.
    public var defaultBaseURL: BaseURL? {
        switch self {
        case .openai: BaseURL(scheme: .https, host: "api.openai.com", pathPrefix: "/v1")
        case .anthropic: BaseURL(scheme: .https, host: "api.anthropic.com")
        case .gemini: BaseURL(scheme: .https, host: "generativelanguage.googleapis.com")
        case .cohere: BaseURL(scheme: .https, host: "api.cohere.com")
        case .openaiCompatible, .simulated: nil
        }
    }
}
