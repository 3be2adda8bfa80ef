import JSONText

/// What the neutral members of an answer are called by the dialect it came from, to name those a writer cannot express.
struct AnswerNames: Hashable, Sendable {
    /// The provider's dialect.
    let source: DialectID

    /// A choice as a whole.
    func choice(_ index: Int) -> String {
        switch source {
        case .openAIChat: "choices[\(index)]"
        case .anthropicMessages: "content"
        case .gemini: "candidates[\(index)]"
        }
    }

    /// The log probabilities of a choice.
    func logprobs(_ index: Int) -> String {
        source == .gemini ? "candidates[\(index)].logprobsResult" : "choices[\(index)].logprobs"
    }

    /// A call of a choice.
    /// - Parameter number: which of the choice's calls it is, from 0.
    func call(_ number: Int, of index: Int) -> String {
        switch source {
        case .openAIChat: "choices[\(index)].message.tool_calls[\(number)]"
        case .anthropicMessages: "content.tool_use[\(number)]"
        case .gemini: "candidates[\(index)].content.parts.functionCall[\(number)]"
        }
    }

    /// The processing tier.
    var serviceTier: String { source == .anthropicMessages ? "usage.service_tier" : "service_tier" }

    /// OpenAI's fingerprint of the backend.
    var systemFingerprint: String { "system_fingerprint" }

    /// Why a choice ended, where the reason says more than the word a writer has for it.
    func stop(_ reason: StopReason, of index: Int) -> ChatResponse.UnmappedField {
        let word: JSONValue
        switch reason {
        case .stopSequence(let sequence):
            let path = source == .openAIChat ? "choices[\(index)].stop_reason" : "stop_sequence"
            return ChatResponse.UnmappedField(path, sequence.map(JSONValue.string) ?? .null)
        case .contentFilter(let given), .other(let given): word = .string(given)
        case .pause: word = "pause_turn"
        case .contextWindow: word = source == .openAIChat ? "model_length" : "model_context_window_exceeded"
        case .refusal(let explanation): word = explanation.map(JSONValue.string) ?? "refusal"
        case .endTurn, .maxTokens, .toolUse: word = .null
        }
        switch source {
        case .openAIChat: return ChatResponse.UnmappedField("choices[\(index)].finish_reason", word)
        case .anthropicMessages: return ChatResponse.UnmappedField("stop_reason", word)
        case .gemini: return ChatResponse.UnmappedField("candidates[\(index)].finishReason", word)
        }
    }

    /// The counts of a usage that a writer has no place for, by name and number; zero is none.
    /// - Parameters:
    ///   - audio: whether the writer has no place for sound.
    ///   - cacheWrites: whether it has none for what was written to a cache.
    ///   - cacheTimes: whether it does not tell for how long.
    func counts(
        of usage: Usage?,
        audio: Bool = false,
        cacheWrites: Bool = false,
        cacheTimes: Bool = false
    ) -> [ChatResponse.UnmappedField] {
        guard let usage else { return [] }
        var fields: [ChatResponse.UnmappedField] = []
        func add(_ path: String, _ count: Int) {
            if count > 0 { fields.append(ChatResponse.UnmappedField(path, JSONValue(count))) }
        }
        if audio {
            let isGemini = source == .gemini
            add(
                isGemini ? "usageMetadata.promptTokensDetails" : "usage.prompt_tokens_details.audio_tokens",
                usage.audioInput
            )
            add(
                isGemini ? "usageMetadata.candidatesTokensDetails" : "usage.completion_tokens_details.audio_tokens",
                usage.audioOutput
            )
        }
        if cacheWrites {
            let name = source == .openAIChat ? "usage.prompt_tokens_details.cache_write_tokens" : "usage.cache_creation"
            add(source == .openAIChat ? name : "\(name).ephemeral_5m_input_tokens", usage.cacheWrite5m)
        }
        if cacheWrites || cacheTimes { add("usage.cache_creation.ephemeral_1h_input_tokens", usage.cacheWrite1h) }
        return fields
    }
}
