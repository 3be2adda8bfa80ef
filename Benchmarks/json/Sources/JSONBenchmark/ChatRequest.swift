/// The request as one would model it for `JSONDecoder`, so that Foundation is measured at its best:
/// typed containers, not a tree of `Any`.
struct ChatRequest: Decodable {
    struct Message: Decodable {
        var role: String
        var content: String?
        var toolCalls: [ToolCall]?
        var toolCallID: String?

        enum CodingKeys: String, CodingKey {
            case role
            case content
            case toolCalls = "tool_calls"
            case toolCallID = "tool_call_id"
        }
    }

    struct ToolCall: Decodable {
        struct Function: Decodable {
            var name: String
            var arguments: String
        }

        var id: String
        var type: String
        var function: Function
    }

    struct Tool: Decodable {
        struct Schema: Decodable {
            var type: String
            var properties: [String: Property]
            var required: [String]
        }

        struct Property: Decodable {
            var type: String
            var minimum: Int?
        }

        struct Function: Decodable {
            var name: String
            var description: String
            var parameters: Schema
        }

        var type: String
        var function: Function
    }

    var model: String
    var messages: [Message]
    var temperature: Double
    var maxTokens: Int
    var tools: [Tool]
    var toolChoice: String
    var stream: Bool
    var streamOptions: StreamOptions
    var user: String

    enum CodingKeys: String, CodingKey {
        case model
        case messages
        case temperature
        case maxTokens = "max_tokens"
        case tools
        case toolChoice = "tool_choice"
        case stream
        case streamOptions = "stream_options"
        case user
    }
}

/// `stream_options` of a chat request.
struct StreamOptions: Decodable {
    var includeUsage: Bool

    enum CodingKeys: String, CodingKey { case includeUsage = "include_usage" }
}

/// Only what routing needs: the counterpart of a lazy scan.
struct RoutingFields: Decodable {
    var model: String
    var stream: Bool?
    var streamOptions: StreamOptions?

    enum CodingKeys: String, CodingKey {
        case model
        case stream
        case streamOptions = "stream_options"
    }
}

/// One event of a chat stream.
struct StreamChunk: Decodable {
    struct Choice: Decodable {
        struct Delta: Decodable { var content: String? }

        var index: Int
        var delta: Delta
        var finishReason: String?

        enum CodingKeys: String, CodingKey {
            case index
            case delta
            case finishReason = "finish_reason"
        }
    }

    var id: String
    var object: String
    var created: Int
    var model: String
    var choices: [Choice]
}
