import Caching
import ModelAPI
import Testing

@Suite struct AnswerNatureTests {
    private static func response(_ stop: StopReason, _ parts: [Part] = [.text(TextPart("a"))]) -> ChatResponse {
        ChatResponse(id: "i", model: "m", choices: [Choice(parts: parts, stop: stop)])
    }

    @Test(arguments: [
        (StopReason.endTurn, CacheRefusal?.none), (.stopSequence("x"), nil), (.maxTokens, .truncated),
        (.contextWindow, .truncated), (.contentFilter("SAFETY"), .filtered), (.refusal(nil), .refused),
        (.pause, .paused), (.other("?"), .malformed),
    ])
    func `only an answer that came to its own end is stored`(_ stop: StopReason, _ refusal: CacheRefusal?) {
        #expect(AnswerNature.refusal(of: Self.response(stop)) == refusal)
    }

    @Test func `only one that says something`() {
        #expect(AnswerNature.refusal(of: Self.response(.endTurn, [])) == .nothing)
        #expect(AnswerNature.refusal(of: Self.response(.endTurn, [.text(TextPart(""))])) == .nothing)
        #expect(AnswerNature.refusal(of: Self.response(.endTurn, [.thinking(Thinking("hm"))])) == .nothing)
        #expect(AnswerNature.refusal(of: Self.response(.endTurn, [.refusal("No.")])) == .refused)
        #expect(AnswerNature.refusal(of: ChatResponse(id: "i", model: "m")) == .nothing)
        let call = Part.toolCall(ToolCall(id: "c", name: "f", arguments: "{}"))
        #expect(AnswerNature.refusal(of: Self.response(.toolUse, [call])) == nil)
        var searched = Self.response(.endTurn)
        searched.usage = Usage()
        searched.usage?.webSearches = 1
        #expect(AnswerNature.refusal(of: searched) == .serverTool)
        var two = Self.response(.endTurn)
        two.choices.append(Choice(index: 1, parts: [.text(TextPart("b"))], stop: .maxTokens))
        #expect(AnswerNature.refusal(of: two) == .truncated)
    }

    private static func judge(
        _ text: String,
        isComplete: Bool = true,
        status: Int = 200,
        limit: Int = 10_000,
        stream: Bool = false
    ) -> CacheRefusal? {
        let bytes = Array(text.utf8)
        let recording =
            stream
            ? AnswerRecording(
                stream: bytes,
                chunks: [.init(end: UInt32(bytes.count), delay: 0)],
                dialect: .openAIChat
            ) : AnswerRecording(whole: bytes, dialect: .openAIChat)
        let judgement = AnswerNature.judge(recording, isComplete: isComplete, status: status, limit: limit)
        if case .failure(let refused) = judgement { return refused.refusal }
        return nil
    }

    private static let whole = #"""
        {"id":"i","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"a"},"finish_reason":"stop"}]}
        """#

    @Test func `a recording is judged by what it says`() {
        #expect(Self.judge(Self.whole) == nil)
        #expect(Self.judge(Self.whole, isComplete: false) == .incomplete)
        for status in [201, 204, 400, 429, 500] { #expect(Self.judge(Self.whole, status: status) == .error) }
        #expect(Self.judge(Self.whole, limit: 10) == .answerTooLarge)
        #expect(AnswerNature.judge(nil, isComplete: true, status: 200, limit: 10) == .failure(.init(.answerTooLarge)))
        #expect(Self.judge(#"{"error":{"message":"no"}}"#) == .error)
        #expect(Self.judge("<html>") == .error)
        #expect(Self.judge(Self.whole.replacing(#""stop""#, with: #""length""#)) == .truncated)
        #expect(Self.judge(Self.whole.replacing(#""stop""#, with: #""content_filter""#)) == .filtered)
    }

    @Test func `a stream without its end is never stored, wherever it is cut`() {
        let events = [
            #"data: {"id":"i","model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"a"}}]}"#,
            #"data: {"id":"i","model":"m","choices":[{"index":0,"delta":{"content":"b"}}]}"#,
            #"data: {"id":"i","model":"m","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}"#, "data: [DONE]",
        ].map { $0 + "\n\n" }
        let stream = events.joined()
        #expect(Self.judge(stream, stream: true) == nil)
        let terminal = stream.utf8.count - 2
        for count in 0..<(terminal - 6) {
            let cut = String(decoding: Array(stream.utf8)[..<count], as: UTF8.self)
            #expect(Self.judge(cut + "", stream: !cut.isEmpty) != nil, "cut at \(count)")
        }
        let failed = events[0] + #"data: {"error":{"message":"overloaded"}}"# + "\n\n" + events[3]
        #expect(Self.judge(failed, stream: true) == .incomplete)
    }
}
