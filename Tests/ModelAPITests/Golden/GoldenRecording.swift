import ModelAPI
import Testing

/// The recordings, each with the dialect its provider speaks.
struct GoldenRecording: Sendable, CustomTestStringConvertible {
    let path: String
    let provider: DialectID

    var testDescription: String { path }

    /// How the provider frames its events.
    private var framing: Recordings.Framing {
        switch provider {
        case .openAIChat: .openAI
        case .anthropicMessages: .anthropic
        case .gemini: .gemini
        }
    }

    /// The stream as it came over the wire, one element an event.
    func events() throws -> [[UInt8]] { try Recordings.events(path, framing: framing) }

    /// Where in a stream the answer is whole: behind the payload of its terminal event. What is cut before has no end.
    static func whole(of events: [[UInt8]], from provider: DialectID) -> Int? {
        let marks: [DialectID: String] = [
            .openAIChat: "[DONE]", .anthropicMessages: #""type":"message_stop""#, .gemini: #""finishReason""#,
        ]
        var start = 0
        for event in events {
            if let mark = marks[provider], String(decoding: event, as: UTF8.self).contains(mark) {
                return start + event.count - 2
            }
            start += event.count
        }
        return nil
    }

    /// Streamed answers.
    static let streams =
        of(
            .openAIChat,
            "openai/azure-model-router.1.chunks.txt",
            "openai/openai-text.chunks.txt",
            "openai-compatible/anthropic-fallback-tool-call.sse",
            "groq/groq-tool-call.chunks.txt",
            "mistral/mistral-incremental-tool-call.chunks.txt",
            "mistral/mistral-reasoning.chunks.txt",
            "mistral/mistral-text.chunks.txt",
            "deepseek/deepseek-tool-call.chunks.txt"
        )
        + of(
            .anthropicMessages,
            "anthropic/anthropic-clear-thinking.1.chunks.txt",
            "anthropic/anthropic-json-output-format.1.chunks.txt",
            "anthropic/anthropic-mcp.1.chunks.txt",
            "anthropic/anthropic-message-delta-input-tokens.chunks.txt",
            "anthropic/anthropic-refusal.chunks.txt",
            "anthropic/anthropic-text.chunks.txt",
            "anthropic/anthropic-tool-no-args.chunks.txt",
            "anthropic/duplicate-message-start.chunks.txt"
        )
        + of(
            .gemini,
            "gemini/google-reasoning-gemini3.chunks.txt",
            "gemini/google-stream-no-args-tool-call.chunks.txt",
            "gemini/google-text.chunks.txt",
            "gemini/google-tool-call-gemini3.chunks.txt",
            "gemini/google-tool-call.chunks.txt"
        )

    /// Whole answers.
    static let answers =
        of(
            .openAIChat,
            "openai/openai-text.json",
            "groq/groq-text.json",
            "groq/groq-tool-call.json",
            "mistral/mistral-reasoning.json",
            "mistral/mistral-text.json",
            "deepseek/deepseek-reasoning.json",
            "deepseek/deepseek-tool-call.json"
        )
        + of(
            .anthropicMessages,
            "anthropic/anthropic-clear-thinking.1.json",
            "anthropic/anthropic-json-output-format.1.json",
            "anthropic/anthropic-refusal.json",
            "anthropic/anthropic-text.json",
            "anthropic/anthropic-tool-no-args.json"
        )
        + of(
            .gemini,
            "gemini/google-reasoning-gemini3.json",
            "gemini/google-text.json",
            "gemini/google-tool-call-gemini3.json",
            "gemini/google-tool-call.json"
        )

    /// Bodies that are not answers of these dialects' chat calls: errors and embeddings.
    static let others = [
        "openai/openai-embedding.json", "openai/reasoning-model-legacy-parameter-error.json",
        "gemini/google-429-retry-info.json",
    ]

    private static func of(_ provider: DialectID, _ paths: String...) -> [GoldenRecording] {
        paths.map { GoldenRecording(path: $0, provider: provider) }
    }
}
