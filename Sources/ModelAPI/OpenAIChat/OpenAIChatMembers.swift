import JSONText

/// The members of Chat Completions answers that are read, or carry nothing of their own: types, padding, sums of other counts.
enum OpenAIChatMembers {
    /// Of an answer and of a chunk. `obfuscation` is padding against eavesdroppers who count bytes.
    static let answer: Set<String> = [
        "id", "object", "created", "model", "choices", "usage", "service_tier", "system_fingerprint", "x_groq", "error",
        "obfuscation",
    ]

    /// Of a choice. Where a sequence stopped it, vLLM says which in `stop_reason`.
    static let choice: Set<String> = ["index", "message", "delta", "finish_reason", "logprobs"]

    /// Of a delta; Mistral's repeat their choice's `index`.
    static let delta: Set<String> = [
        "role", "index", "content", "refusal", "tool_calls", "function_call", "reasoning_content", "reasoning",
        "thinking_blocks", "extra_content",
    ]

    /// Of a message, which has what deltas have, and whole pictures, sound and annotations.
    static let message = delta.union(["images", "audio", "annotations"])

    /// Of a call.
    static let call: Set<String> = ["index", "id", "type", "function", "extra_content"]

    /// Of a call's function.
    static let function: Set<String> = ["name", "arguments"]

    /// Of a generated picture.
    static let image: Set<String> = ["type", "index", "image_url"]

    private static let usage: Set<String> = [
        "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details", "completion_tokens_details",
        "prompt_cache_hit_tokens", "prompt_cache_miss_tokens",
    ]
    private static let promptDetails: Set<String> = [
        "cached_tokens", "cache_write_tokens", "audio_tokens", "text_tokens",
    ]
    private static let completionDetails: Set<String> = ["reasoning_tokens", "audio_tokens", "text_tokens"]

    /// What of a whole answer has no place, but for its choices.
    static func others(inAnswer answer: JSONValue) -> [ChatResponse.UnmappedField] {
        AnswerMembers.others(in: answer, than: Self.answer, at: "")
            + AnswerMembers.others(in: answer["x_groq"], than: ["usage"], at: "x_groq")
            + others(inUsage: answer["usage"])
    }

    /// What of a usage object has no place.
    static func others(inUsage usage: JSONValue?) -> [ChatResponse.UnmappedField] {
        guard let usage, usage.object != nil else { return [] }
        return AnswerMembers.counts(in: usage, than: Self.usage, at: "usage")
            + AnswerMembers.counts(
                in: usage["prompt_tokens_details"],
                than: promptDetails,
                at: "usage.prompt_tokens_details"
            )
            + AnswerMembers.counts(
                in: usage["completion_tokens_details"],
                than: completionDetails,
                at: "usage.completion_tokens_details"
            )
    }
}
