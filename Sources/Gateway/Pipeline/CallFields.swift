import JSONText
import ModelAPI

/// The top-level fields of a request's body that the gateway looks at, a dialect's set each.
///
/// They are found without building a tree; one of them standing twice is refused, because the gateway and the provider
/// might read different ones.
struct CallFields: Sendable {
    /// The positions in the sets below; the same for every dialect.
    enum Index {
        static let model = 0
        static let stream = 1
        static let messages = 2
        static let maxTokens = 3
        static let choiceCount = 4
        static let maxCompletionTokens = 5
        static let streamOptions = 6
        /// The field for the gateway itself.
        static let kanmon = 8
        /// How soon it is to be served, which has its price.
        static let serviceTier = 9
        /// The same in Gemini's other spelling.
        static let serviceTierInSnakeCase = 10
        /// How fast, and where, in Anthropic's dialect.
        static let speed = 10
        static let inferenceGeography = 11
    }

    private static let openAIChat = names(
        model: "model",
        stream: "stream",
        messages: "messages",
        maxTokens: "max_tokens",
        ["n", "max_completion_tokens", "stream_options", "tools", "kanmon", "service_tier"]
    )
    private static let anthropicMessages = names(
        model: "model",
        stream: "stream",
        messages: "messages",
        maxTokens: "max_tokens",
        ["n", "system", "tools", "metadata", "kanmon", "service_tier", "speed", "inference_geo"]
    )
    private static let gemini = names(
        model: "model",
        stream: "stream",
        messages: "contents",
        maxTokens: "generationConfig",
        [
            "generation_config", "generateContentRequest", "systemInstruction", "tools", "kanmon", "serviceTier",
            "service_tier",
        ]
    )

    /// The numbers of a conversation have no place in a request for vectors.
    private static let embeddings = names(
        model: "model",
        stream: "stream",
        messages: "input",
        maxTokens: "dimensions",
        ["encoding_format", "user", "input_type", "truncate", "kanmon"]
    )

    let names: [String]
    let set: JSONFieldSet

    static func of(_ route: Route) -> CallFields {
        if route.operation == .embeddings { return embeddings }
        return switch route.dialect {
        case .openAIChat: openAIChat
        case .anthropicMessages: anthropicMessages
        case .gemini: gemini
        }
    }

    private static func names(
        model: String,
        stream: String,
        messages: String,
        maxTokens: String,
        _ others: [String]
    ) -> CallFields {
        let names = [model, stream, messages, maxTokens] + others
        return CallFields(names: names, set: JSONFieldSet(names))
    }
}
