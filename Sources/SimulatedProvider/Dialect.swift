/// The wire formats that the provider speaks.
enum Dialect: String, Sendable, CaseIterable {
    case openAI
    case anthropic
    case gemini
    /// Embeddings alone: its conversations are asked for in OpenAI's form.
    case cohere
}
