import Governance
import JSONText
import ModelAPI
import Testing

@testable import Gateway

@Suite struct StreamAssemblyTests {
    private static let dialects: [DialectID] = [.openAIChat, .anthropicMessages, .gemini]

    private static func events(end: StreamEvent? = .end) -> [StreamEvent] {
        var usage = Usage()
        usage.input = 5
        usage.output = 7
        return [
            .start(StreamStart(id: "id", model: "m", created: 5)), .blockStart(choice: 0, .text),
            .blockDelta(choice: 0, .text("Call 090-12")), .blockDelta(choice: 0, .text("34-5678, 関")),
            .blockDelta(choice: 0, .text("門")), .blockStop(choice: 0),
            .blockStart(choice: 0, .toolCall(id: "call_1", name: "find", signature: nil)),
            .blockDelta(choice: 0, .arguments("{\"mail\":\"taro@exa")),
            .blockDelta(choice: 0, .arguments("mple.com\"}")),
            .blockStop(choice: 0), .finish(choice: 0, .toolUse), .usage(usage),
        ] + (end.map { [$0] } ?? [])
    }

    private func wire(_ dialect: DialectID, _ events: [StreamEvent], asArray: Bool = false) throws -> [UInt8] {
        var request = ChatRequest(model: "m")
        request.includeUsage = true
        var encoder = Dialects.dialect(dialect).makeEncoder(for: request)
        var bytes: [UInt8] = []
        for event in events { encoder.encode(event, into: &bytes) }
        guard asArray else { return bytes }
        var (transcoder, array) = (GeminiJSONArrayTranscoder(), [UInt8]())
        try transcoder.append(bytes.span, into: &array)
        try transcoder.finish(into: &array)
        return array
    }

    private func call(_ dialect: DialectID, _ bytes: [UInt8], sent: Int? = nil, asArray: Bool = false) -> CapturedCall {
        CapturedCall(
            entry: "e",
            time: 5_000_000_000,
            organization: nil,
            team: "dev",
            policy: BodyPolicy(maxSize: 10_000, retention: .seconds(3600), masks: Set(BodyMask.allCases)),
            request: Array("{}".utf8),
            requestSize: 2,
            answer: bytes,
            answerSize: sent ?? bytes.count,
            stream: CapturedCall.Stream(dialect: dialect, framing: asArray ? .jsonArray : .events, model: "m")
        )
    }

    private func check(_ bodies: RequestBodies, _ dialect: DialectID) throws {
        let answer = try #require(bodies.answer)
        #expect(!answer.isTruncated)
        let response = try Dialects.dialect(dialect).readResponse(JSONValue(parsing: answer.bytes))
        let choice = try #require(response.choices.first)
        #expect(choice.parts.first == .text(TextPart("Call [phone], 関門")))
        guard case .toolCall(let call) = choice.parts.last else {
            Issue.record("no call in \(choice.parts)")
            return
        }
        #expect(call.arguments == "{\"mail\":\"[email]\"}")
        #expect(choice.stop == .toolUse)
        #expect(response.usage?.output == 7)
    }

    @Test(
        "a stream is put together into a whole answer, in which nothing hides between two events",
        arguments: dialects
    )
    func assembling(dialect: DialectID) throws {
        try check(call(dialect, wire(dialect, Self.events())).bodies(with: []), dialect)
    }

    @Test func anArrayIsPutTogetherToo() throws {
        let bytes = try wire(.gemini, Self.events(), asArray: true)
        try check(call(.gemini, bytes, asArray: true).bodies(with: []), .gemini)
        // One that breaks off anywhere gives what came until then.
        for count in stride(from: 0, to: bytes.count, by: 7) {
            let answer = call(.gemini, Array(bytes.prefix(count)), asArray: true).bodies(with: []).answer
            _ = try JSONValue(parsing: #require(answer).bytes)
        }
    }

    @Test("a stream that ended in an error says both", arguments: dialects)
    func broken(dialect: DialectID) throws {
        let failed = StreamEvent.failure(APIError(.upstreamError, "The provider broke off."))
        let bytes = try wire(dialect, Array(Self.events(end: nil).prefix(5)) + [.blockStop(choice: 0), failed])
        let answer = try #require(call(dialect, bytes).bodies(with: []).answer)
        let json = try JSONValue(parsing: answer.bytes)
        #expect(json["error"] != nil)
        #expect(json.text.contains("[phone]"))
    }

    @Test("the end of what was not put aside as a whole is not trusted")
    func cut() throws {
        let bytes = try wire(.openAIChat, Self.events())
        let answer = try #require(call(.openAIChat, bytes, sent: bytes.count + 1).bodies(with: []).answer)
        #expect(answer.isTruncated)
        #expect(answer.bytes.isEmpty)
    }
}
