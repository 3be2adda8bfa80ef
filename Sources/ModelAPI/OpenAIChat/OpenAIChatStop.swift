import JSONText

/// `finish_reason` and the neutral reasons.
enum OpenAIChatStop {
    /// Reads the reason of a choice.
    /// - Parameters:
    ///   - choice: the choice or the choice of a chunk.
    ///   - hasCalls: whether it called tools; some say `stop` even then, OpenAI itself does where the tool was forced.
    ///   - hasRefusal: whether it said a refusal, which OpenAI ends with `stop`.
    static func read(_ choice: JSONValue, hasCalls: Bool, hasRefusal: Bool) -> StopReason {
        switch choice["finish_reason"]?.string {
        case "length":
            return .maxTokens
        case "model_length":
            return .contextWindow
        case "tool_calls", "function_call":
            return .toolUse
        case "content_filter":
            return .contentFilter("content_filter")
        case "stop", "eos", "end_turn", nil:
            if hasCalls { return .toolUse }
            if hasRefusal { return .refusal(nil) }
            // vLLM says beside the reason which stop sequence it was.
            if let sequence = choice["stop_reason"]?.string { return .stopSequence(sequence) }
            return .endTurn
        case .some(let word):
            return .other(word)
        }
    }

    /// Whether a reason took a choice's `stop_reason` in.
    static func saysSequence(_ reason: StopReason) -> Bool {
        if case .stopSequence = reason { true } else { false }
    }

    /// Whether the word for a reason says less than the reason.
    static func losesDetail(of reason: StopReason) -> Bool {
        switch reason {
        case .endTurn, .maxTokens, .toolUse, .stopSequence(nil), .contentFilter("content_filter"), .refusal: false
        case .stopSequence, .contextWindow, .contentFilter, .pause, .other: true
        }
    }

    /// Writes a reason.
    /// - Parameters:
    ///   - reason: the reason.
    ///   - hasCalls: whether the choice calls tools.
    ///   - hasRefusal: whether the choice has a refusal in words; then `stop` is what OpenAI says.
    ///   - isLegacy: whether the caller knows calls as `function_call`.
    static func write(_ reason: StopReason, hasCalls: Bool, hasRefusal: Bool, isLegacy: Bool) -> String {
        switch reason {
        // Clients take `tool_calls` for a promise that there are some; a call without a place on this wire is none.
        case .toolUse, .endTurn, .stopSequence, .pause, .other:
            hasCalls ? (isLegacy ? "function_call" : "tool_calls") : "stop"
        case .maxTokens, .contextWindow: "length"
        case .contentFilter: "content_filter"
        case .refusal: hasRefusal ? "stop" : "content_filter"
        }
    }
}
