/// The dialects there are.
public enum Dialects {
    /// OpenAI Chat Completions.
    public static let openAIChat: any Dialect = OpenAIChatDialect()
    /// Anthropic Messages.
    public static let anthropicMessages: any Dialect = AnthropicMessagesDialect()
    /// Gemini generateContent.
    public static let gemini: any Dialect = GeminiDialect()

    /// The dialect with this id.
    public static func dialect(_ id: DialectID) -> any Dialect {
        switch id {
        case .openAIChat: openAIChat
        case .anthropicMessages: anthropicMessages
        case .gemini: gemini
        }
    }
}
