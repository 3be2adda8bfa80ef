public import JSONText

/// Gemini's `POST /v1beta/models/{model}:batchEmbedContents`.
public struct GeminiEmbeddings: EmbeddingDialect {
    /// Creates the dialect.
    public init() {}

    /// No surface speaks it.
    public var surface: DialectID? { nil }

    /// The most requests in a batch.
    public var mostInputs: Int { 100 }

    /// Gemini's words for what texts are for.
    private static let taskTypes: [(EmbeddingRequest.Purpose, String)] = [
        (.document, "RETRIEVAL_DOCUMENT"), (.query, "RETRIEVAL_QUERY"), (.classification, "CLASSIFICATION"),
        (.clustering, "CLUSTERING"),
    ]

    /// Writes `{requests: [{model, content: {parts: [{text}]}, taskType, outputDimensionality}]}`.
    public func writeRequest(
        _ request: EmbeddingRequest,
        model: String
    ) throws(APIError) -> WrittenEmbeddingRequest {
        let texts = try request.texts(for: "Gemini")
        var rest: [(String, JSONValue)] = []
        if let purpose = request.purpose { rest.append(("taskType", .string(try Self.taskType(purpose)))) }
        if let dimensions = request.dimensions { rest.append(("outputDimensionality", JSONValue(dimensions))) }
        let requests = texts.map { text -> JSONValue in
            var one: JSONObject = [
                "model": .string("models/" + model), "content": ["parts": [["text": .string(text)]]],
            ]
            for (name, value) in rest { one.append(name, value) }
            return .object(one)
        }
        let dropped = (request.endUser == nil ? [] : ["user"]) + request.unmapped.map(\.path)
        return WrittenEmbeddingRequest(body: ["requests": .array(requests)], dropped: dropped)
    }

    private static func taskType(_ purpose: EmbeddingRequest.Purpose) throws(APIError) -> String {
        if let known = taskTypes.first(where: { $0.0 == purpose }) { return known.1 }
        throw unknownPurpose(purpose, allowed: taskTypes.map(\.0.name))
    }

    /// Reads `{embeddings: [{values}]}`. Usage stands there with newer models only.
    public func readResponse(_ body: JSONValue, count: Int) throws(APIError) -> EmbeddingResponse {
        if let error = body["error"], !error.isNull { throw GeminiErrorReader.read(error) }
        guard let entries = body["embeddings"]?.array else { throw Self.noAnswer("'embeddings' is missing") }
        guard entries.count == count else { throw Self.noAnswer("\(entries.count) instead of \(count)") }
        var vectors: [EmbeddingVector] = []
        vectors.reserveCapacity(count)
        for (place, entry) in entries.enumerated() {
            guard let vector = EmbeddingVector(entry["values"]) else {
                throw Self.noAnswer("the one at position \(place) is none")
            }
            vectors.append(vector)
        }
        return EmbeddingResponse(vectors: vectors, usage: body["usageMetadata"].flatMap { GeminiUsage.read($0) })
    }

    /// Answers of Gemini's never go on untouched.
    public func check(_ body: Span<UInt8>) throws(APIError) -> Usage? {
        throw Self.noAnswer("it is written in another API's form")
    }
}
