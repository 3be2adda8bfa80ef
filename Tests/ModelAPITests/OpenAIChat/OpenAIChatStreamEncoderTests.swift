import JSONText
import ModelAPI
import Testing

@Suite("Writing Chat streams")
struct OpenAIChatStreamEncoderTests {
    private let dialect = OpenAIChatDialect()
    private static let start = StreamEvent.start(StreamStart(id: "msg_1", model: "m", created: 5))

    private func request(includesUsage: Bool = false) -> ChatRequest {
        var request = ChatRequest(model: "m")
        request.stream = true
        request.includeUsage = includesUsage
        return request
    }

    /// The payloads of what is written.
    private func payloads(_ events: [StreamEvent], includesUsage: Bool = false) throws -> [String] {
        let bytes = StreamRun.encode(events, with: dialect, for: request(includesUsage: includesUsage))
        var parser = SSEParser()
        parser.append(bytes.span)
        var payloads: [String] = []
        while let event = try parser.next() {
            #expect(event.name == nil)
            payloads.append(String(decoding: event.data, as: UTF8.self))
        }
        #expect(try parser.finish() == nil)
        return payloads
    }

    private func chunks(_ events: [StreamEvent], includesUsage: Bool = false) throws -> [JSONValue] {
        try payloads(events, includesUsage: includesUsage).filter { $0 != "[DONE]" }.map { try JSONValue(parsing: $0) }
    }

    private func deltas(_ events: [StreamEvent]) throws -> [JSONValue] {
        try chunks(events).compactMap { $0["choices"]?[0]?["delta"] }
    }

    @Test("the bytes of a small stream")
    func small() throws {
        var usage = Usage()
        usage.input = 1
        let events: [StreamEvent] = [
            Self.start, .usage(usage), .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a\n\"é")),
            .blockStop(choice: 0), .finish(choice: 0, .endTurn), .end,
        ]
        let head =
            #"{"id":"chatcmpl-msg_1","object":"chat.completion.chunk","created":5,"model":"m","choices":[{"index":0,"delta":"#
        #expect(
            try payloads(events) == [
                head + #"{"role":"assistant","content":"","refusal":null},"logprobs":null,"finish_reason":null}]}"#,
                head + #"{"content":"a\n\"é"},"logprobs":null,"finish_reason":null}]}"#,
                head + #"{},"logprobs":null,"finish_reason":"stop"}]}"#,
                "[DONE]",
            ]
        )
    }

    @Test("usage comes exactly where it was asked for")
    func usage() throws {
        var usage = Usage()
        usage.input = 2
        usage.output = 3
        let events: [StreamEvent] = [
            Self.start, .usage(Usage()), .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")),
            .blockStop(choice: 0), .finish(choice: 0, .endTurn), .usage(usage), .end,
        ]
        for chunk in try chunks(events) { #expect(chunk["usage"] == nil) }
        let asked = try chunks(events, includesUsage: true)
        for chunk in asked.dropLast() {
            #expect(chunk["usage"] == .null)
            #expect(chunk["choices"]?.array?.count == 1)
        }
        #expect(asked.last?["choices"] == [])
        #expect(asked.last?["usage"]?["total_tokens"] == 5)
        #expect(try payloads(events, includesUsage: true).last == "[DONE]")
    }

    @Test("thoughts, their seals, calls and a refusal")
    func blocks() throws {
        let seal = OpaqueToken("SIG", from: .anthropicMessages)
        let events: [StreamEvent] = [
            Self.start,
            .blockStart(choice: 0, .thinking), .blockDelta(choice: 0, .text("h")), .blockDelta(choice: 0, .text("m")),
            .blockDelta(choice: 0, .signature(seal)), .blockStop(choice: 0),
            .blockStart(choice: 0, .redactedThinking(OpaqueToken("RED", from: .anthropicMessages))),
            .blockStop(choice: 0),
            .blockStart(choice: 0, .refusal), .blockDelta(choice: 0, .text("no")), .blockStop(choice: 0),
            .blockStart(choice: 0, .toolCall(id: "a", name: "f", signature: OpaqueToken("TS", from: .gemini))),
            .blockDelta(choice: 0, .arguments("{\"x\"")), .blockDelta(choice: 0, .arguments(":1}")),
            .blockStop(choice: 0),
            .blockStart(choice: 0, .toolCall(id: "b", name: "g", signature: nil)), .blockStop(choice: 0),
            .finish(choice: 0, .toolUse), .end,
        ]
        let expected = try JSONValue(
            parsing: #"""
                [{"role":"assistant","content":"","refusal":null},
                 {"reasoning_content":"h"},{"reasoning_content":"m"},
                 {"thinking_blocks":[{"index":0,"type":"thinking","thinking":"hm","signature":"kanmon:anthropic-messages:SIG"}]},
                 {"thinking_blocks":[{"index":1,"type":"redacted_thinking","data":"kanmon:anthropic-messages:RED"}]},
                 {"refusal":"no"},
                 {"tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"f","arguments":""},
                   "extra_content":{"google":{"thought_signature":"kanmon:gemini:TS"}}}]},
                 {"tool_calls":[{"index":0,"function":{"arguments":"{\"x\""}}]},
                 {"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]},
                 {"tool_calls":[{"index":1,"id":"b","type":"function","function":{"name":"g","arguments":""}}]},
                 {"tool_calls":[{"index":1,"function":{"arguments":"{}"}}]},
                 {}]
                """#
        )
        #expect(try deltas(events) == expected.array)
        #expect(try chunks(events).last?["choices"]?[0]?["finish_reason"] == "tool_calls")
    }

    @Test("a turn that starts with a call has no text")
    func callOnly() throws {
        let first = try deltas([Self.start, .blockStart(choice: 0, .toolCall(id: "a", name: "f", signature: nil))])
            .first
        #expect(first == ["role": "assistant", "content": nil, "refusal": nil])
    }

    @Test("every choice says its role once and ends once")
    func choices() throws {
        let events: [StreamEvent] = [
            Self.start, .blockStart(choice: 1, .text), .blockDelta(choice: 1, .text("x")),
            .blockStart(choice: 0, .text),
            .blockDelta(choice: 0, .text("a")), .blockStop(choice: 1), .finish(choice: 1, .maxTokens),
            .blockStop(choice: 0),
            .finish(choice: 0, .endTurn), .finish(choice: 2, .contentFilter("SAFETY")), .end,
        ]
        let choices = try chunks(events).compactMap { $0["choices"]?[0] }
        for (index, reason) in [(0, "stop"), (1, "length"), (2, "content_filter")] {
            let own = choices.filter { $0["index"]?.int == index }
            #expect(own.filter { $0["delta"]?["role"] != nil }.count == 1)
            #expect(own.first?["delta"]?["role"] == "assistant")
            #expect(own.compactMap { $0["finish_reason"]?.string } == [reason])
        }
    }

    @Test("log probabilities stand in a chunk of their choice")
    func logprobs() throws {
        let logprobs: JSONValue = ["content": [["token": "a", "logprob": -0.5]], "refusal": nil]
        let events: [StreamEvent] = [
            Self.start, .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")),
            .blockDelta(choice: 0, .logprobs(logprobs)), .blockStop(choice: 0), .finish(choice: 0, .endTurn), .end,
        ]
        let found = try chunks(events).compactMap { $0["choices"]?[0]?["logprobs"] }.filter { !$0.isNull }
        #expect(found == [logprobs])
    }

    @Test("a failure is the last event, in the shape clients raise on, and no end")
    func failure() throws {
        for prefix in [[], [Self.start], [Self.start, .blockStart(choice: 0, .text), .blockStop(choice: 0)]] {
            let written = try payloads(prefix + [.failure(APIError(.upstreamError, "broken"))])
            let last = try JSONValue(parsing: try #require(written.last))
            #expect(last["error"]?["message"] == "broken")
            #expect(last["error"]?["code"] == "upstream_error")
            #expect(!written.contains("[DONE]"))
        }
    }

    @Test("a refusal that only its reason explains is said in words")
    func explainedRefusal() throws {
        let events: [StreamEvent] = [Self.start, .finish(choice: 0, .refusal("policy")), .end]
        #expect(try deltas(events).contains(["refusal": "policy"]))
        #expect(try chunks(events).last?["choices"]?[0]?["finish_reason"] == "content_filter")
    }

    @Test("a broken sequence does not trap")
    func illegal() {
        let events: [StreamEvent] = [
            .blockDelta(choice: 3, .text("x")), .blockDelta(choice: 3, .arguments("x")), .blockStop(choice: 7),
            .blockDelta(choice: 1, .signature(OpaqueToken("x", from: .gemini))), .end, .finish(choice: 0, .endTurn),
        ]
        #expect(!StreamRun.encode(events, with: dialect, for: request()).isEmpty)
    }

    @Test(
        "a recorded stream written anew says the same",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: OpenAIChatRecording.streams
    )
    func recordings(_ recording: OpenAIChatRecording) throws {
        let events = try StreamRun.decode(try Recordings.stream(recording.path, framing: .openAI), with: dialect)
        // Where nothing was counted the chunk would hold an estimate.
        let isCounted = AssembledAnswer(events).usage != nil
        let written = StreamRun.encode(events, with: dialect, for: request(includesUsage: isCounted))
        let again = try StreamRun.decode(written, with: dialect)
        #expect(StreamLegality.violations(of: again) == [])
        #expect(AssembledAnswer(again).choices == AssembledAnswer(events).choices)
        #expect(AssembledAnswer(again).usage == AssembledAnswer(events).usage)
        recording.check(AssembledAnswer(again))
    }
}
