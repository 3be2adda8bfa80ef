import ModelAPI

/// What each recorded answer says that a client's dialect has no place for.
enum GoldenLosses {
    /// The paths that are lost towards a client; what is not in the tables loses nothing.
    static func paths(_ recording: GoldenRecording, to client: DialectID) -> [String] {
        if client == recording.provider { return [] }
        let common = always[recording.path] ?? []
        switch (recording.provider, client) {
        case (.openAIChat, _): return common + (openAI[recording.path] ?? [])
        // Gemini's answers have no tier.
        case (.anthropicMessages, .gemini): return common + (withoutTier.contains(recording.path) ? [] : [tier])
        default: return common
        }
    }

    private static let tier = "usage.service_tier"

    /// These say none.
    private static let withoutTier: Set<String> = [
        "anthropic/anthropic-message-delta-input-tokens.chunks.txt", "anthropic/duplicate-message-start.chunks.txt",
    ]

    /// What no other dialect has a place for.
    private static let always: [String: [String]] = [
        "groq/groq-text.json": groq, "groq/groq-tool-call.json": groq, "groq/groq-tool-call.chunks.txt": groq,
        "openai/azure-model-router.1.chunks.txt": ["prompt_filter_results", "choices[0].content_filter_results"],
        "anthropic/anthropic-refusal.json": refusal, "anthropic/anthropic-refusal.chunks.txt": refusal,
        "anthropic/anthropic-mcp.1.chunks.txt": ["content[0]", "content[1]"],
        "gemini/google-tool-call-gemini3.json": ["candidates[0].finishMessage"],
        "gemini/google-tool-call.json": ["candidates[0].finishMessage"],
        "gemini/google-stream-no-args-tool-call.chunks.txt": ["usageMetadata.trafficType"],
    ]

    /// What only OpenAI's own answers have.
    private static let openAI: [String: [String]] = [
        "openai/openai-text.json": ["service_tier", "system_fingerprint"],
        "openai/openai-text.chunks.txt": ["service_tier", "system_fingerprint"],
        "groq/groq-text.json": ["service_tier", "system_fingerprint"],
        "groq/groq-tool-call.json": ["service_tier", "system_fingerprint"],
        "groq/groq-tool-call.chunks.txt": ["system_fingerprint"],
        "deepseek/deepseek-reasoning.json": ["system_fingerprint"],
        "deepseek/deepseek-tool-call.json": ["system_fingerprint"],
        "deepseek/deepseek-tool-call.chunks.txt": ["system_fingerprint"],
    ]

    private static let groq = [
        "x_groq.id", "x_groq.seed", "usage.queue_time", "usage.prompt_time", "usage.completion_time",
        "usage.total_time",
    ]
    private static let refusal = ["stop_details.category", "stop_details.recommended_model"]
}
