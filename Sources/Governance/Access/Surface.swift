/// The ways into the gateway that a key can be bound to.
public enum Surface: String, Hashable, Sendable, CaseIterable {
    /// OpenAI Chat Completions.
    case openAIChat = "openai-chat"
    /// OpenAI Completions.
    case openAICompletions = "openai-completions"
    /// OpenAI Responses.
    case openAIResponses = "openai-responses"
    /// Anthropic Messages, with the counting of tokens.
    case anthropicMessages = "anthropic-messages"
    /// Gemini generateContent, with the counting of tokens.
    case gemini
    /// Embeddings of every dialect.
    case embeddings
    case images
    case audio
    case batches
    /// A provider's own API, untranslated.
    case passthrough
    /// Tools by the Model Context Protocol.
    case mcp
}
