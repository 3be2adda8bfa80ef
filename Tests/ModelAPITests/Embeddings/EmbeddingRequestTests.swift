import JSONText
import ModelAPI
import Testing

@Suite("Requests for embeddings")
struct EmbeddingRequestTests {
    private func read(_ body: String) throws -> EmbeddingRequest {
        try OpenAIEmbeddings().readRequest(JSONValue(parsing: body))
    }

    @Test(
        "reads every form of input",
        arguments: [
            (#""ab""#, [EmbeddingRequest.Input.text("ab")]),
            (#"["ab","c"]"#, [.text("ab"), .text("c")]),
            ("[1,2]", [.tokens([1, 2])]),
            ("[[1,2],[3]]", [.tokens([1, 2]), .tokens([3])]),
        ]
    )
    func forms(input: String, expected: [EmbeddingRequest.Input]) throws {
        #expect(try read(#"{"model":"m","input":\#(input)}"#).inputs == expected)
    }

    @Test("reads the other fields, and takes null for nothing")
    func fields() throws {
        let full = try read(
            #"{"model":"m","input":"a","dimensions":8,"encoding_format":"base64","user":"u","input_type":"search_query","stream":false,"truncate":"END"}"#
        )
        #expect(full.dimensions == 8)
        #expect(full.encoding == .base64)
        #expect(full.endUser == "u")
        #expect(full.purpose == .query)
        #expect(full.unmapped == [ChatRequest.UnmappedField("truncate", "END")])
        let bare = try read(#"{"model":"m","input":"a","dimensions":null,"encoding_format":null,"user":null}"#)
        #expect(bare == EmbeddingRequest(model: "m", inputs: [.text("a")]))
    }

    @Test(
        "says which field is wrong",
        arguments: [
            (#"{}"#, "input"), (#"{"input":null}"#, "input"), (#"{"input":""}"#, "input"), (#"{"input":[]}"#, "input"),
            (#"{"input":7}"#, "input"), (#"{"input":{"text":"a"}}"#, "input"), (#"{"input":true}"#, "input"),
            (#"{"input":["a",""]}"#, "input[1]"), (#"{"input":["a",1]}"#, "input[1]"),
            (#"{"input":["a",[1]]}"#, "input[1]"), (#"{"input":["a",null]}"#, "input[1]"),
            (#"{"input":[1,"a"]}"#, "input[1]"), (#"{"input":[1,1.5]}"#, "input[1]"), (#"{"input":[-1]}"#, "input[0]"),
            (#"{"input":[1,[2]]}"#, "input[1]"), (#"{"input":[[1],"a"]}"#, "input[1]"),
            (#"{"input":[[1],[]]}"#, "input[1]"), (#"{"input":[[1],[2,"a"]]}"#, "input[1][1]"),
            (#"{"input":[[]]}"#, "input[0]"), (#"{"input":[{"type":"text"}]}"#, "input[0]"),
            (#"{"input":[1e99]}"#, "input[0]"), (#"{"input":[999999999999999999999]}"#, "input[0]"),
            (#"{"input":"a","dimensions":0}"#, "dimensions"), (#"{"input":"a","dimensions":-5}"#, "dimensions"),
            (#"{"input":"a","dimensions":1.5}"#, "dimensions"), (#"{"input":"a","dimensions":"8"}"#, "dimensions"),
            (#"{"input":"a","dimensions":1000000}"#, "dimensions"),
            (#"{"input":"a","encoding_format":"int8"}"#, "encoding_format"),
            (#"{"input":"a","encoding_format":1}"#, "encoding_format"), (#"{"input":"a","user":1}"#, "user"),
            (#"{"input":"a","stream":true}"#, "stream"), (#"{"input":"a","input_type":["x"]}"#, "input_type"),
        ]
    )
    func refusals(body: String, parameter: String) throws {
        let error = #expect(throws: APIError.self) { try read(body) }
        #expect(error?.kind == .invalidRequest)
        #expect(error?.parameter == parameter)
    }

    @Test("takes 2,048 inputs and not one more; tokens of one text are not counted as inputs")
    func most() throws {
        let many = (0..<2048).map { "\"\($0)\"" }.joined(separator: ",")
        #expect(try read(#"{"input":[\#(many)]}"#).inputs.count == 2048)
        let error = #expect(throws: APIError.self) { try read(#"{"input":[\#(many),"x"]}"#) }
        #expect(error?.message.contains("2048") == true)
        let tokens = (0..<5000).map { "\($0)" }.joined(separator: ",")
        #expect(try read(#"{"input":[\#(tokens)]}"#).inputs.count == 1)
    }

    @Test("counts tokens where they are given and estimates texts")
    func estimate() throws {
        #expect(try read(#"{"input":[[1,2,3],[4]]}"#).estimatedTokens == 4)
        #expect(try read(#"{"input":["12345678","1234"]}"#).estimatedTokens == 3)
    }
}
