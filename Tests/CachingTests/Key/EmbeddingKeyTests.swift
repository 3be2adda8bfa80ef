import Caching
import JSONText
import ModelAPI
import Testing

@Suite struct EmbeddingKeyTests {
    private static func digest(_ body: String) throws -> CacheDigest {
        let request = try OpenAIEmbeddings().readRequest(JSONValue(parsing: body))
        return CacheDigest(of: EmbeddingQuestion(request), in: Questions.context)
    }

    private static func gemini(_ body: String) throws -> CacheDigest {
        CacheDigest(of: try EmbeddingQuestion(gemini: try JSONValue(parsing: body)), in: Questions.context)
    }

    @Test func `the order and the boundaries of texts count`() throws {
        let bodies = [
            #"{"input":"ab"}"#, #"{"input":["a","b"]}"#, #"{"input":["b","a"]}"#, #"{"input":["a","b"," "]}"#,
            #"{"input":[1,2]}"#, #"{"input":[[1],[2]]}"#, #"{"input":["1","2"]}"#, #"{"input":"ab","dimensions":256}"#,
            #"{"input":"ab","encoding_format":"base64"}"#, #"{"input":"ab","input_type":"query"}"#,
            #"{"input":"ab","input_type":"document"}"#, #"{"input":"ab","truncate":"NONE"}"#,
        ]
        #expect(Set(try bodies.map(Self.digest)).count == bodies.count)
    }

    @Test(arguments: [
        #"{"model":"other","input":["ab"]}"#, #"{"user":"u","input":"ab"}"#,
        #"{"encoding_format":"float","input":"ab"}"#,
        #"{"input":"\u0061b","dimensions":null}"#,
    ])
    func `what says nothing does not count`(_ body: String) throws {
        #expect(try Self.digest(body) == Self.digest(#"{"input":"ab"}"#))
    }

    @Test func `Gemini's questions are the same questions`() throws {
        #expect(try Self.gemini(#"{"content":{"parts":[{"text":"ab"}]}}"#) == Self.digest(#"{"input":"ab"}"#))
        let batch = #"{"requests":[{"content":{"parts":[{"text":"a"}]}},{"content":{"parts":[{"text":"b"}]}}]}"#
        #expect(try Self.gemini(batch) == Self.digest(#"{"input":["a","b"]}"#))
        let task = #"{"taskType":"RETRIEVAL_QUERY","content":{"parts":[{"text":"ab"}]}}"#
        #expect(try Self.gemini(task) != Self.digest(#"{"input":"ab"}"#))
    }

    @Test(arguments: ["{}", "[]", #"{"input":1}"#, #"{"input":"a","dimensions":"x"}"#])
    func `what is no question is refused`(_ body: String) throws {
        #expect(throws: APIError.self) { try Self.digest(body) }
    }
}
