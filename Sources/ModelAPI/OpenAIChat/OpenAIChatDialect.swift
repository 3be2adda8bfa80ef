public import JSONText

/// OpenAI Chat Completions (`POST /v1/chat/completions`), as OpenAI speaks it and as the many that imitate it do.
///
/// One reader and one decoder take them all: OpenAI, Azure, Mistral, Groq, DeepSeek, OpenRouter, vLLM, Ollama. What they add to
/// the vendor's format and is understood here: thoughts as `reasoning_content`, `reasoning` or Mistral's content parts, usage on
/// the finish chunk or in `x_groq`, errors inside a stream with or without `choices`.
///
/// On the client's side thoughts stand in `reasoning_content`, with their seals in `thinking_blocks`, and Gemini's call signatures
/// in `extra_content.google.thought_signature`; both are taken back on assistant messages.
public struct OpenAIChatDialect: Dialect {
    /// Creates the dialect.
    public init() {}

    /// ``DialectID/openAIChat``
    public var id: DialectID { .openAIChat }

    // MARK: As a client's surface

    /// Reads a client's request.
    public func readRequest(_ body: JSONValue, model: String?, stream: Bool?) throws(APIError) -> ChatRequest {
        var reader = OpenAIChatRequestReader()
        return try reader.read(FieldReader(body), model: model, stream: stream)
    }

    /// The paths of a lost field in a client's request.
    public func names(of field: LostField, in request: ChatRequest) -> [String] {
        OpenAIChatFieldNames(request).names(of: field)
    }

    /// Writes an answer for a client.
    public func writeResponse(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse {
        OpenAIChatResponseWriter.write(response, to: request)
    }

    /// A writer of a streamed answer for a client.
    public func makeEncoder(for request: ChatRequest) -> any StreamEncoder {
        OpenAIChatStreamEncoder(for: request)
    }

    /// Chat Completions has no request to count tokens.
    /// - Throws: always ``APIError`` of kind `invalidRequest`.
    public func readCountRequest(_ body: JSONValue, model: String?) throws(APIError) -> ChatRequest {
        throw APIError(.invalidRequest, "The Chat Completions API cannot count tokens.")
    }

    /// Writes a count of tokens.
    public func writeCount(_ tokens: Int) -> JSONValue { ["total_tokens": JSONValue(tokens)] }

    /// Writes the list of models (`GET /v1/models`).
    public func writeModels(_ models: [ModelEntry]) -> JSONValue {
        let entries = models.map { model -> JSONValue in
            [
                "id": .string(model.name),
                "object": "model",
                "created": JSONValue(model.created),
                "owned_by": .string(model.owner),
            ]
        }
        return ["object": "list", "data": .array(entries)]
    }

    /// Writes an error for a client.
    public func writeError(_ error: APIError, requestID: String) -> (status: Int, body: JSONValue) {
        (error.status, OpenAIChatErrorWriter.body(of: error))
    }

    /// Writes an error as the last event of a stream.
    public func writeStreamError(_ error: APIError, requestID: String) -> [UInt8] {
        var output: [UInt8] = []
        OpenAIChatErrorWriter.writeEvent(of: error, into: &output)
        return output
    }

    // MARK: As a provider's wire

    /// Writes a request for a provider.
    public func writeRequest(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest {
        var writer = OpenAIChatRequestWriter(target: target)
        return try writer.write(request)
    }

    /// Reads a provider's whole answer.
    public func readResponse(_ body: JSONValue) throws(APIError) -> ChatResponse {
        try OpenAIChatResponseReader.read(body)
    }

    /// A reader of a provider's streamed answer.
    public func makeDecoder() -> any StreamDecoder { OpenAIChatStreamDecoder() }

    /// Chat Completions has no request to count tokens.
    /// - Returns: always `nil`.
    public func writeCountRequest(
        _ request: ChatRequest,
        for target: TargetProfile
    ) throws(APIError) -> WrittenRequest? {
        nil
    }

    /// Chat Completions has no answer with a count of tokens.
    /// - Throws: always ``APIError`` of kind `upstreamError`.
    public func readCount(_ body: JSONValue) throws(APIError) -> Int {
        throw APIError(.upstreamError, "The Chat Completions API cannot count tokens.")
    }

    /// A watcher of a stream that goes on untouched.
    public func makeObserver(withholdingUsage: Bool) -> any StreamObserver {
        OpenAIChatStreamObserver(withholdingUsage: withholdingUsage)
    }

    /// What a provider's error answer means.
    public func readError(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError {
        OpenAIChatErrorReader.read(status: status, body: body, header: header)
    }

    /// The usage a whole answer reports.
    public func usage(of body: Span<UInt8>) throws(JSONError) -> Usage? {
        try OpenAIChatUsage.find(in: body)
    }

    // MARK: Beside conversations

    /// `POST /v1/embeddings`
    public var embeddings: (any EmbeddingDialect)? { OpenAIEmbeddings() }
}
