import JSONText
import ModelAPI

/// Fields without a neutral place that cannot change an answer.
enum CacheNoise {
    private static let openAI: Set<String> = [
        "user", "metadata", "safety_identifier", "prompt_cache_key", "prompt_cache_retention",
    ]
    private static let anthropic: Set<String> = ["cache_control"]
    private static let gemini: Set<String> = ["labels"]

    /// Whether a field of a request in this dialect says nothing to the model.
    static func isNoise(_ field: ChatRequest.UnmappedField, on surface: DialectID) -> Bool {
        switch surface {
        case .openAIChat:
            if field.path == "store" { return field.value == false }
            return openAI.contains(field.path) || field.path.hasPrefix("stream_options.")
        case .anthropicMessages:
            return anthropic.contains(field.path) || field.path.hasPrefix("metadata.")
        case .gemini:
            return gemini.contains(field.path)
        }
    }
}
