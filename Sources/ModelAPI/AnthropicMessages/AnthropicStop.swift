import JSONText

/// `stop_reason` with the fields that explain it.
enum AnthropicStop {
    /// Reads why a turn ended from a message or a `message_delta`'s delta.
    /// - Returns: `nil` where it does not say so.
    static func read(_ value: JSONValue?) -> StopReason? {
        guard let value, let reason = value["stop_reason"]?.string else { return nil }
        switch reason {
        case "end_turn": return .endTurn
        case "stop_sequence": return .stopSequence(value["stop_sequence"]?.string)
        case "max_tokens": return .maxTokens
        case "model_context_window_exceeded": return .contextWindow
        case "tool_use": return .toolUse
        case "refusal": return .refusal(value["stop_details"]?["explanation"]?.string)
        case "pause_turn": return .pause
        default: return .other(reason)
        }
    }

    /// Whether the word for a reason says less than the reason.
    static func losesDetail(of reason: StopReason) -> Bool { if case .other = reason { true } else { false } }

    /// Writes why a turn ended, as members of a message or of a delta.
    /// - Parameters:
    ///   - stop: why it ended.
    ///   - calledTools: whether it has calls; providers that do not tell such turns apart end them as done.
    ///   - refused: whether it has a refusal in words.
    static func append(_ stop: StopReason, calledTools: Bool, refused: Bool, to object: inout JSONObject) {
        var sequence: JSONValue = .null
        var details: JSONValue?
        let reason: JSONValue
        switch stop {
        // Clients take `tool_use` for a promise that there are calls; one without a place on this wire is none.
        case .endTurn, .toolUse: reason = calledTools ? "tool_use" : refused ? "refusal" : "end_turn"
        case .stopSequence(let text):
            reason = "stop_sequence"
            sequence = text.map(JSONValue.string) ?? .null
        case .maxTokens: reason = "max_tokens"
        case .contextWindow: reason = "model_context_window_exceeded"
        case .contentFilter(let word):
            reason = "refusal"
            details = refusal(word)
        case .refusal(let explanation):
            reason = "refusal"
            details = refusal(explanation)
        case .pause: reason = "pause_turn"
        case .other: reason = "end_turn"
        }
        object.append("stop_reason", reason)
        object.append("stop_sequence", sequence)
        if let details { object.append("stop_details", details) }
    }

    private static func refusal(_ explanation: String?) -> JSONValue {
        ["type": "refusal", "category": nil, "explanation": explanation.map(JSONValue.string) ?? .null]
    }
}
