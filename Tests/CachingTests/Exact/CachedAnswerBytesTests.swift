import ModelAPI
import Pricing
import Routing
import Testing

@testable import Caching

@Suite struct CachedAnswerBytesTests {
    private static func record(_ text: String, in recorder: inout AnswerRecorder, at moment: Moment) {
        let bytes = Array(text.utf8)
        recorder.append(bytes.span, at: moment)
    }

    private static func sample(stream: Bool = true) -> CachedAnswer {
        var usage = Usage()
        usage.input = 5
        usage.output = .max
        usage.toolCalls = -3
        usage.isEstimated = true
        usage.terms = ServiceTerms(tier: .flex, isInUS: true)
        var recorder = AnswerRecorder(stream ? .stream : .whole, dialect: .gemini, limit: 1000)
        Self.record("data: 1\n\n", in: &recorder, at: Moment(nanoseconds: 5_000_000))
        Self.record("", in: &recorder, at: Moment(nanoseconds: 6_000_000))
        Self.record("data: 日本\n\n", in: &recorder, at: Moment(nanoseconds: 47_900_000))
        return CachedAnswer(
            digest: Answers.digest(7),
            created: Answers.now,
            expires: Answers.now + .seconds(60),
            origin: .init(
                provider: "p",
                model: "モデル",
                usage: usage,
                cost: Money(attos: -(1 << 100) + 12345),
                dropped: "top_k"
            ),
            recording: recorder.finish() ?? AnswerRecording(whole: [], dialect: .gemini),
            tags: [.model("m"), .team("t"), .key("k"), .tag("g"), .tag("g")]
        )
    }

    private static func expectSame(_ left: CachedAnswer, _ right: CachedAnswer) {
        #expect(left.digest == right.digest)
        #expect(left.created == right.created)
        #expect(left.expires == right.expires)
        #expect(left.origin == right.origin)
        #expect(left.recording == right.recording)
        #expect(left.tags == right.tags)
    }

    @Test(arguments: [true, false])
    func `an answer comes back as it was written`(_ stream: Bool) throws {
        let answer = Self.sample(stream: stream)
        Self.expectSame(try CachedAnswer(serialized: answer.serialized), answer)
        let plain = Answers.answer(1)
        Self.expectSame(try CachedAnswer(serialized: plain.serialized), plain)
    }

    @Test func `pieces keep their boundaries and their pauses`() {
        let chunks = Self.sample().recording.chunks
        #expect(chunks.map(\.end) == [9, 23])
        #expect(chunks.map(\.delay) == [0, 42])
    }

    @Test func `a flipped bit anywhere, and a missing end, are found out`() {
        let bytes = Self.sample().serialized
        for index in bytes.indices {
            var broken = bytes
            broken[index] ^= 0x10
            #expect(throws: CacheError.self) { try CachedAnswer(serialized: broken) }
            #expect(throws: CacheError.self) { try CachedAnswer(serialized: Array(bytes[..<index])) }
        }
        #expect(throws: CacheError.self) { try CachedAnswer(serialized: bytes + [0]) }
    }

    @Test func `another version is told from damage`() {
        var bytes = Self.sample().serialized
        bytes[5] = 3
        let error = #expect(throws: CacheError.self) { try CachedAnswer(serialized: bytes) }
        #expect(error?.code == .unknownVersion)
    }

    @Test func `content that lies with a good checksum is refused, never trapped on`() {
        let bytes = Self.sample().serialized
        var random = SystemRandomNumberGenerator()
        for _ in 0..<3000 {
            var content = Array(bytes[..<(bytes.count - 16)])
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 14..<content.count, using: &random)
                content[index] = UInt8.random(in: 0...255, using: &random)
            }
            // It may also still be an answer, another one.
            _ = try? CachedAnswer(serialized: content + CachedAnswer.checksum(of: content[...]))
        }
    }

    @Test func `a recording larger than its bound is none`() {
        var recorder = AnswerRecorder(.whole, dialect: .openAIChat, limit: 10)
        Self.record("0123456789", in: &recorder, at: .zero)
        #expect(!recorder.isTooLarge)
        Self.record("0", in: &recorder, at: .zero)
        #expect(recorder.isTooLarge)
        #expect(recorder.finish() == nil)
    }

    @Test func `pieces that do not cover the bytes are no recording`() {
        func recording(_ ends: [UInt32]) -> AnswerRecording? {
            AnswerRecording(
                stream: [1, 2, 3],
                chunks: ends.map { .init(end: $0, delay: 0) },
                dialect: .openAIChat
            )
        }
        #expect(recording([3]) != nil)
        #expect(recording([1, 3]) != nil)
        for ends in [[], [1], [4], [2, 1, 3], [1, 1, 3], [0, 3]] as [[UInt32]] { #expect(recording(ends) == nil) }
    }
}
