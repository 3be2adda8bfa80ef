import ModelAPI
import Testing

/// The recordings that go through the Chat dialect, with what was counted in them by hand.
struct OpenAIChatRecording: Sendable, CustomTestStringConvertible {
    let path: String
    /// How many bytes of text and of thoughts there are.
    var text = 0
    var thinking = 0
    var calls: [String] = []
    var input = 0
    var output = 0
    var cached = 0
    var reasoning = 0

    var testDescription: String { path }

    static let streams: [OpenAIChatRecording] = [
        OpenAIChatRecording(path: "openai/openai-text.chunks.txt", text: 1730, input: 16, output: 300),
        OpenAIChatRecording(
            path: "openai/azure-model-router.1.chunks.txt",
            text: 19,
            input: 15,
            output: 78,
            reasoning: 64
        ),
        OpenAIChatRecording(path: "mistral/mistral-text.chunks.txt", text: 38, input: 13, output: 8),
        OpenAIChatRecording(path: "mistral/mistral-reasoning.chunks.txt", text: 9, thinking: 60, input: 10, output: 46),
        OpenAIChatRecording(
            path: "mistral/mistral-incremental-tool-call.chunks.txt",
            calls: [#"webSearchTool{"query": "current Berlin weather"}"#],
            input: 171,
            output: 14,
            cached: 128
        ),
        OpenAIChatRecording(path: "groq/groq-tool-call.chunks.txt", calls: ["weather{}"], input: 210, output: 15),
        OpenAIChatRecording(
            path: "deepseek/deepseek-tool-call.chunks.txt",
            thinking: 191,
            calls: [#"weather{"location": "San Francisco"}"#],
            input: 339,
            output: 83,
            cached: 320,
            reasoning: 39
        ),
        OpenAIChatRecording(
            path: "openai-compatible/anthropic-fallback-tool-call.sse",
            text: 11,
            calls: [#"read_file{"path": "a.txt"}"#]
        ),
    ]

    static let wholes: [OpenAIChatRecording] = [
        OpenAIChatRecording(path: "openai/openai-text.json", text: 1844, input: 16, output: 363),
        OpenAIChatRecording(path: "mistral/mistral-text.json", text: 1936, input: 13, output: 434),
        OpenAIChatRecording(path: "mistral/mistral-reasoning.json", text: 9, thinking: 60, input: 10, output: 46),
        OpenAIChatRecording(path: "groq/groq-text.json", text: 2953, input: 45, output: 607),
        OpenAIChatRecording(path: "groq/groq-tool-call.json", calls: ["weather{}"], input: 218, output: 15),
        OpenAIChatRecording(
            path: "deepseek/deepseek-reasoning.json",
            text: 107,
            thinking: 935,
            input: 18,
            output: 345,
            reasoning: 315
        ),
        OpenAIChatRecording(
            path: "deepseek/deepseek-tool-call.json",
            thinking: 242,
            calls: [#"weather{"location": "San Francisco"}"#],
            input: 339,
            output: 92,
            cached: 320,
            reasoning: 48
        ),
    ]

    /// Compares an answer with what was counted.
    func check(_ answer: AssembledAnswer) {
        #expect(answer.failure == nil)
        #expect(answer.choices.count == 1)
        #expect(answer.text().utf8.count == text)
        #expect(answer.thinking().utf8.count == thinking)
        #expect(answer.toolCalls().map { $0.name + $0.arguments } == calls)
        #expect(answer.choices[0]?.stop == (calls.isEmpty ? .endTurn : .toolUse))
        #expect(answer.usage?.totalInput ?? 0 == input)
        #expect(answer.usage?.output ?? 0 == output)
        #expect(answer.usage?.cacheRead ?? 0 == cached)
        #expect(answer.usage?.reasoning ?? 0 == reasoning)
    }
}
