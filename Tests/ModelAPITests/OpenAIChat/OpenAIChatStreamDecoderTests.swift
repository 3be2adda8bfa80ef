import JSONText
import ModelAPI
import Testing

@Suite("Reading Chat streams")
struct OpenAIChatStreamDecoderTests {
    private let dialect = OpenAIChatDialect()

    /// A stream of chunks with one choice each, given as `delta` or, with a comma, more members behind it.
    private func stream(_ choices: [String], isDone: Bool = true) -> [UInt8] {
        let chunks = choices.map { choice in
            #"data: {"id":"r1","model":"m","choices":[{"index":0,\#(choice)}]}"# + "\n\n"
        }
        return Array((chunks.joined() + (isDone ? "data: [DONE]\n\n" : "")).utf8)
    }

    private func decode(_ choices: [String]) throws -> [StreamEvent] {
        let events = try StreamRun.decode(stream(choices), with: dialect)
        #expect(StreamLegality.violations(of: events) == [])
        return events
    }

    private func decode(raw: String) throws -> [StreamEvent] {
        let events = try StreamRun.decode(Array(raw.utf8), with: dialect)
        #expect(StreamLegality.violations(of: events) == [])
        return events
    }

    // MARK: - Recordings

    @Test(
        "recorded streams are read as they were given",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func recordings(_ recording: OpenAIChatRecording) throws {
        let events = try StreamRun.decode(try Recordings.stream(recording.path, framing: .openAI), with: dialect)
        #expect(StreamLegality.violations(of: events) == [])
        #expect(events.last == .end)
        recording.check(AssembledAnswer(events))
    }

    @Test(
        "recorded streams mean the same however they are split",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func splits(_ recording: OpenAIChatRecording) throws {
        let bytes = try Recordings.stream(recording.path, framing: .openAI)
        let whole = try StreamRun.decode(bytes, with: dialect)
        for cut in StreamRun.sampledCuts(of: bytes, limit: bytes.count > 50_000 ? 30 : 500) {
            #expect(try StreamRun.decode(bytes, with: dialect, cuts: [cut]) == whole, "split at \(cut)")
        }
        let all = Array(0..<bytes.count)
        #expect(try StreamRun.decode(bytes, with: dialect, cuts: all) == whole, "byte by byte")
    }

    @Test(
        "a recorded stream that is cut ends in a failure, wherever it is cut",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func cuts(_ recording: OpenAIChatRecording) throws {
        let bytes = try Recordings.stream(recording.path, framing: .openAI)
        // The last event is `data: [DONE]` and a blank line, which may be missing.
        let whole = bytes.count - 2
        for cut in StreamRun.sampledCuts(of: bytes, limit: bytes.count > 50_000 ? 30 : 500) where cut < whole {
            let events = try StreamRun.decode(Array(bytes[..<cut]), with: dialect)
            #expect(StreamLegality.violations(of: events) == [], "cut at \(cut)")
            #expect(StreamLegality.endsInFailure(events), "cut at \(cut)")
        }
        let events = try StreamRun.decode(Array(bytes[..<whole]), with: dialect)
        #expect(events.last == .end)
    }

    @Test(
        "a recorded stream without its last event is a failure, even behind the finish reason",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func missingDone(_ recording: OpenAIChatRecording) throws {
        let events = try Recordings.events(recording.path, framing: .openAI)
        for count in 0..<min(events.count, 60) {
            let decoded = try StreamRun.decode(events[..<(events.count - 1 - count)].flatMap { $0 }, with: dialect)
            #expect(StreamLegality.violations(of: decoded) == [])
            #expect(StreamLegality.endsInFailure(decoded))
        }
    }

    // MARK: - The real world

    @Test("the events of a small stream, one by one")
    func small() throws {
        let events = try decode([
            #""delta":{"role":"assistant","content":"","refusal":null},"finish_reason":null"#,
            #""delta":{"content":"a"}"#, #""delta":{"content":"b"}"#, #""delta":{},"finish_reason":"stop""#,
        ])
        #expect(
            events == [
                .start(StreamStart(id: "r1", model: "m")), .blockStart(choice: 0, .text),
                .blockDelta(choice: 0, .text("a")), .blockDelta(choice: 0, .text("b")), .blockStop(choice: 0),
                .finish(choice: 0, .endTurn), .end,
            ]
        )
    }

    @Test("the first chunk's role gives a start and nothing else")
    func roleOnly() throws {
        let bytes = stream([#""delta":{"role":"assistant","content":""}"#], isDone: false)
        #expect(
            try StreamRun.decode(bytes, with: dialect, isFinished: false) == [.start(StreamStart(id: "r1", model: "m"))]
        )
    }

    @Test("calls one after the other, indices from 1, a name repeated or empty, empty arguments")
    func calls() throws {
        let answer = AssembledAnswer(
            try decode([
                #""delta":{"content":"let me"}"#,
                #""delta":{"tool_calls":[{"index":1,"id":"a","type":"function","function":{"name":"f","arguments":""}}]}"#,
                #""delta":{"content":"","tool_calls":[{"index":1,"function":{"name":"","arguments":"{\"x\":"}}]}"#,
                #""delta":{"tool_calls":[{"index":1,"id":"null","function":{"name":"f","arguments":"\"}\"}"}}]}"#,
                #""delta":{"tool_calls":[{"index":2,"id":"b","function":{"name":"g","arguments":""}}]}"#,
                #""delta":{"tool_calls":[{"index":3,"id":"c","function":{"name":"h","arguments":null}}]}"#,
                #""delta":{"tool_calls":[{"index":4,"id":"d","function":{"name":"i"}}]}"#,
                #""delta":{},"finish_reason":"tool_calls""#,
            ])
        )
        #expect(answer.text() == "let me")
        #expect(
            answer.toolCalls() == [
                ToolCall(id: "a", name: "f", arguments: #"{"x":"}"}"#), ToolCall(id: "b", name: "g", arguments: "{}"),
                ToolCall(id: "c", name: "h", arguments: "{}"), ToolCall(id: "d", name: "i", arguments: "{}"),
            ]
        )
        #expect(answer.choices[0]?.stop == .toolUse)
    }

    @Test("calls side by side are put in a row")
    func interleavedCalls() throws {
        let events = try decode([
            #"""
            "delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}},
            {"index":1,"id":"b","function":{"name":"g","arguments":"{\"y\""}}]}
            """#.split(separator: "\n").joined(),
            #""delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":"}}]}"#,
            #""delta":{"tool_calls":[{"index":1,"function":{"arguments":":2}"}}]}"#,
            #""delta":{"tool_calls":[{"index":0,"function":{"arguments":"1}"}}]}"#,
            #""delta":{"content":"done"}"#,
            #""delta":{},"finish_reason":"tool_calls""#,
        ])
        let parts = AssembledAnswer(events).choices[0]?.parts
        #expect(
            parts == [
                .toolCall(ToolCall(id: "a", name: "f", arguments: #"{"x":1}"#)),
                .toolCall(ToolCall(id: "b", name: "g", arguments: #"{"y":2}"#)),
                .text(TextPart("done")),
            ]
        )
    }

    @Test("the first call's arguments are not kept back")
    func promptCalls() throws {
        let bytes = stream(
            [#""delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{\"x"}}]}"#],
            isDone: false
        )
        #expect(
            try StreamRun.decode(bytes, with: dialect, isFinished: false).suffix(2) == [
                .blockStart(choice: 0, .toolCall(id: "a", name: "f", signature: nil)),
                .blockDelta(choice: 0, .arguments(#"{"x"#)),
            ]
        )
    }

    @Test("whole calls that all say index 0, or none at all")
    func sameIndex() throws {
        for index in [#""index":0,"#, ""] {
            let answer = AssembledAnswer(
                try decode([
                    #""delta":{"tool_calls":[{\#(index)"id":"a","function":{"name":"f","arguments":"{\"x\":1}"}}]}"#,
                    #""delta":{"tool_calls":[{\#(index)"id":"b","function":{"name":"f","arguments":"{}"}}]}"#,
                    #""delta":{},"finish_reason":"stop""#,
                ])
            )
            #expect(answer.toolCalls().map(\.id) == ["a", "b"])
            #expect(answer.toolCalls().map(\.arguments) == [#"{"x":1}"#, "{}"])
            #expect(answer.choices[0]?.stop == .toolUse)
        }
    }

    @Test("the deprecated function_call is a call")
    func functionCall() throws {
        let answer = AssembledAnswer(
            try decode([
                #""delta":{"role":"assistant","content":null,"function_call":{"name":"f","arguments":""}}"#,
                #""delta":{"function_call":{"arguments":"{\"a\":"}}"#, #""delta":{"function_call":{"arguments":"1}"}}"#,
                #""delta":{},"finish_reason":"function_call""#,
            ])
        )
        #expect(answer.toolCalls() == [ToolCall(id: "call_km0_r1", name: "f", arguments: #"{"a":1}"#)])
    }

    @Test("Gemini's signature on a call")
    func callSignature() throws {
        let extra = #""extra_content":{"google":{"thought_signature":"SIG"}}"#
        let answer = AssembledAnswer(
            try decode([
                #""delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"},\#(extra)}]}"#,
                #""delta":{},"finish_reason":"tool_calls""#,
            ])
        )
        #expect(answer.toolCalls().first?.signature == OpaqueToken("SIG", from: .openAIChat))
    }

    @Test(
        "thoughts in every form, each sealed with its form",
        arguments: [
            (#"{"reasoning_content":"hm"}"#, #"{"reasoning_content":"!"}"#, "reasoning_content"),
            (#"{"reasoning":"hm"}"#, #"{"content":null,"reasoning":"!"}"#, "reasoning"),
            // Some send both names for a while.
            (
                #"{"reasoning_content":"hm","reasoning":"hm"}"#, #"{"reasoning_content":"!","reasoning":"!"}"#,
                "reasoning_content"
            ),
            (
                #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]}"#,
                #"{"content":[{"type":"thinking","thinking":[{"type":"text","text":"!"}]}]}"#,
                "content"
            ),
        ]
    )
    func thoughts(_ first: String, _ second: String, _ seal: String) throws {
        let answer = AssembledAnswer(
            try decode([
                #""delta":\#(first)"#, #""delta":\#(second)"#, #""delta":{"content":"x"}"#,
                #""delta":{},"finish_reason":"stop""#,
            ])
        )
        #expect(
            answer.choices[0]?.parts == [
                .thinking(Thinking("hm!", signature: OpaqueToken(seal, from: .openAIChat))), .text(TextPart("x")),
            ]
        )
    }

    @Test("thinking blocks bring the provider's own seals")
    func thinkingBlocks() throws {
        let block = #"{"index":0,"type":"thinking","thinking":"hm","signature":"kanmon:anthropic-messages:SIG"}"#
        let redacted = #"{"index":1,"type":"redacted_thinking","data":"kanmon:anthropic-messages:RED"}"#
        let answer = AssembledAnswer(
            try decode([
                #""delta":{"reasoning_content":"hm"}"#, #""delta":{"thinking_blocks":[\#(block)]}"#,
                #""delta":{"thinking_blocks":[\#(redacted)]}"#, #""delta":{"content":"x"}"#,
                #""delta":{},"finish_reason":"stop""#,
            ])
        )
        #expect(
            answer.choices[0]?.parts == [
                .thinking(Thinking("hm", signature: OpaqueToken("SIG", from: .anthropicMessages))),
                .redactedThinking(OpaqueToken("RED", from: .anthropicMessages)), .text(TextPart("x")),
            ]
        )
    }

    @Test("a refusal and its reason")
    func refusal() throws {
        let answer = AssembledAnswer(
            try decode([
                #""delta":{"role":"assistant","content":null,"refusal":"I "}"#, #""delta":{"refusal":"won't."}"#,
                #""delta":{},"finish_reason":"stop""#,
            ])
        )
        #expect(answer.choices[0]?.parts == [.refusal("I won't.")])
        #expect(answer.choices[0]?.stop == .refusal(nil))
    }

    @Test("log probabilities follow their text")
    func logprobs() throws {
        let logprobs = #"{"content":[{"token":"a","logprob":-1.50}],"refusal":null}"#
        let events = try decode([
            #""delta":{"role":"assistant","content":""},"logprobs":{"content":[],"refusal":null}"#,
            #""delta":{"content":"a"},"logprobs":\#(logprobs)"#, #""delta":{},"logprobs":null,"finish_reason":"stop""#,
        ])
        #expect(
            events[2...3] == [
                .blockDelta(choice: 0, .text("a")), .blockDelta(choice: 0, .logprobs(try JSONValue(parsing: logprobs))),
            ]
        )
    }

    @Test("several choices, mixed")
    func choices() throws {
        func chunk(_ index: Int, _ rest: String) -> String { #"{"index":\#(index),\#(rest)}"# }
        let choices = [
            [chunk(0, #""delta":{"role":"assistant","content":"a"}"#)],
            [chunk(1, #""delta":{"role":"assistant","content":"x"}"#)],
            [chunk(1, #""delta":{"content":"y"}"#), chunk(0, #""delta":{"content":"b"}"#)],
            [chunk(1, #""delta":{},"finish_reason":"length""#)], [chunk(0, #""delta":{"content":"c"}"#)],
            [chunk(0, #""delta":{},"finish_reason":"stop""#)],
        ]
        let raw = choices.map { #"data: {"id":"r","choices":[\#($0.joined(separator: ","))]}"# + "\n\n" }.joined()
        let answer = AssembledAnswer(try decode(raw: raw + "data: [DONE]\n\n"))
        #expect(answer.text(0) == "abc")
        #expect(answer.text(1) == "xy")
        #expect(answer.choices[0]?.stop == .endTurn)
        #expect(answer.choices[1]?.stop == .maxTokens)
    }

    @Test(
        "usage wherever it rides, the last one counting",
        arguments: [
            #"{"id":"r","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
            #"{"id":"r","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"usage":{"prompt_tokens":1,"completion_tokens":2}}}"#,
            #"{"id":"r","choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2}}"#,
        ]
    )
    func usage(_ chunk: String) throws {
        let first =
            #"{"id":"r","choices":[{"index":0,"delta":{"content":"x"}}],"usage":{"prompt_tokens":1,"completion_tokens":1}}"#
        let answer = AssembledAnswer(try decode(raw: "data: \(first)\n\ndata: \(chunk)\n\ndata: [DONE]\n\n"))
        #expect(answer.usage?.totalInput == 1)
        #expect(answer.usage?.output == 2)
        #expect(answer.choices[0]?.stop == .endTurn)
    }

    @Test("comments, CRLF, unknown events, data behind the end and an event name do no harm")
    func noise() throws {
        let raw = """
            : OPENROUTER PROCESSING\r
            \r
            event: message\r
            id: 5\r
            data: {"id":"r","model":"m","choices":[{"index":0,"delta":{"content":"a"}}]}\r
            \r
            data: {"type":"ping"}\r
            \r
            data:{"id":"r","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\r
            \r
            data: {"id":"r","model":"m","choices":[{"index":0,"delta":{"content":"late"},"finish_reason":"stop"}]}\r
            \r
            data: [DONE]\r
            \r
            data: {"id":"r","choices":[{"index":0,"delta":{"content":"later"}}]}\r
            \r
            data: [DONE]\r
            \r

            """
        let answer = AssembledAnswer(try decode(raw: raw))
        #expect(answer.text() == "a")
        #expect(answer.failure == nil)
    }

    @Test("an event over 1 MiB")
    func large() throws {
        let text = String(repeating: "x", count: 1_500_000)
        let answer = AssembledAnswer(
            try decode([#""delta":{"content":"\#(text)"}"#, #""delta":{},"finish_reason":"stop""#])
        )
        #expect(answer.text() == text)
    }

    // MARK: - Failures

    @Test(
        "an error in the stream closes what is open and ends it",
        arguments: [
            (
                #"{"error":{"message":"slow down","type":"rate_limit_error","code":"rate_limit_exceeded"}}"#,
                APIError.Kind.rateLimited
            ),
            (#"{"error":{"message":"boom","type":"server_error","code":null}}"#, .upstreamError),
            (#"{"error":"boom"}"#, .upstreamError),
            (
                #"{"object":"error","message":"This model's maximum context length is 10","code":400}"#,
                .contextLengthExceeded
            ),
            (
                #"{"id":"r","choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}],"error":{"code":502,"message":"down"}}"#,
                .upstreamError
            ),
            (#"{"id":"r","choices":[{"index":0,"delta":{},"error":{"code":429,"message":"slow"}}]}"#, .rateLimited),
            (#"{"id":"r","choices":[{"index":0,"delta":{},"finish_reason":"error"}]}"#, .upstreamError),
            (#"{"error":{"message":"overloaded","type":"overloaded_error"}}"#, .overloaded),
            ("{\"id\":", .upstreamError), ("[1]", .upstreamError), ("<html>", .upstreamError),
            (#"{"choices":[{"index":128,"delta":{}}]}"#, .upstreamError),
            (#"{"choices":[{"index":-1,"delta":{}}]}"#, .upstreamError),
        ]
    )
    func failures(_ event: String, _ kind: APIError.Kind) throws {
        for prefix in [[], [#""delta":{"content":"a"}"#], [#""delta":{"reasoning":"a"}"#]] {
            let bytes = stream(prefix, isDone: false) + Array("data: \(event)\n\ndata: [DONE]\n\n".utf8)
            let events = try StreamRun.decode(bytes, with: dialect)
            #expect(StreamLegality.violations(of: events) == [])
            guard case .failure(let error) = events.last else {
                Issue.record("no failure")
                continue
            }
            #expect(error.kind == kind)
        }
    }

    @Test("an event named error is one, whatever it says")
    func namedError() throws {
        let events = try decode(raw: "event: error\ndata: {\"detail\":\"x\"}\n\n")
        #expect(StreamLegality.endsInFailure(events))
    }

    @Test(
        "nothing, or only an end, is no answer",
        arguments: ["", "data: [DONE]\n\n", ": hi\n\n", "data: {\"choices\":[]}\n\ndata: [DONE]\n\n"]
    )
    func nothing(_ raw: String) throws {
        #expect(StreamLegality.endsInFailure(try decode(raw: raw)))
    }

    @Test(
        "calls that cannot be put in a row are an error, not a wrong call",
        arguments: [
            [
                #""delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}"#,
                #""delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"{}"}}]}"#,
                #""delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"x\":1}"}}]}"#,
            ],
            [
                #""delta":{"tool_calls":[{"index":0,"id":"a","function":{"arguments":"{}"}}]}"#,
                #""delta":{},"finish_reason":"tool_calls""#,
            ],
            [
                #""delta":{"tool_calls":["#
                    + (0..<1100).map { #"{"index":\#($0),"id":"\#($0)"}"# }.joined(separator: ",") + "]}"
            ],
        ]
    )
    func brokenCalls(_ choices: [String]) throws {
        let events = try decode(choices)
        #expect(StreamLegality.endsInFailure(events))
    }

    @Test("calls kept back are bounded")
    func waitingIsBounded() throws {
        var decoder = dialect.makeDecoder()
        var output: [StreamEvent] = []
        func take(_ delta: String) {
            decoder.decode(SSEEvent(data: #"{"id":"r","choices":[{"index":0,"delta":\#(delta)}]}"#), into: &output)
        }
        take(#"{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{"}}]}"#)
        let text = String(repeating: "x", count: 1_000_000)
        for _ in 0..<20 {
            take(#"{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":"\#(text)"}}]}"#)
        }
        #expect(StreamLegality.endsInFailure(output))
        #expect(StreamLegality.violations(of: output) == [])
    }

    @Test("a reason that never comes is told from what was said, since the terminal event did come")
    func missingReason() throws {
        let text = AssembledAnswer(try decode([#""delta":{"content":"a"}"#]))
        #expect(text.choices[0]?.stop == .endTurn)
        #expect(text.failure == nil)
        let call = AssembledAnswer(
            try decode([#""delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}]}"#])
        )
        #expect(call.choices[0]?.stop == .toolUse)
    }
}
