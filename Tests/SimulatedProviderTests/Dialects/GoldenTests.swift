import JSONText
import Testing

@testable import SimulatedProvider

/// The exact bytes of one answer per dialect and form; only the ids, which are hashes, are taken from the answer.
@Suite struct GoldenTests {
    @Test("a whole chat completion")
    func openAIWhole() {
        let exchange = Exchange(Requests.chat, Requests.openAI("Hi"))
        let id = exchange.json["id"]?.string ?? ""
        #expect(id.hasPrefix("chatcmpl-") && id.count == 38)
        #expect(
            exchange.text
                == #"{"id":"\#(id)","object":"chat.completion","created":1735689600,"model":"sim-1","choices":"#
                + #"[{"index":0,"message":{"role":"assistant","content":"You said: \"Hi\". I am sim-1. Turns: 1.","#
                + #""refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"#
                + #""usage":{"prompt_tokens":1,"completion_tokens":10,"total_tokens":11,"#
                + #""prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"#
                + #""completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"#
                + #""accepted_prediction_tokens":0,"rejected_prediction_tokens":0}},"#
                + #""service_tier":"default","system_fingerprint":"fp_simulated"}"#
        )
    }

    @Test("a streamed chat completion with and without usage", arguments: [true, false])
    func openAIStream(includesUsage: Bool) {
        let exchange = Exchange(
            Requests.chat,
            Requests.openAI(
                "Hello",
                model: "echo",
                ["stream": true, "stream_options": ["include_usage": .bool(includesUsage)]]
            )
        )
        let id = exchange.events.first?["id"]?.string ?? ""
        let usage = includesUsage ? #","usage":null"# : ""
        func chunk(_ delta: String, _ reason: String = "null") -> String {
            #"data: {"id":"\#(id)","object":"chat.completion.chunk","created":1735689600,"model":"echo","#
                + #""service_tier":"default","system_fingerprint":"fp_simulated","choices":[{"index":0,"delta":"#
                + "\(delta)" + #","logprobs":null,"finish_reason":\#(reason)}]\#(usage)}"# + "\n\n"
        }
        var expected = chunk(#"{"role":"assistant","content":"","refusal":null}"#)
        expected += chunk(#"{"content":"Hell"}"#) + chunk(#"{"content":"o"}"#) + chunk("{}", #""stop""#)
        if includesUsage {
            expected +=
                #"data: {"id":"\#(id)","object":"chat.completion.chunk","created":1735689600,"model":"echo","#
                + #""service_tier":"default","system_fingerprint":"fp_simulated","choices":[],"usage":"#
                + #"{"prompt_tokens":2,"completion_tokens":2,"total_tokens":4,"#
                + #""prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},"#
                + #""completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,"#
                + #""accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}}"# + "\n\n"
        }
        #expect(exchange.text == expected + "data: [DONE]\n\n")
        #expect(exchange.header("content-type") == "text/event-stream; charset=utf-8")
    }

    @Test("a whole message")
    func anthropicWhole() {
        let exchange = Exchange(Requests.messages, Requests.anthropic("Hello", model: "echo"))
        let id = exchange.json["id"]?.string ?? ""
        #expect(id.hasPrefix("msg_01") && id.count == 28)
        #expect(
            exchange.text
                == #"{"model":"echo","id":"\#(id)","type":"message","role":"assistant","#
                + #""content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","stop_sequence":null,"#
                + #""usage":{"input_tokens":2,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"#
                + #""cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"#
                + #""output_tokens":2,"service_tier":"standard"}}"#
        )
    }

    @Test("a streamed message")
    func anthropicStream() {
        let exchange = Exchange(Requests.messages, Requests.anthropic("Hello", model: "echo", ["stream": true]))
        let id = exchange.events.first?["message"]?["id"]?.string ?? ""
        let expected = [
            (
                "message_start",
                #"{"type":"message_start","message":{"model":"echo","id":"\#(id)","type":"message","#
                    + #""role":"assistant","content":[],"stop_reason":null,"stop_sequence":null,"#
                    + #""usage":{"input_tokens":2,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"#
                    + #""cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":0},"#
                    + #""output_tokens":1,"service_tier":"standard"}}}"#
            ),
            (
                "content_block_start",
                #"{"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}"#
            ),
            ("ping", #"{"type":"ping"}"#),
            (
                "content_block_delta",
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hell"}}"#
            ),
            (
                "content_block_delta",
                #"{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"o"}}"#
            ),
            ("content_block_stop", #"{"type":"content_block_stop","index":0}"#),
            (
                "message_delta",
                #"{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":"#
                    + #"{"input_tokens":2,"cache_creation_input_tokens":0,"cache_read_input_tokens":0,"#
                    + #""output_tokens":2}}"#
            ),
            ("message_stop", #"{"type":"message_stop"}"#),
        ]
        #expect(exchange.text == expected.map { "event: \($0)\ndata: \($1)\n\n" }.joined())
    }

    @Test("a whole Gemini answer")
    func geminiWhole() {
        let exchange = Exchange("/v1beta/models/echo:generateContent", Requests.gemini("Hello"))
        let id = exchange.json["responseId"]?.string ?? ""
        #expect(
            exchange.text
                == #"{"candidates":[{"content":{"parts":[{"text":"Hello"}],"role":"model"},"finishReason":"STOP","#
                + #""index":0}],"usageMetadata":{"promptTokenCount":2,"candidatesTokenCount":2,"#
                + #""totalTokenCount":4,"promptTokensDetails":[{"modality":"TEXT","tokenCount":2}]},"#
                + #""modelVersion":"echo","responseId":"\#(id)"}"#
        )
    }

    @Test("a streamed Gemini answer, as events and as one array", arguments: [true, false])
    func geminiStream(isSSE: Bool) {
        let target = "/v1beta/models/echo:streamGenerateContent" + (isSSE ? "?alt=sse" : "")
        let exchange = Exchange(target, Requests.gemini("Hello"))
        let values = isSSE ? exchange.events : exchange.json.array ?? []
        let id = values.first?["responseId"]?.string ?? ""
        func chunk(_ candidate: String, _ output: Int) -> String {
            #"{"candidates":[{"content":{"parts":[{"text":"\#(candidate),"index":0}],"usageMetadata":"#
                + #"{"promptTokenCount":2,"candidatesTokenCount":\#(output),"totalTokenCount":\#(output + 2),"#
                + #""promptTokensDetails":[{"modality":"TEXT","tokenCount":2}]},"#
                + #""modelVersion":"echo","responseId":"\#(id)"}"#
        }
        let chunks = [
            chunk(#"Hell"}],"role":"model"}"#, 1), chunk(#"o"}],"role":"model"}"#, 2),
            chunk(#""}],"role":"model"},"finishReason":"STOP""#, 2),
        ]
        let expected =
            isSSE ? chunks.map { "data: \($0)\n\n" }.joined() : "[" + chunks.joined(separator: ",\r\n") + "]\n"
        #expect(exchange.text == expected)
        #expect(exchange.header("content-type")?.hasPrefix(isSSE ? "text/event-stream" : "application/json") == true)
    }
}
