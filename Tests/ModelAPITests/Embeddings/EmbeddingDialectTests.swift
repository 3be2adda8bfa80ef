import JSONText
import ModelAPI
import Testing

@Suite("Embeddings on providers' wires")
struct EmbeddingDialectTests {
    private func request(
        _ texts: [String] = ["a", "b"],
        dimensions: Int? = nil,
        encoding: EmbeddingRequest.Encoding = .float,
        purpose: EmbeddingRequest.Purpose? = nil
    ) -> EmbeddingRequest {
        EmbeddingRequest(
            model: "public",
            inputs: texts.map { .text($0) },
            dimensions: dimensions,
            encoding: encoding,
            purpose: purpose
        )
    }

    private static let translating: [any EmbeddingDialect] = [GeminiEmbeddings(), CohereEmbeddings()]

    // MARK: - Requests

    @Test("writes Gemini's batch")
    func gemini() throws {
        let plain = try GeminiEmbeddings().writeRequest(request(), model: "m")
        #expect(
            plain.body
                == [
                    "requests": [
                        ["model": "models/m", "content": ["parts": [["text": "a"]]]],
                        ["model": "models/m", "content": ["parts": [["text": "b"]]]],
                    ]
                ]
        )
        #expect(plain.dropped.isEmpty)
        let full = try GeminiEmbeddings().writeRequest(request(["a"], dimensions: 8, purpose: .query), model: "m")
        #expect(
            full.body["requests"]?[0]
                == [
                    "model": "models/m", "content": ["parts": [["text": "a"]]], "taskType": "RETRIEVAL_QUERY",
                    "outputDimensionality": 8,
                ]
        )
    }

    @Test("writes Cohere's texts, for what they are said to be")
    func cohere() throws {
        let plain = try CohereEmbeddings().writeRequest(request(), model: "embed-v4.0")
        #expect(
            plain.body
                == [
                    "model": "embed-v4.0", "texts": ["a", "b"], "input_type": "search_document",
                    "embedding_types": ["float"],
                ]
        )
        let query = CohereEmbeddings(purpose: .query)
        #expect(try query.writeRequest(request(), model: "m").body["input_type"] == "search_query")
        let own = try query.writeRequest(request(dimensions: 256, purpose: .clustering), model: "m").body
        #expect(own["input_type"] == "clustering")
        #expect(own["output_dimension"] == 256)
    }

    @Test("names what a wire cannot express", arguments: 0..<2)
    func dropped(index: Int) throws {
        var full = request()
        full.endUser = "u"
        full.unmapped = [.init("priority", 1)]
        let written = try Self.translating[index].writeRequest(full, model: "m")
        #expect(written.dropped == ["user", "priority"])
        #expect(!written.body.text.contains("priority"))
    }

    @Test("hands on how Cohere cuts texts that are too long")
    func truncate() throws {
        var own = request()
        own.unmapped = [.init("truncate", "NONE")]
        let written = try CohereEmbeddings().writeRequest(own, model: "m")
        #expect(written.body["truncate"] == "NONE")
        #expect(written.dropped.isEmpty)
    }

    @Test("refuses tokens and purposes that a wire has no words for", arguments: 0..<2)
    func refusals(index: Int) {
        let dialect = Self.translating[index]
        let tokens = EmbeddingRequest(model: "m", inputs: [.text("a"), .tokens([1])])
        let first = #expect(throws: APIError.self) { try dialect.writeRequest(tokens, model: "m") }
        #expect(first?.kind == .invalidRequest)
        #expect(first?.parameter == "input")
        #expect(first?.message.contains("tokens") == true)
        let odd = request(purpose: EmbeddingRequest.Purpose("passage"))
        let second = #expect(throws: APIError.self) { try dialect.writeRequest(odd, model: "m") }
        #expect(second?.parameter == "input_type")
    }

    // MARK: - Answers

    @Test(
        "reads recorded answers",
        .enabled(if: Recordings.areAvailable, Recordings.missing),
        arguments: [("openai/openai-embedding.json", 12), ("cohere/cohere-embedding.json", 10)]
    )
    func recorded(path: String, tokens: Int) throws {
        let body = try Recordings.json(path)
        let dialect: any EmbeddingDialect = path.hasPrefix("cohere") ? CohereEmbeddings() : OpenAIEmbeddings()
        let response = try dialect.readResponse(body, count: 2)
        #expect(response.vectors.count == 2)
        #expect(response.vectors.allSatisfy { $0.components?.count == 5 })
        #expect(response.usage?.input == tokens)
        // Digits go on as they came.
        let written = try OpenAIEmbeddings().writeResponse(response, to: request(), model: "m")
        let first = path.hasPrefix("cohere") ? body["embeddings"]?["float"]?[0] : body["data"]?[0]?["embedding"]
        #expect(written["data"]?[0]?["embedding"]?.text == first?.text)
    }

    @Test("puts vectors that come in another order back into the order of the inputs")
    func order() throws {
        let body: JSONValue = [
            "data": [["index": 1, "embedding": [2.0]], ["index": 0, "embedding": [1.0]]],
            "usage": ["prompt_tokens": 3, "total_tokens": 3],
        ]
        let response = try OpenAIEmbeddings().readResponse(body, count: 2)
        #expect(response.vectors.map { $0.components } == [[1], [2]])
        #expect(response.usage?.input == 3)
    }

    @Test("writes OpenAI's answer")
    func written() throws {
        let body: JSONValue = ["embeddings": [["values": [0.5, -1]], ["values": [1, 0]]]]
        let response = try GeminiEmbeddings().readResponse(body, count: 2)
        #expect(response.usage == nil)
        var counted = response
        counted.usage = Usage()
        counted.usage?.input = 7
        let answer = try OpenAIEmbeddings().writeResponse(counted, to: request(), model: "m")
        #expect(
            answer
                == [
                    "object": "list",
                    "data": [
                        ["object": "embedding", "index": 0, "embedding": [0.5, -1]],
                        ["object": "embedding", "index": 1, "embedding": [1, 0]],
                    ],
                    "model": "m",
                    "usage": ["prompt_tokens": 7, "total_tokens": 7],
                ]
        )
        let packed = try OpenAIEmbeddings().writeResponse(counted, to: request(encoding: .base64), model: "m")
        // 0x3F000000, 0xBF800000, little-endian.
        #expect(packed["data"]?[0]?["embedding"] == "AAAAPwAAgL8=")
    }

    @Test("base64 and lists of numbers say the same")
    func roundTrip() throws {
        let values: [Float] = [0, -0.0, 1, -1, 0.1, 3.4028235e38, .leastNonzeroMagnitude, 1.1754944e-38, -0.0057293195]
        let list = JSONValue.array(values.map { JSONNumber("\($0)").map(JSONValue.number) ?? nil })
        let numbers = try OpenAIEmbeddings().readResponse(["data": [["index": 0, "embedding": list]]], count: 1)
        let packed = try OpenAIEmbeddings().writeResponse(numbers, to: request(encoding: .base64), model: "m")
        let read = try OpenAIEmbeddings().readResponse(packed, count: 1)
        #expect(read.vectors[0].components?.map(\.bitPattern) == values.map(\.bitPattern))
        let unpacked = try OpenAIEmbeddings().writeResponse(read, to: request(), model: "m")
        let again = try OpenAIEmbeddings().readResponse(unpacked, count: 1)
        #expect(again.vectors[0].components == values)
    }

    @Test(
        "takes nothing for an answer that is none",
        arguments: [
            "null", "[]", "{}", #"{"data":[]}"#, #"{"data":{}}"#, #"{"data":[{"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":2,"embedding":[1]}]}"#,
            #"{"data":[{"index":0,"embedding":[1]},{"index":-1,"embedding":[1]}]}"#,
            #"{"data":[{"embedding":[1]},{"embedding":[]}]}"#, #"{"data":[{"embedding":[1]},{"embedding":["1"]}]}"#,
            #"{"data":[{"embedding":[1]},{"embedding":"AAA="}]}"#, #"{"data":[{"embedding":[1]},{"embedding":"*"}]}"#,
            #"{"data":[{"embedding":[1]},{"embedding":""}]}"#, #"{"error":{"message":"no"}}"#,
            #"{"embeddings":[]}"#, #"{"embeddings":[{"values":[1]},{}]}"#, #"{"embeddings":{"float":[[1]]}}"#,
            #"{"embeddings":{"float":[[1],[null]]}}"#, #"{"embeddings":{"int8":[[1],[1]]}}"#,
        ]
    )
    func noAnswer(body: String) throws {
        let value = try JSONValue(parsing: body)
        for dialect in Self.translating + [OpenAIEmbeddings()] {
            #expect(throws: APIError.self) { try dialect.readResponse(value, count: 2) }
        }
    }

    @Test("looks answers over that go on untouched")
    func check() throws {
        let dialect = OpenAIEmbeddings()
        let good = #"{"data":[{"embedding":[1]}],"usage":{"prompt_tokens":5,"total_tokens":5}}"#
        #expect(try dialect.check(Array(good.utf8).span)?.input == 5)
        #expect(try dialect.check(Array(#"{"data":[]}"#.utf8).span) == nil)
        for body in ["<html>", "[]", "{}", #"{"data":"x"}"#, #"{"error":{"message":"m","code":503}}"#] {
            let error = #expect(throws: APIError.self) { try dialect.check(Array(body.utf8).span) }
            #expect(error?.status ?? 0 >= 500)
        }
    }

    @Test("a vector beyond single precision is refused, not written as something else")
    func beyond() throws {
        let body = try JSONValue(parsing: #"{"embeddings":[{"values":[1]},{"values":[1e60]}]}"#)
        let response = try GeminiEmbeddings().readResponse(body, count: 2)
        #expect(throws: APIError.self) {
            try OpenAIEmbeddings().writeResponse(response, to: request(encoding: .base64), model: "m")
        }
    }

    @Test("only some dialects have embeddings")
    func capability() {
        #expect(Dialects.openAIChat.embeddings?.surface == .openAIChat)
        #expect(Dialects.gemini.embeddings != nil)
        #expect(Dialects.anthropicMessages.embeddings == nil)
    }
}
