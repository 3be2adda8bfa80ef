import JSONText
import Pricing
import Testing

@Suite("Lines of prices cost") struct CostLinesTests {
    private func answer(_ line: String) throws -> CostLines.Answer? {
        CostLines(book: try PriceBook(), now: PriceTime(unixSeconds: 1_770_000_000)).answer(line.utf8)
    }

    @Test("a line is answered as documented, byte for byte") func whole() throws {
        let line = """
            {"provider":"anthropic","dialect":"anthropic","model":"claude-sonnet-4-5","at":"2026-02-01","usage":\
            {"input_tokens":3,"cache_creation_input_tokens":2000,"cache_read_input_tokens":2400,"output_tokens":4}}
            """
        #expect(
            JSONValue.object(try #require(try answer(line)).json).text == """
                {"input_cost":"0.008229","output_cost":"0.00006","cost":"0.008289","currency":"USD","usage":\
                {"input_tokens":4403,"cached_input_tokens":2400,"cache_write_5m_tokens":2000,"cache_write_1h_tokens":0,\
                "output_tokens":4,"reasoning_tokens":0},"price_version":"2026-11-21"}
                """
        )
    }

    @Test("an unknown model has no cost, and a reason") func unknown() throws {
        let line = #"{"provider":"openai","dialect":"openai-chat","model":"nope","usage":{"prompt_tokens":1}}"#
        let answer = try #require(try answer(line))
        #expect(!answer.isError)
        #expect(answer.json["cost"]?.isNull == true)
        #expect(answer.json["reason"]?.string == "unknown_model")
    }

    @Test(
        "a bad line says what is wrong with it",
        arguments: [
            ("nonsense", "at byte"), ("[]", "object"), ("{}", "provider"),
            (#"{"provider":"a","model":"b","dialect":"c"}"#, "dialect"),
            (#"{"provider":"a","model":"b","dialect":"gemini"}"#, "usage"),
            (#"{"provider":"a","model":"b","dialect":"gemini","usage":{}}"#, "counts nothing"),
            (
                #"{"provider":"openai","model":"b","dialect":"gemini","at":"tomorrow","usage":{"promptTokenCount":1}}"#,
                "'at'"
            ),
            (#"{"provider":7,"model":"b","dialect":"gemini","usage":{}}"#, "provider"),
        ]
    ) func bad(line: String, part: String) throws {
        let answer = try #require(try answer(line))
        #expect(answer.isError)
        #expect(answer.json["error"]?.string?.contains(part) == true)
    }

    @Test("empty lines are passed over") func empty() throws {
        #expect(try answer("") == nil)
        #expect(try answer(" \t\r") == nil)
    }
}
