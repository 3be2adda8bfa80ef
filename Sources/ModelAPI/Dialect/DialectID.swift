/// The wire dialects of the model APIs.
public enum DialectID: String, Hashable, Sendable, CaseIterable {
    /// OpenAI Chat Completions, and everything that calls itself compatible.
    case openAIChat = "openai-chat"
    /// Anthropic Messages.
    case anthropicMessages = "anthropic-messages"
    /// Gemini generateContent.
    case gemini
}
