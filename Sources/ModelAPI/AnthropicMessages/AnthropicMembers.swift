import JSONText

/// The members of Messages answers that are read, or carry nothing of their own.
enum AnthropicMembers {
    /// Of a message.
    static let message: Set<String> = [
        "id", "type", "role", "model", "content", "stop_reason", "stop_sequence", "stop_details", "usage",
    ]

    /// Of the top of a `message_delta` event, whose other members are the message's.
    static let messageDelta: Set<String> = ["type", "delta", "usage"]

    /// Of the `delta` in it.
    static let delta: Set<String> = ["stop_reason", "stop_sequence", "stop_details"]

    private static let usage: Set<String> = [
        "input_tokens", "cache_creation_input_tokens", "cache_read_input_tokens", "cache_creation", "output_tokens",
        "output_tokens_details", "service_tier",
    ]

    /// Of a block, by its type.
    static func block(_ type: String) -> Set<String> {
        switch type {
        case "text": ["type", "text"]
        case "thinking": ["type", "thinking", "signature"]
        case "redacted_thinking": ["type", "data"]
        case "tool_use": ["type", "id", "name", "input"]
        default: ["type"]
        }
    }

    /// What of a block with a neutral form has no place.
    /// - Parameter index: the block's place in the message.
    static func others(inBlock block: JSONValue, _ type: String, at index: Int) -> [ChatResponse.UnmappedField] {
        let path = "content[\(index)]"
        return AnswerMembers.others(in: block, than: Self.block(type), at: path)
            // Every call of the model's own comes with this caller; only others say something.
            .filter { $0.path != "\(path).caller" || $0.value["type"]?.string != "direct" }
    }

    /// What of a usage object has no place.
    static func others(inUsage usage: JSONValue?) -> [ChatResponse.UnmappedField] {
        AnswerMembers.counts(in: usage, than: Self.usage, at: "usage")
            .filter { $0.path != "usage.inference_geo" || $0.value != "not_available" }
    }

    /// What of `stop_details` has no place.
    /// - Parameter stop: the reason it explains; a refusal takes its explanation in.
    static func others(inDetails details: JSONValue?, of stop: StopReason?) -> [ChatResponse.UnmappedField] {
        if case .refusal = stop {
            return AnswerMembers.others(in: details, than: ["type", "explanation"], at: "stop_details")
        }
        return AnswerMembers.others(in: details, than: ["type"], at: "stop_details")
    }
}
