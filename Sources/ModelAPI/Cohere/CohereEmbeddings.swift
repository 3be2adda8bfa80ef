public import JSONText

/// Cohere's `POST /v2/embed`.
public struct CohereEmbeddings: EmbeddingDialect {
    /// What texts are taken to be for where a request does not say: Cohere insists on being told.
    public let purpose: EmbeddingRequest.Purpose

    /// Creates the dialect.
    /// - Parameter purpose: what texts are taken to be for where a request does not say.
    public init(purpose: EmbeddingRequest.Purpose = .document) { self.purpose = purpose }

    /// No surface speaks it.
    public var surface: DialectID? { nil }

    /// The most texts in a request.
    public var mostInputs: Int { 96 }

    /// What Cohere knows as `input_type` of texts.
    public static let purposes: [EmbeddingRequest.Purpose] = [.document, .query, .classification, .clustering]

    /// Writes `{model, texts, input_type, embedding_types, output_dimension}`.
    ///
    /// Lists of numbers are asked for whatever the caller wants: every model has them, and base64 is made of them here.
    public func writeRequest(
        _ request: EmbeddingRequest,
        model: String
    ) throws(APIError) -> WrittenEmbeddingRequest {
        let texts = try request.texts(for: "Cohere")
        let purpose = request.purpose ?? purpose
        guard Self.purposes.contains(purpose) else {
            throw Self.unknownPurpose(purpose, allowed: Self.purposes.map(\.name))
        }
        var body: JSONObject = [
            "model": .string(model),
            "texts": .array(texts.map(JSONValue.string)),
            "input_type": .string(purpose.name),
            "embedding_types": ["float"],
        ]
        if let dimensions = request.dimensions { body.append("output_dimension", JSONValue(dimensions)) }
        var dropped = request.endUser == nil ? [] : ["user"]
        for field in request.unmapped {
            // Cohere's own: what becomes of texts that are too long.
            if field.path == "truncate" {
                body.append(field.path, field.value)
            } else {
                dropped.append(field.path)
            }
        }
        return WrittenEmbeddingRequest(body: .object(body), dropped: dropped)
    }

    /// Reads `{embeddings: {float: […]}, meta: {billed_units: {input_tokens}}}`.
    public func readResponse(_ body: JSONValue, count: Int) throws(APIError) -> EmbeddingResponse {
        guard let lists = body["embeddings"]?.object else { throw Self.noAnswer("'embeddings' is missing") }
        guard let entries = (lists["float"] ?? lists["base64"])?.array else {
            throw Self.noAnswer("there is neither 'float' nor 'base64'")
        }
        guard entries.count == count else { throw Self.noAnswer("\(entries.count) instead of \(count)") }
        var vectors: [EmbeddingVector] = []
        vectors.reserveCapacity(count)
        for (place, entry) in entries.enumerated() {
            guard let vector = EmbeddingVector(entry) else {
                throw Self.noAnswer("the one at position \(place) is none")
            }
            vectors.append(vector)
        }
        var usage: Usage?
        if let tokens = body["meta"]?["billed_units"]?["input_tokens"]?.int, tokens >= 0 {
            usage = Usage()
            usage?.input = tokens
        }
        return EmbeddingResponse(vectors: vectors, usage: usage)
    }

    /// Answers of Cohere's never go on untouched.
    public func check(_ body: Span<UInt8>) throws(APIError) -> Usage? {
        throw Self.noAnswer("it is written in another API's form")
    }
}
