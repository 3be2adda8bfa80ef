import JSONText
import ModelAPI
import Testing

@Suite("Whole answers as streams, and streams as whole answers")
struct AnswerReplayTests {
    private static let wholes: [(String, DialectID)] = [
        ("openai/openai-text.json", .openAIChat), ("groq/groq-text.json", .openAIChat),
        ("groq/groq-tool-call.json", .openAIChat), ("mistral/mistral-text.json", .openAIChat),
        ("mistral/mistral-reasoning.json", .openAIChat), ("deepseek/deepseek-reasoning.json", .openAIChat),
        ("deepseek/deepseek-tool-call.json", .openAIChat), ("anthropic/anthropic-text.json", .anthropicMessages),
        ("anthropic/anthropic-clear-thinking.1.json", .anthropicMessages),
        ("anthropic/anthropic-json-output-format.1.json", .anthropicMessages),
        ("anthropic/anthropic-refusal.json", .anthropicMessages),
        ("anthropic/anthropic-tool-no-args.json", .anthropicMessages), ("gemini/google-text.json", .gemini),
        ("gemini/google-tool-call.json", .gemini), ("gemini/google-tool-call-gemini3.json", .gemini),
        ("gemini/google-reasoning-gemini3.json", .gemini),
    ]

    private static let lengths = [1, 7, 24, 1_000_000]

    private static func assembled(_ events: [StreamEvent]) throws -> ChatResponse {
        try AnswerAssembler.response(of: events)
    }

    private static func assembled(_ stream: [UInt8], _ dialect: DialectID) throws -> ChatResponse {
        try RecordedAnswer.assembled(stream.span, from: dialect)
    }

    private static func whole(_ body: [UInt8], _ dialect: DialectID) throws -> ChatResponse {
        try RecordedAnswer.whole(body.span, from: dialect)
    }

    /// What is the same of an answer on its way through a stream: empty texts say nothing.
    private static func normal(_ response: ChatResponse) -> ChatResponse {
        var response = response
        for index in response.choices.indices {
            response.choices[index].parts.removeAll { part in
                if case .text(let text) = part { text.text.isEmpty && text.signature == nil } else { false }
            }
        }
        return response
    }

    @Test(
        "a whole answer told as a stream is legal, and the same answer when put together",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: wholes,
        lengths
    )
    func whole(_ recording: (String, DialectID), _ length: Int) throws {
        let bytes = try Recordings.bytes(recording.0)
        let response = try Self.whole(bytes, recording.1)
        let events = Array(response.events(pieceLength: length))
        #expect(StreamLegality.violations(of: events).isEmpty)
        #expect(try Self.assembled(events) == Self.normal(response))
    }

    @Test(
        "a recorded stream put together tells the same again",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: GoldenRecording.streams
    )
    func stream(_ recording: GoldenRecording) throws {
        let bytes = try recording.events().flatMap { $0 }
        let events = RecordedAnswer.events(of: bytes.span, from: recording.provider)
        if StreamLegality.endsInFailure(events) {
            #expect(throws: APIError.self) { try Self.assembled(events) }
            return
        }
        let response = try Self.assembled(events)
        // The test's own assembler is another one than the product's.
        let expected = AssembledAnswer(events)
        #expect(response.id == expected.id)
        #expect(response.usage == expected.usage)
        for choice in response.choices {
            #expect(choice.parts == expected.choices[choice.index]?.parts)
            #expect(choice.stop == expected.choices[choice.index]?.stop)
        }
        let replayed = Array(response.events(pieceLength: 5))
        #expect(StreamLegality.violations(of: replayed).isEmpty)
        #expect(try Self.assembled(replayed) == Self.normal(response))
    }

    @Test(
        "a stream written for any dialect from a whole answer is read back with the same text and calls",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: wholes,
        DialectID.allCases
    )
    func rewritten(_ recording: (String, DialectID), _ surface: DialectID) throws {
        let response = try Self.whole(try Recordings.bytes(recording.0), recording.1)
        var request = ChatRequest(model: "m")
        request.stream = true
        let dialect = Dialects.dialect(surface)
        let bytes = StreamRun.encode(Array(response.events()), with: dialect, for: request)
        let read = AssembledAnswer(RecordedAnswer.events(of: bytes.span, from: surface))
        let whole = AssembledAnswer(response)
        #expect(read.failure == nil)
        #expect(read.text() == whole.text())
        #expect(read.toolCalls().map(\.name) == whole.toolCalls().map(\.name))
        let arguments = try read.toolCalls().map { try JSONValue(parsing: $0.arguments) }
        #expect(try arguments == whole.toolCalls().map { try JSONValue(parsing: $0.arguments) })
    }

    @Test("log probabilities, several choices, refusals and pictures come through")
    func everything() throws {
        var response = ChatResponse(id: "a", model: "m", usage: Usage(), source: .openAIChat)
        response.created = 5
        response.systemFingerprint = "fp"
        response.serviceTier = "flex"
        let logprobs: JSONValue = ["content": [["token": "a"], ["token": "b"]], "refusal": nil]
        response.choices = [
            Choice(
                index: 0,
                parts: [
                    .thinking(Thinking("hm hm", signature: OpaqueToken("s", from: .anthropicMessages))),
                    .redactedThinking(OpaqueToken("r", from: .anthropicMessages)),
                    .text(TextPart("日本語のテキスト と 👩‍👩‍👧‍👦", signature: OpaqueToken("t", from: .gemini))),
                    .toolCall(ToolCall(id: "c", name: "f", arguments: #"{"a": 1}"#)),
                    .image(MediaPart(.base64("AAAA"), mediaType: "image/png")),
                ],
                stop: .toolUse,
                logprobs: logprobs
            ),
            Choice(index: 1, parts: [.refusal("No.")], stop: .refusal(nil)),
            Choice(index: 2, parts: [], stop: .endTurn, logprobs: logprobs),
            Choice(
                index: 3,
                parts: [.toolCall(ToolCall(id: "d", name: "g", arguments: "{}"))],
                stop: .toolUse,
                logprobs: logprobs
            ),
        ]
        response.unmapped = [.init("x.y", ["z": 1])]
        for length in Self.lengths {
            let events = Array(response.events(pieceLength: length))
            #expect(StreamLegality.violations(of: events).isEmpty)
            #expect(try Self.assembled(events) == response)
        }
    }

    @Test("a stream without its end, and one that failed, are no answers")
    func broken() {
        let start = StreamEvent.start(StreamStart(id: "a", model: "m"))
        let error = APIError(.upstreamError, "broken")
        #expect(throws: APIError.self) { try Self.assembled([start]) }
        #expect(throws: APIError.self) { try Self.assembled([StreamEvent.end]) }
        #expect(throws: error) { try Self.assembled([start, .failure(error)]) }
        #expect(throws: APIError.self) {
            try Self.assembled([start, .blockStart(choice: 0, .text), .blockStop(choice: 0), .end])
        }
    }

    @Test("pieces of fields and of log probabilities are put together")
    func fragments() throws {
        let events: [StreamEvent] = [
            .start(StreamStart(id: "a", model: "m")), .blockStart(choice: 0, .text),
            .blockDelta(choice: 0, .text("a")), .blockDelta(choice: 0, .logprobs(["content": [1], "refusal": nil])),
            .blockDelta(choice: 0, .text("b")), .blockDelta(choice: 0, .logprobs(["content": [2], "refusal": nil])),
            .blockStop(choice: 0), .unmapped(StreamField("p", ["x"], isFragment: true)),
            .unmapped(StreamField("p", ["y"], isFragment: true)), .unmapped(StreamField("q", 1)),
            .unmapped(StreamField("q", 2)), .finish(choice: 0, .endTurn), .end,
        ]
        let response = try Self.assembled(events)
        #expect(response.choices.first?.parts == [.text(TextPart("ab"))])
        #expect(response.choices.first?.logprobs == ["content": [1, 2], "refusal": nil])
        #expect(response.unmapped == [.init("p", ["x", "y"]), .init("q", 2)])
    }

    @Test(
        "bytes that are no answer throw, wherever a stream is cut",
        .enabled(if: Recordings.areAvailable, Recordings.missing)
    )
    func cut() throws {
        #expect(throws: APIError.self) { try Self.whole(Array("<html>".utf8), .openAIChat) }
        let events = try Recordings.events("anthropic/anthropic-text.chunks.txt", framing: .anthropic)
        for count in 0..<(events.count - 1) {
            let bytes = Array(events[..<count].joined())
            #expect(throws: APIError.self) { try Self.assembled(bytes, .anthropicMessages) }
        }
    }
}
