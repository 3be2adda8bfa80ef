import ModelAPI

/// What a request's method and path ask for.
struct Route: Hashable, Sendable {
    /// The kinds of request.
    enum Operation: Hashable, Sendable {
        /// A model's next turn.
        case chat
        /// The number of tokens of a prompt.
        case countTokens
        /// Vectors for texts.
        case embeddings
        /// The models that can be asked.
        case listModels
        /// One of them.
        case showModel
        /// Whether the process lives.
        case health
        /// Whether it takes requests.
        case readiness
        /// What has been counted, for Prometheus.
        case metrics
    }

    /// How a streamed answer is framed.
    enum StreamFraming: Hashable, Sendable {
        /// Server-sent events.
        case events
        /// One JSON array (Gemini without `alt=sse`).
        case jsonArray

        /// The media type of such a stream.
        var mediaType: StaticString {
            switch self {
            case .events: "text/event-stream; charset=utf-8"
            case .jsonArray: "application/json"
            }
        }
    }

    /// What is asked for.
    var operation: Operation
    /// The dialect of the surface; errors take its shape.
    var dialect: DialectID
    /// The model's name, where the path has it (Gemini, and one model of a list).
    var model: String?
    /// Whether the path asks for a stream (Gemini); elsewhere the body does.
    var stream: Bool?
    /// How a streamed answer is framed.
    var framing = StreamFraming.events
    /// Whether the gateway asks for itself, not for a caller.
    var isInternal = false

    /// Vectors that the gateway asks for, to compare questions.
    static let internalEmbeddings = Route(operation: .embeddings, dialect: .openAIChat, isInternal: true)
}
