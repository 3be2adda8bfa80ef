/// `finishReason` and the neutral reasons.
enum GeminiFinishReason {
    private static let filtered: Set<String> = [
        "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR", "JAILBREAK",
    ]
    private static let odd: Set<String> = [
        "OTHER", "LANGUAGE", "NO_IMAGE", "MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL", "TOO_MANY_TOOL_CALLS",
        "MISSING_THOUGHT_SIGNATURE", "MALFORMED_RESPONSE", "FINISH_REASON_UNSPECIFIED",
    ]

    /// What a word means.
    /// - Parameter hasCalls: whether the model has called tools in this turn; Gemini ends such turns with `STOP` too.
    static func read(_ word: String, hasCalls: Bool) -> StopReason {
        switch word {
        case "STOP": hasCalls ? .toolUse : .endTurn
        case "MAX_TOKENS": .maxTokens
        case _ where filtered.contains(word) || word.hasPrefix("IMAGE_"): .contentFilter(word)
        default: .other(word)
        }
    }

    /// Whether the word for a reason, with its message, says less than the reason.
    static func losesDetail(of reason: StopReason) -> Bool {
        switch reason {
        case .contentFilter(let word):
            // OpenAI's word says no more than Google's.
            !filtered.contains(word) && !word.hasPrefix("IMAGE_") && word != "content_filter"
        case .other(let word): !odd.contains(word)
        case .stopSequence(let sequence): sequence != nil
        case .endTurn, .maxTokens, .contextWindow, .toolUse, .refusal, .pause: false
        }
    }

    /// The word for a reason and, where the word says less than the reason, a `finishMessage`.
    static func write(_ reason: StopReason) -> (word: String, message: String?) {
        switch reason {
        case .endTurn, .toolUse, .stopSequence: ("STOP", nil)
        case .maxTokens: ("MAX_TOKENS", nil)
        case .contextWindow: ("MAX_TOKENS", "The model's context window is full.")
        case .contentFilter(let word):
            filtered.contains(word) || word.hasPrefix("IMAGE_") ? (word, nil) : ("SAFETY", nil)
        case .refusal(let words): ("SAFETY", words)
        case .pause: ("OTHER", "The provider paused the turn.")
        case .other(let word): odd.contains(word) ? (word, nil) : ("OTHER", nil)
        }
    }
}
