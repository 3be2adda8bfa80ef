import JSONText
import ModelAPI
import Testing

@Suite("Chat answers")
struct OpenAIChatResponseTests {
    private let dialect = OpenAIChatDialect()
    private let request = ChatRequest(model: "m")

    private func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: text) }

    private func read(message: String, reason: String = #""stop""#, more: String = "") throws -> ChatResponse {
        try dialect.readResponse(
            try json(
                #"{"id":"r1","model":"m","choices":[{"index":0,"message":\#(message),"finish_reason":\#(reason)\#(more)}]}"#
            )
        )
    }

    // MARK: - Reading

    @Test(
        "recorded answers are read as they were given",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.wholes
    )
    func recordings(_ recording: OpenAIChatRecording) throws {
        let body = try Recordings.json(recording.path)
        let response = try dialect.readResponse(body)
        recording.check(AssembledAnswer(response))
        #expect(response.id == body["id"]?.string)
        #expect(response.model == body["model"]?.string)
        #expect(response.created == body["created"]?.int)
        let bytes = try Recordings.bytes(recording.path)
        #expect(try dialect.usage(of: bytes.span) == response.usage)
    }

    @Test(
        "a recorded answer survives being written and read again",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.wholes
    )
    func rewritten(_ recording: OpenAIChatRecording) throws {
        let response = try dialect.readResponse(try Recordings.json(recording.path))
        let again = try dialect.readResponse(dialect.writeResponse(response, to: request).body)
        recording.check(AssembledAnswer(again))
        #expect(again.choices == response.choices)
        #expect(again.usage == response.usage)
    }

    @Test(
        "every reason",
        arguments: [
            (#"{"content":"x"}"#, #""stop""#, StopReason.endTurn),
            (#"{"content":"x"}"#, "null", .endTurn),
            (#"{"content":"x"}"#, #""length""#, .maxTokens),
            (#"{"content":"x"}"#, #""model_length""#, .contextWindow),
            (#"{"content":"x"}"#, #""content_filter""#, .contentFilter("content_filter")),
            (#"{"content":"x"}"#, #""insufficient_system_resource""#, .other("insufficient_system_resource")),
            (#"{"content":null,"refusal":"no"}"#, #""stop""#, .refusal(nil)),
            (#"{"tool_calls":[{"id":"1","function":{"name":"f"}}]}"#, #""tool_calls""#, .toolUse),
            // Ollama, and OpenAI where the tool was forced.
            (#"{"tool_calls":[{"id":"1","function":{"name":"f"}}]}"#, #""stop""#, .toolUse),
            (#"{"function_call":{"name":"f","arguments":"{}"}}"#, #""function_call""#, .toolUse),
        ]
    )
    func reasons(_ message: String, _ reason: String, _ expected: StopReason) throws {
        #expect(try read(message: message, reason: reason).choices[0].stop == expected)
    }

    @Test("vLLM says which stop sequence it was")
    func stopSequence() throws {
        let response = try read(message: #"{"content":"x"}"#, more: #","stop_reason":"END""#)
        #expect(response.choices[0].stop == .stopSequence("END"))
    }

    @Test("calls without id get one that the streamed answer would have too")
    func mintedIDs() throws {
        let message =
            #"{"tool_calls":[{"function":{"name":"f","arguments":""}},{"function":{"name":"g","arguments":{"a":1}}}]}"#
        let calls = AssembledAnswer(try read(message: message)).toolCalls()
        #expect(calls.map(\.id) == ["call_km0_r1", "call_km1_r1"])
        #expect(calls.map(\.arguments) == ["{}", #"{"a":1}"#])
        let chunk = #"{"id":"r1","model":"m","choices":[{"index":0,"delta":\#(message),"finish_reason":"tool_calls"}]}"#
        let events = try StreamRun.decode(Array("data: \(chunk)\n\ndata: [DONE]\n\n".utf8), with: dialect)
        #expect(AssembledAnswer(events).toolCalls() == calls)
    }

    @Test("log probabilities are kept as they are")
    func logprobs() throws {
        let logprobs = #"{"content":[{"token":"x","logprob":-0.10,"bytes":[120],"top_logprobs":[]}],"refusal":null}"#
        let response = try read(message: #"{"content":"x"}"#, more: #","logprobs":\#(logprobs)"#)
        #expect(response.choices[0].logprobs == (try json(logprobs)))
        #expect(dialect.writeResponse(response, to: request).body["choices"]?[0]?["logprobs"] == (try json(logprobs)))
    }

    @Test(
        "what is no answer is an error of the provider's",
        arguments: [
            "[]", "{}", #"{"choices":[]}"#, #"{"choices":[{}]}"#, #"{"choices":[{"message":{"content":5}}]}"#,
            #"{"choices":[{"message":{"tool_calls":[{"id":"1","function":{"arguments":"{}"}}]}}]}"#,
            #"{"error":{"message":"boom","code":500}}"#, #"{"error":"boom"}"#, #"{"object":"error","message":"boom"}"#,
        ]
    )
    func malformed(_ text: String) throws {
        let body = try json(text)
        #expect {
            try dialect.readResponse(body)
        } throws: { error in
            (error as? APIError)?.kind == .upstreamError
        }
    }

    @Test("an error inside a 200 answer keeps its meaning")
    func errorInside() throws {
        let body = try json(#"{"error":{"message":"Rate limit exceeded","code":429}}"#)
        #expect {
            try dialect.readResponse(body)
        } throws: { error in
            (error as? APIError)?.kind == .rateLimited
        }
    }

    // MARK: - Usage

    @Test(
        "usage in all its shapes",
        arguments: [
            (
                #"""
                {"prompt_tokens":100,"completion_tokens":50,"total_tokens":150,
                 "prompt_tokens_details":{"cached_tokens":60,"cache_write_tokens":10,"audio_tokens":5},
                 "completion_tokens_details":{"reasoning_tokens":20,"audio_tokens":2}}
                """#,
                [30, 60, 10, 50, 20]
            ),
            (#"{"prompt_tokens":339,"completion_tokens":83,"prompt_cache_hit_tokens":320}"#, [19, 320, 0, 83, 0]),
            // xAI counts thoughts beside the completion.
            (
                #"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":115,"completion_tokens_details":{"reasoning_tokens":100}}"#,
                [10, 0, 0, 105, 100]
            ),
            (#"{"prompt_tokens":-5,"completion_tokens":3}"#, [0, 0, 0, 3, 0]),
            (#"{"prompt_tokens":5,"prompt_tokens_details":{"cached_tokens":9}}"#, [0, 9, 0, 0, 0]),
            (
                #"{"prompt_tokens":9223372036854775807,"completion_tokens":9223372036854775807,"total_tokens":1}"#,
                [Int.max, 0, 0, Int.max, 0]
            ),
        ]
    )
    func usage(_ text: String, _ expected: [Int]) throws {
        let body = try json(#"{"id":"1","choices":[{"message":{"content":"x"}}],"usage":\#(text)}"#)
        let usage = try #require(try dialect.readResponse(body).usage)
        #expect([usage.input, usage.cacheRead, usage.cacheWrite5m, usage.output, usage.reasoning] == expected)
        #expect(try dialect.usage(of: body.bytes.span) == usage)
    }

    @Test("usage that is missing, null or somewhere else")
    func usagePlaces() throws {
        #expect(try dialect.usage(of: Array(#"{"a":1}"#.utf8).span) == nil)
        #expect(try dialect.usage(of: Array(#"{"usage":null}"#.utf8).span) == nil)
        let groq = #"{"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2}}}"#
        #expect(try dialect.usage(of: Array(groq.utf8).span)?.total == 3)
        #expect(throws: JSONError.self) { try dialect.usage(of: Array("<html>".utf8).span) }
    }

    @Test("a client sees prompt tokens with everything cached in them")
    func writtenUsage() throws {
        var usage = Usage()
        usage.input = 1
        usage.cacheRead = 2
        usage.cacheWrite5m = 3
        usage.cacheWrite1h = 4
        usage.output = 5
        usage.reasoning = 2
        let response = ChatResponse(id: "x", model: "m", choices: [Choice(stop: .endTurn)], usage: usage)
        let written = dialect.writeResponse(response, to: request).body["usage"]
        #expect(written?["prompt_tokens"] == 10)
        #expect(written?["completion_tokens"] == 5)
        #expect(written?["total_tokens"] == 15)
        #expect(written?["prompt_tokens_details"]?["cached_tokens"] == 2)
        #expect(written?["prompt_tokens_details"]?["cache_write_tokens"] == 7)
        #expect(written?["completion_tokens_details"]?["reasoning_tokens"] == 2)
    }

    // MARK: - Writing

    @Test("a whole answer in Chat's shape")
    func written() throws {
        var response = ChatResponse(
            id: "msg_1",
            model: "claude",
            choices: [
                Choice(
                    parts: [
                        .thinking(Thinking("hm", signature: OpaqueToken("SIG", from: .anthropicMessages))),
                        .redactedThinking(OpaqueToken("RED", from: .anthropicMessages)),
                        .text(TextPart("a")), .text(TextPart("b")),
                        .toolCall(
                            ToolCall(id: "t1", name: "f", arguments: "", signature: OpaqueToken("TS", from: .gemini))
                        ),
                    ],
                    stop: .toolUse
                )
            ]
        )
        response.created = 7
        let expected = try json(
            #"""
            {"id":"chatcmpl-msg_1","object":"chat.completion","created":7,"model":"claude","choices":[{"index":0,"message":
              {"role":"assistant","content":"ab","refusal":null,"reasoning_content":"hm","thinking_blocks":[
                {"type":"thinking","thinking":"hm","signature":"kanmon:anthropic-messages:SIG"},
                {"type":"redacted_thinking","data":"kanmon:anthropic-messages:RED"}],"annotations":[],
               "tool_calls":[{"id":"t1","type":"function","function":{"name":"f","arguments":"{}"},
                 "extra_content":{"google":{"thought_signature":"kanmon:gemini:TS"}}}]},
              "logprobs":null,"finish_reason":"tool_calls"}]}
            """#
        )
        #expect(dialect.writeResponse(response, to: request).body == expected)
    }

    @Test(
        "every reason has a word",
        arguments: [
            (StopReason.endTurn, "stop"), (.stopSequence("x"), "stop"), (.maxTokens, "length"),
            (.contextWindow, "length"),
            (.toolUse, "stop"), (.contentFilter("SAFETY"), "content_filter"), (.refusal("why"), "content_filter"),
            (.pause, "stop"), (.other("x"), "stop"),
        ]
    )
    func writtenReasons(_ reason: StopReason, _ expected: String) {
        let response = ChatResponse(id: "x", model: "m", choices: [Choice(parts: [.text(TextPart("x"))], stop: reason)])
        let choice = dialect.writeResponse(response, to: request).body["choices"]?[0]
        #expect(choice?["finish_reason"]?.string == expected)
    }

    @Test("content is null only where something else was said")
    func nullContent() {
        func message(_ parts: [Part], _ stop: StopReason) -> JSONValue? {
            let response = ChatResponse(id: "x", model: "m", choices: [Choice(parts: parts, stop: stop)])
            return dialect.writeResponse(response, to: request).body["choices"]?[0]?["message"]
        }
        #expect(message([], .endTurn)?["content"] == "")
        #expect(message([.toolCall(ToolCall(id: "1", name: "f", arguments: "{}"))], .toolUse)?["content"] == .null)
        #expect(message([.refusal("no")], .refusal(nil))?["refusal"] == "no")
        #expect(message([], .refusal("policy"))?["refusal"] == "policy")
        #expect(message([.refusal("no")], .refusal(nil))?["content"] == .null)
    }

    @Test("the list of models")
    func models() throws {
        let written = dialect.writeModels([ModelEntry(name: "chat", owner: "kanmon", created: 5)])
        let expected = try json(
            #"{"object":"list","data":[{"id":"chat","object":"model","created":5,"owned_by":"kanmon"}]}"#
        )
        #expect(written == expected)
    }
}
