import Caching
import JSONText
import Testing

@Suite struct JudgeLinesTests {
    private let lines = JudgeLines(judge: SemanticJudge())

    @Test func `a line is answered with its own id`() throws {
        let answer = try #require(try lines.answer(Array(#"{"id":[7],"a":"Reset it","b":"reset it"}"#.utf8)))
        #expect(
            JSONValue.object(answer).text
                == #"{"id":[7],"score":1,"level":1,"same":true,"reason":"exact: equal after normalising"}"#
        )
    }

    @Test func `a pair that differs has no level`() throws {
        let answer = try #require(
            try lines.answer(
                Array(
                    #"{"a":"What is the return policy for shoes bought online in 2024?","b":"What is the return policy for shoes bought online in 2025?"}"#
                        .utf8
                )
            )
        )
        #expect(answer["same"] == .bool(false))
        #expect(answer["level"] == .null)
        #expect(answer["id"] == .null)
        #expect(answer["reason"] == .string("date: 2024 / 2025"))
    }

    @Test func `white space is passed over`() throws {
        #expect(try lines.answer(Array(" \t".utf8)) == nil)
    }

    @Test(arguments: [
        ("[]", "expected an object"), (#"{"a":"x"}"#, "'b' is missing"),
        (#"{"a":1,"b":"x"}"#, "'a': expected a string"),
        ("{", ""),
    ]) func `a line that is no pair is refused with what is wrong`(line: String, words: String) {
        let error = #expect(throws: JudgeLineError.self) { try lines.answer(Array(line.utf8)) }
        #expect(error?.message.hasPrefix(words) == true)
    }
}
