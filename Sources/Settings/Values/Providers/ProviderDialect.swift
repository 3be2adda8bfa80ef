/// A wire format that providers speak.
public enum ProviderDialect: String, Sendable, Hashable, CaseIterable {
    /// OpenAI Chat Completions.
    case openai
    /// Anthropic Messages.
    case anthropic
    /// Gemini generateContent.
    case gemini
    /// Cohere's own API for embeddings, and its compatible one for conversations.
    case cohere
}
