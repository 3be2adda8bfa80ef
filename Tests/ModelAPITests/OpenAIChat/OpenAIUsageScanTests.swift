import JSONText
import ModelAPI
import Testing

@Suite("Usage read straight from the text of an answer")
struct OpenAIUsageScanTests {
    private let dialect = OpenAIChatDialect()

    /// What the tree reader makes of the same answer.
    private func readByTree(_ usage: String) throws -> Usage? {
        let answer =
            #"{"id":"r","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":\#(usage)}"#
        let scanned = try dialect.usage(of: Array(answer.utf8).span)
        let read = try dialect.readResponse(JSONValue(parsing: answer)).usage
        #expect(scanned == read, "\(usage)")
        return scanned
    }

    @Test(
        "is what the tree reader makes of it",
        arguments: [
            "{}", "[]", "null", "7", #"{"prompt_tokens":3}"#, #"{"completion_tokens":3}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"total_tokens":15}"#,
            #"{"prompt_tokens":1e1,"completion_tokens":5.0}"#, #"{"prompt_tokens":-1,"completion_tokens":"5"}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":null,"completion_tokens_details":null}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":0}}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":40}}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":4,"cached_tokens":2}}"#,
            #"{"prompt_tokens":10,"prompt_tokens":11,"completion_tokens":5}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"prompt_tokens_details":[1]}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"prompt_cache_hit_tokens":6}"#,
            #"{"prompt_tokens":10,"completion_tokens":5,"citation_tokens":3,"num_search_queries":1}"#,
            #"{"prompt_tokens":999999999999999999999,"completion_tokens":5}"#,
            #"{"prompt\u005ftokens":10,"completion_tokens":5}"#,
        ]
    )
    func cases(usage: String) throws { _ = try readByTree(usage) }

    @Test("is what the tree reader makes of it, whatever members there are")
    func anyMembers() throws {
        let members = [
            "prompt_tokens", "completion_tokens", "total_tokens", "prompt_cache_hit_tokens", "cached_tokens",
            "reasoning_tokens", "citation_tokens", "num_search_queries", "something_else",
        ]
        let shares = [
            "cached_tokens", "cache_write_tokens", "audio_tokens", "image_tokens", "reasoning_tokens", "text_tokens",
        ]
        var random = SystemRandomNumberGenerator()
        func object(_ names: [String], _ more: [String] = []) -> String {
            var members = names.filter { _ in Int.random(in: 0..<3, using: &random) > 0 }
                .map { "\"\($0)\":\(["0", "0", "1", "7", "30", "null", "2.0"].randomElement(using: &random) ?? "0")" }
            members += more
            return "{\(members.shuffled(using: &random).joined(separator: ","))}"
        }
        var counted = 0
        for _ in 0..<4000 {
            let few = Array(members.prefix(Int.random(in: 3...members.count, using: &random)))
            let some = Array(shares.prefix(Int.random(in: 1...shares.count, using: &random)))
            let usage = object(
                few,
                ["\"prompt_tokens_details\":\(object(some))", "\"completion_tokens_details\":\(object(shares))"]
            )
            if try readByTree(usage) != nil { counted += 1 }
        }
        #expect(counted > 1000)
    }

    @Test("a count that is cut off is no usage")
    func cut() {
        let body = Array(#"{"usage":{"prompt_tokens":10,"completion_tokens":5"#.utf8)
        #expect(throws: JSONError.self) { try dialect.usage(of: body.span) }
    }
}
