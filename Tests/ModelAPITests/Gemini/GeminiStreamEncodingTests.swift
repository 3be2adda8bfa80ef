import JSONText
import ModelAPI
import Testing

@Suite("Gemini streams are encoded")
struct GeminiStreamEncodingTests {
    private let request = ChatRequest(model: "m")
    private static let seal = OpaqueToken("SEAL", from: .anthropicMessages)

    /// An answer with everything in it, as another provider might stream it.
    private static let rich: [StreamEvent] = {
        var usage = Usage()
        usage.input = 10
        usage.cacheRead = 5
        usage.output = 9
        usage.reasoning = 4
        return [
            .start(StreamStart(id: "msg_1", model: "claude")),
            .blockStart(choice: 0, .thinking), .blockDelta(choice: 0, .text("h")), .blockDelta(choice: 0, .text("m")),
            .blockDelta(choice: 0, .signature(seal)), .blockStop(choice: 0),
            .blockStart(choice: 0, .redactedThinking(OpaqueToken("RED", from: .anthropicMessages))),
            .blockStop(choice: 0),
            .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("Hé\n")), .blockDelta(choice: 0, .text("😀")),
            .blockStop(choice: 0),
            .blockStart(choice: 1, .refusal), .blockDelta(choice: 1, .text("No.")), .blockStop(choice: 1),
            .blockStart(choice: 0, .toolCall(id: "toolu_1", name: "f", signature: nil)),
            .blockDelta(choice: 0, .arguments(#"{"a":"#)), .blockDelta(choice: 0, .arguments("1.0}")),
            .blockStop(choice: 0),
            .blockStart(choice: 0, .toolCall(id: "toolu_2", name: "g", signature: nil)), .blockStop(choice: 0),
            .finish(choice: 0, .toolUse), .finish(choice: 1, .refusal("policy")), .usage(usage), .end,
        ]
    }()

    private func chunks(_ bytes: [UInt8]) throws -> [JSONValue] {
        var parser = SSEParser()
        parser.append(bytes.span)
        var chunks: [JSONValue] = []
        while let event = try parser.next() {
            #expect(event.name == nil)
            chunks.append(try JSONValue(parsing: event.data))
        }
        #expect(try parser.finish() == nil)
        return chunks
    }

    @Test("every chunk has Gemini's shape, and only the last has reasons and usage")
    func shape() throws {
        let chunks = try chunks(StreamRun.encode(Self.rich, with: GeminiDialect(), for: request))
        for chunk in chunks {
            #expect(chunk["responseId"] == "msg_1")
            #expect(chunk["modelVersion"] == "claude")
            for candidate in try #require(chunk["candidates"]?.array) {
                #expect(candidate["index"]?.int != nil)
                #expect(candidate["content"]?["role"] == "model")
                #expect(candidate["content"]?["parts"]?.array?.isEmpty == false)
            }
        }
        for chunk in chunks.dropLast() {
            #expect(chunk["usageMetadata"] == nil)
            #expect(chunk["candidates"]?[0]?["finishReason"] == nil)
        }
        let last = try #require(chunks.last)
        #expect(last["candidates"]?.array?.map { $0["finishReason"]?.string } == ["STOP", "SAFETY"])
        #expect(last["candidates"]?[1]?["finishMessage"] == "policy")
        #expect(
            last["usageMetadata"]?.text
                == #"{"promptTokenCount":15,"candidatesTokenCount":5,"totalTokenCount":24,"cachedContentTokenCount":5,"thoughtsTokenCount":4}"#
        )
    }

    @Test("what is encoded says the same when it is decoded")
    func roundTrip() throws {
        let bytes = StreamRun.encode(Self.rich, with: GeminiDialect(), for: request)
        let events = try StreamRun.decode(bytes, with: GeminiDialect())
        #expect(StreamLegality.violations(of: events).isEmpty)
        let answer = AssembledAnswer(events)
        #expect(answer.text() == "Hé\n😀")
        #expect(answer.text(1) == "No.")
        #expect(answer.thinking() == "hm")
        #expect(answer.toolCalls().map(\.id) == ["toolu_1", "toolu_2"])
        #expect(answer.toolCalls().map(\.arguments) == [#"{"a":1.0}"#, "{}"])
        #expect(answer.choices[0]?.stop == .toolUse)
        #expect(answer.usage == AssembledAnswer(Self.rich).usage)
        #expect(answer.failure == nil)
    }

    @Test("what a client gathers goes back to its provider as it came")
    func nextTurn() throws {
        let chunks = try chunks(StreamRun.encode(Self.rich, with: GeminiDialect(), for: request))
        let parts = chunks.compactMap { $0["candidates"]?[0] }
            .filter { $0["index"] == 0 }
            .flatMap { $0["content"]?["parts"]?.array ?? [] }
        let body: JSONValue = ["contents": [["role": "model", "parts": .array(parts)]]]
        let next = try GeminiDialect().readRequest(body, model: "m", stream: nil)
        let calls = ["toolu_1", "toolu_2"]
        #expect(
            next.messages[0].parts == [
                .thinking(Thinking("hm", signature: Self.seal)),
                .redactedThinking(OpaqueToken("RED", from: .anthropicMessages)), .text(TextPart("Hé\n😀")),
                .toolCall(ToolCall(id: calls[0], name: "f", arguments: #"{"a":1.0}"#)),
                .toolCall(ToolCall(id: calls[1], name: "g", arguments: "{}")), .text(TextPart("")),
            ]
        )
    }

    @Test(
        "recorded streams keep what they say",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: GeminiStreamDecodingTests.recordings
    )
    func recordings(name: String) throws {
        let stream = try Recordings.stream("gemini/\(name).chunks.txt", framing: .gemini)
        let events = try StreamRun.decode(stream, with: GeminiDialect())
        let again = try StreamRun.decode(
            StreamRun.encode(events, with: GeminiDialect(), for: request),
            with: GeminiDialect()
        )
        var said = AssembledAnswer(events)
        // On what terms it was served is the provider's own word.
        said.usage?.terms = .standard
        #expect(AssembledAnswer(again) == said)
    }

    @Test("a failure ends in an error event and nothing else", arguments: [0, 1, 3, 9, 16])
    func failures(count: Int) throws {
        let events = Self.rich.prefix(count) + [.failure(APIError(.upstreamTimeout, "slow")), .end]
        let bytes = StreamRun.encode(Array(events), with: GeminiDialect(), for: request)
        let chunks = try chunks(bytes)
        #expect(chunks.last?["error"]?["code"] == 504)
        #expect(!String(decoding: bytes, as: UTF8.self).contains("finishReason"))
        #expect(StreamLegality.endsInFailure(try StreamRun.decode(bytes, with: GeminiDialect())))
    }

    @Test("a call whose arguments are no object ends as a malformed call", arguments: ["[1]", "{\"a\":", "x"])
    func malformedCall(arguments: String) throws {
        let events: [StreamEvent] = [
            .start(StreamStart(id: "r", model: "m")),
            .blockStart(choice: 0, .toolCall(id: "1", name: "f", signature: nil)),
            .blockDelta(choice: 0, .arguments(arguments)), .blockStop(choice: 0), .finish(choice: 0, .toolUse), .end,
        ]
        let chunks = try chunks(StreamRun.encode(events, with: GeminiDialect(), for: request))
        #expect(chunks.count == 1)
        #expect(chunks[0]["candidates"]?[0]?["finishReason"] == "MALFORMED_FUNCTION_CALL")
    }

    @Test("log probabilities come in Gemini's form")
    func logprobs() throws {
        let logprobs: JSONValue = ["content": [["token": "a", "logprob": -0.5, "top_logprobs": []]]]
        let events: [StreamEvent] = [
            .start(StreamStart(id: "r", model: "m")), .blockStart(choice: 0, .text), .blockDelta(choice: 0, .text("a")),
            .blockDelta(choice: 0, .logprobs(logprobs)), .blockStop(choice: 0), .finish(choice: 0, .endTurn), .end,
        ]
        let chunks = try chunks(StreamRun.encode(events, with: GeminiDialect(), for: request))
        #expect(chunks[1]["candidates"]?[0]?["logprobsResult"]?["chosenCandidates"]?[0]?["token"] == "a")
    }

    @Test("illegal sequences do not trap")
    func illegal() throws {
        var events: [StreamEvent] = Self.rich
        for _ in 0..<3 { events.shuffle() }
        _ = StreamRun.encode(events, with: GeminiDialect(), for: request)
        _ = StreamRun.encode([.end, .blockStop(choice: 5)], with: GeminiDialect(), for: request)
    }

    // MARK: - The array form

    private func encodeArray(_ events: [StreamEvent]) throws -> [UInt8] {
        var transcoder = GeminiJSONArrayTranscoder()
        var output: [UInt8] = []
        try transcoder.append(StreamRun.encode(events, with: GeminiDialect(), for: request).span, into: &output)
        try transcoder.finish(into: &output)
        return output
    }

    @Test("the array form holds the same chunks")
    func array() throws {
        let events = try chunks(StreamRun.encode(Self.rich, with: GeminiDialect(), for: request))
        #expect(try JSONValue(parsing: encodeArray(Self.rich)) == .array(events))
    }

    @Test("the array form ends in an error, and is an array all the same", arguments: [0, 1, 3, 9])
    func arrayFailure(count: Int) throws {
        let bytes = try encodeArray(Self.rich.prefix(count) + [.failure(APIError(.overloaded, "full")), .end])
        let array = try #require(try JSONValue(parsing: bytes).array)
        #expect(array.last?["error"]?["status"] == "UNAVAILABLE")
    }

    @Test("events become an array, payloads untouched, however they are split")
    func transcoding() throws {
        let payloads = [#"{ "a" : 1.0 }"#, #"{"t":"日\u00e9"}"#, "{}"]
        let stream = Array(payloads.map { "data: \($0)\r\n\r\n" }.joined().utf8)
        let wanted = "[" + payloads.joined(separator: "\n,\n") + "]"
        for cut in 0...stream.count {
            var transcoder = GeminiJSONArrayTranscoder()
            var output: [UInt8] = []
            for segment in StreamRun.segments(of: stream, cuts: [cut]) {
                try transcoder.append(segment.span, into: &output)
            }
            try transcoder.finish(into: &output)
            #expect(String(decoding: output, as: UTF8.self) == wanted)
        }
    }

    @Test("a broken stream's array ends with the error")
    func transcodingFailure() throws {
        var transcoder = GeminiJSONArrayTranscoder()
        var output: [UInt8] = []
        try transcoder.append(Array("data: {\"a\":1}\n\ndata: {\"b\"".utf8).span, into: &output)
        transcoder.fail(APIError(.upstreamError, "cut"), requestID: "r", into: &output)
        try transcoder.finish(into: &output)
        let array = try JSONValue(parsing: output)
        #expect(array[0] == ["a": 1])
        #expect(array[1]?["error"]?["code"] == 502)
        #expect(array[2] == nil)
        var empty = GeminiJSONArrayTranscoder()
        output = []
        try empty.finish(into: &output)
        #expect(output == Array("[]".utf8))
    }
}
