public import JSONText

/// OpenAI's embeddings (`POST /v1/embeddings`), as OpenAI speaks them and as the many that imitate it do: Ollama, vLLM,
/// Mistral, Voyage, Together.
public struct OpenAIEmbeddings: EmbeddingDialect {
    /// Creates the dialect.
    public init() {}

    /// ``DialectID/openAIChat``, the surface it belongs to.
    public var surface: DialectID? { .openAIChat }

    /// ``EmbeddingRequest/mostInputs``
    public var mostInputs: Int { EmbeddingRequest.mostInputs }

    // MARK: As a client's surface

    /// Reads a client's request.
    /// - Throws: ``APIError`` of kind `invalidRequest` that names the field at fault.
    public func readRequest(_ body: JSONValue) throws(APIError) -> EmbeddingRequest {
        try OpenAIEmbeddingReader.read(FieldReader(body))
    }

    /// Writes an answer for a client.
    /// - Parameters:
    ///   - response: the answer.
    ///   - request: what was asked, for the form of the vectors.
    ///   - model: who has answered, in the provider's words.
    /// - Throws: ``APIError`` of kind `upstreamError` where a vector cannot be written in that form.
    public func writeResponse(
        _ response: EmbeddingResponse,
        to request: EmbeddingRequest,
        model: String
    ) throws(APIError) -> JSONValue {
        var data: [JSONValue] = []
        data.reserveCapacity(response.vectors.count)
        for (index, vector) in response.vectors.enumerated() {
            data.append(
                [
                    "object": "embedding",
                    "index": JSONValue(index),
                    "embedding": try vector.written(as: request.encoding),
                ]
            )
        }
        let tokens = JSONValue(response.usage?.totalInput ?? request.estimatedTokens)
        return [
            "object": "list",
            "data": .array(data),
            "model": .string(model),
            "usage": ["prompt_tokens": tokens, "total_tokens": tokens],
        ]
    }

    // MARK: As a provider's wire

    /// Writes a request for a provider; the gateway's own calls use it, callers' go on as they are.
    public func writeRequest(
        _ request: EmbeddingRequest,
        model: String
    ) throws(APIError) -> WrittenEmbeddingRequest {
        var body: JSONObject = [
            "model": .string(model),
            "input": .array(
                request.inputs.map { input in
                    switch input {
                    case .text(let text): .string(text)
                    case .tokens(let tokens): .array(tokens.map { JSONValue($0) })
                    }
                }
            ),
        ]
        if let dimensions = request.dimensions { body.append("dimensions", JSONValue(dimensions)) }
        if request.encoding != .float { body.append("encoding_format", .string(request.encoding.rawValue)) }
        if let user = request.endUser { body.append("user", .string(user)) }
        if let purpose = request.purpose { body.append("input_type", .string(purpose.name)) }
        for field in request.unmapped { body.append(field.path, field.value) }
        return WrittenEmbeddingRequest(body: .object(body))
    }

    /// Reads `{data: [{index, embedding}], usage}`, in whatever order the vectors stand.
    public func readResponse(_ body: JSONValue, count: Int) throws(APIError) -> EmbeddingResponse {
        if let object = body.object, let error = OpenAIChatErrorReader.find(in: object) { throw error }
        guard let data = body["data"]?.array else { throw Self.noAnswer("'data' is missing") }
        guard data.count == count else { throw Self.noAnswer("\(data.count) instead of \(count)") }
        var vectors: [EmbeddingVector?] = Array(repeating: nil, count: count)
        for (place, entry) in data.enumerated() {
            let index = entry["index"]?.int ?? place
            guard vectors.indices.contains(index), vectors[index] == nil,
                let vector = EmbeddingVector(entry["embedding"])
            else { throw Self.noAnswer("the one at position \(place) is none") }
            vectors[index] = vector
        }
        return EmbeddingResponse(vectors: vectors.compactMap(\.self), usage: OpenAIChatUsage.read(body["usage"]))
    }

    private static let places = JSONFieldSet(["data", "error", "object"])

    /// Looks whether there is `data` and no error, without building a tree of the vectors.
    public func check(_ body: Span<UInt8>) throws(APIError) -> Usage? {
        let fields: JSONFields
        let usage: Usage?
        do {
            fields = try Self.places.scan(body)
            usage = try OpenAIChatUsage.find(in: body)
        } catch {
            throw APIError(.upstreamError, "The model provider's answer is not valid JSON.")
        }
        if let data = fields[0], body[data.value.lowerBound] == UInt8(ascii: "[") { return usage }
        // Small without vectors: what else it says can be read whole.
        if let object = (try? JSONValue(parsing: body))?.object, let error = OpenAIChatErrorReader.find(in: object) {
            throw error
        }
        throw Self.noAnswer("'data' is missing")
    }
}
