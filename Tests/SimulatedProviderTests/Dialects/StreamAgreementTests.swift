import JSONText
import Testing

@testable import SimulatedProvider

/// A streamed answer, put together again, is the whole one.
@Suite struct StreamAgreementTests {
    static let texts = [
        "Hello", "", "héllo 👩‍👩‍👧 日本語", "call weather city=Rome", "weather and clock", "please refuse",
        "think aloud: clock",
        "write 40 tokens", "block prompt",
    ]

    @Test("chat completions", arguments: texts, [1, 3])
    func openAI(text: String, choices: Int) {
        var more: JSONObject = [
            "tools": Requests.openAITools("weather", "clock"), "n": JSONValue(choices), "logprobs": true,
            "max_completion_tokens": 30,
        ]
        let whole = Exchange(Requests.chat, Requests.openAI(text, model: "a-reasoning-content", more))
        more["stream"] = true
        more["stream_options"] = ["include_usage": true]
        let stream = Exchange(Requests.chat, Requests.openAI(text, model: "a-reasoning-content", more))
        #expect(whole.status == 200)
        #expect(stream.events.last == "[DONE]")
        #expect(stream.events.dropLast().last?["usage"] == whole.json["usage"])
        for index in 0..<choices {
            let expected = whole.json["choices"]?[index]
            var content = ""
            var refusal = ""
            var reasoning = ""
            var calls: [JSONValue] = []
            var arguments: [String] = []
            var reason: JSONValue = nil
            var logprobs: [JSONValue] = []
            for choice in stream.events.compactMap({ $0["choices"]?[0] }) where choice["index"]?.int == index {
                let delta = choice["delta"]
                content += delta?["content"]?.string ?? ""
                refusal += delta?["refusal"]?.string ?? ""
                reasoning += delta?["reasoning_content"]?.string ?? ""
                logprobs += (choice["logprobs"]?["content"] ?? nil).array?.map { $0["logprob"] ?? nil } ?? []
                if let call = delta?["tool_calls"]?[0], let position = call["index"]?.int {
                    if let id = call["id"] {
                        #expect(position == calls.count)
                        calls.append(id)
                        arguments.append("")
                    }
                    arguments[position] += call["function"]?["arguments"]?.string ?? ""
                }
                if let found = choice["finish_reason"], !found.isNull { reason = found }
            }
            let message = expected?["message"]
            #expect(content == message?["content"]?.string ?? "")
            #expect(refusal == message?["refusal"]?.string ?? "")
            #expect(reasoning == message?["reasoning_content"]?.string ?? "")
            #expect(reason == expected?["finish_reason"])
            #expect(logprobs == expected?["logprobs"]?["content"]?.array?.map { $0["logprob"] ?? nil } ?? [])
            let wholeCalls = message?["tool_calls"]?.array ?? []
            #expect(wholeCalls.count == calls.count)
            #expect(arguments == wholeCalls.map { $0["function"]?["arguments"]?.string ?? "" })
        }
    }

    @Test("messages", arguments: texts + ["redacted"], [true, false])
    func anthropic(text: String, thinks: Bool) throws {
        let text = text.isEmpty ? "x" : text
        var more: JSONObject = ["tools": Requests.anthropicTools("weather", "clock"), "max_tokens": 2000]
        if thinks { more["thinking"] = ["type": "enabled", "budget_tokens": 1024] }
        let whole = Exchange(Requests.messages, Requests.anthropic(text, more))
        more["stream"] = true
        let stream = Exchange(Requests.messages, Requests.anthropic(text, more))
        #expect(whole.status == 200)

        var blocks: [JSONObject] = []
        var input = ""
        var open: Int?
        for event in ServerSentEvents.parse(stream.body) {
            let value = try JSONValue(parsing: event.data)
            #expect(value["type"]?.string == event.name)
            switch event.name {
            case "content_block_start":
                #expect(open == nil)
                #expect(value["index"]?.int == blocks.count)
                open = blocks.count
                blocks.append(value["content_block"]?.object ?? [:])
                input = ""
            case "content_block_delta":
                let position = try #require(open)
                #expect(value["index"]?.int == position)
                let delta = value["delta"] ?? nil
                switch delta["type"]?.string {
                case "text_delta": append(delta, "text", to: &blocks[position])
                case "thinking_delta": append(delta, "thinking", to: &blocks[position])
                case "signature_delta": append(delta, "signature", to: &blocks[position])
                case "input_json_delta": input += delta["partial_json"]?.string ?? ""
                default: Issue.record("unknown delta")
                }
            case "content_block_stop":
                let position = try #require(open)
                if blocks[position]["type"] == "tool_use" {
                    blocks[position]["input"] = try JSONValue(parsing: input.isEmpty ? "{}" : input)
                }
                open = nil
            default: break
            }
        }
        // Ids and signatures are made from the request's bytes, which differ by `stream`.
        #expect(blocks.map(withoutOpaque) == whole.json["content"]?.array?.map { withoutOpaque($0.object ?? [:]) })
        let delta = stream.events.first { $0["type"] == "message_delta" }
        #expect(delta?["delta"]?["stop_reason"] == whole.json["stop_reason"])
        #expect(delta?["usage"]?["output_tokens"] == whole.json["usage"]?["output_tokens"])
        #expect(stream.events.last == ["type": "message_stop"])
    }

    @Test("Gemini", arguments: texts, [true, false])
    func gemini(text: String, thinks: Bool) {
        let text = text.isEmpty ? "x" : text
        let config: JSONValue = thinks ? ["thinkingConfig": ["includeThoughts": true]] : [:]
        let body = Requests.gemini(
            text,
            ["tools": Requests.geminiTools("weather", "clock"), "generationConfig": config]
        )
        let whole = Exchange("/v1beta/models/sim-1:generateContent", body)
        let stream = Exchange("/v1beta/models/sim-1:streamGenerateContent?alt=sse", body)
        #expect(whole.status == 200)
        let parts = stream.events.flatMap { $0["candidates"]?[0]?["content"]?["parts"]?.array ?? [] }
        let wholeParts = whole.json["candidates"]?[0]?["content"]?["parts"]?.array ?? []
        for isThought in [true, false] {
            func joined(_ parts: [JSONValue]) -> String {
                parts.filter { ($0["thought"] == true) == isThought }.compactMap { $0["text"]?.string }.joined()
            }
            #expect(joined(parts) == joined(wholeParts))
        }
        #expect(
            parts.compactMap { $0["functionCall"] } == wholeParts.compactMap { $0["functionCall"] }
        )
        #expect(parts.compactMap { $0["thoughtSignature"] } == wholeParts.compactMap { $0["thoughtSignature"] })
        #expect(stream.events.last?["usageMetadata"] == whole.json["usageMetadata"])
        #expect(
            stream.events.last?["candidates"]?[0]?["finishReason"] == whole.json["candidates"]?[0]?["finishReason"]
        )
        #expect(stream.events.last?["promptFeedback"] == whole.json["promptFeedback"])
    }

    private func append(_ delta: JSONValue, _ name: String, to block: inout JSONObject) {
        block[name] = .string((block[name]?.string ?? "") + (delta[name]?.string ?? ""))
    }

    private func withoutOpaque(_ block: JSONObject) -> JSONObject {
        var block = block
        for name in ["id", "signature", "data"] where block[name] != nil { block[name] = "opaque" }
        return block
    }
}
