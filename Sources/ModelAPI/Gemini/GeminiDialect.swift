public import JSONText

/// Gemini's `generateContent` API, version v1beta, as the Gemini Developer API and Vertex AI speak it.
///
/// Field names are read in camelCase and in snake_case, as Google does, and written in camelCase. Function parameters and answer
/// schemas are written as JSON Schema (`parametersJsonSchema`, `responseJsonSchema`), unchanged; Google's older OpenAPI form
/// (`parameters`, `responseSchema`) is turned into JSON Schema when it is read.
public struct GeminiDialect: Dialect {
    /// Creates the dialect.
    public init() {}

    /// ``DialectID/gemini``
    public var id: DialectID { .gemini }

    // MARK: As a client's surface

    /// Reads `{contents, systemInstruction, tools, toolConfig, generationConfig, …}`; the model and the wish for a stream stand in
    /// the path.
    public func readRequest(_ body: JSONValue, model: String?, stream: Bool?) throws(APIError) -> ChatRequest {
        try GeminiRequestReader.read(body, model: model, stream: stream ?? false)
    }

    /// The paths of a lost field in a client's request.
    public func names(of field: LostField, in request: ChatRequest) -> [String] {
        GeminiFieldNames(request).names(of: field)
    }

    /// Writes `{candidates, usageMetadata, modelVersion, responseId}`.
    public func writeResponse(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse {
        GeminiResponseWriter.write(response, to: request)
    }

    /// A writer of the stream that `alt=sse` asks for; ``GeminiJSONArrayTranscoder`` makes the other form of it.
    public func makeEncoder(for request: ChatRequest) -> any StreamEncoder {
        GeminiStreamEncoder(includesExtras: request.includesExtras)
    }

    /// Reads `{contents}` or `{generateContentRequest: {…}}`.
    public func readCountRequest(_ body: JSONValue, model: String?) throws(APIError) -> ChatRequest {
        try GeminiRequestReader.readCount(body, model: model)
    }

    /// Writes `{totalTokens}`.
    public func writeCount(_ tokens: Int) -> JSONValue { ["totalTokens": JSONValue(tokens)] }

    /// Writes `{models: [{name: "models/…", …}]}`.
    public func writeModels(_ models: [ModelEntry]) -> JSONValue {
        let entries = models.map { model -> JSONValue in
            [
                "name": "models/\(model.name)",
                "displayName": .string(model.name),
                "description": "Provided by \(model.owner)",
                "supportedGenerationMethods": ["generateContent", "streamGenerateContent", "countTokens"],
            ]
        }
        return ["models": .array(entries)]
    }

    /// Writes `{error: {code, message, status, details}}`; a refused prompt is an answer with `promptFeedback` and status 200, as
    /// Gemini's clients know it.
    public func writeError(_ error: APIError, requestID: String) -> (status: Int, body: JSONValue) {
        GeminiErrorWriter.write(error, requestID: requestID)
    }

    /// Writes `data: {"error": {…}}`, which Google's clients raise on.
    public func writeStreamError(_ error: APIError, requestID: String) -> [UInt8] {
        var output: [UInt8] = []
        SSEEvent.write(data: GeminiErrorWriter.body(error, requestID: requestID).bytes, into: &output)
        return output
    }

    // MARK: As a provider's wire

    /// Writes a request for `:generateContent` or `:streamGenerateContent`; which of them is the path's business.
    public func writeRequest(
        _ request: ChatRequest,
        for target: TargetProfile
    ) throws(APIError) -> WrittenRequest {
        try GeminiRequestWriter.write(request, for: target)
    }

    /// Reads a whole answer; a refused prompt (`promptFeedback.blockReason` without candidates) is one that a filter stopped.
    public func readResponse(_ body: JSONValue) throws(APIError) -> ChatResponse {
        try GeminiResponseReader.read(body)
    }

    /// A reader of the stream that `alt=sse` gives.
    public func makeDecoder() -> any StreamDecoder { GeminiStreamDecoder() }

    /// Writes `{generateContentRequest: {…}}` for `:countTokens`: instructions and tools count too.
    public func writeCountRequest(
        _ request: ChatRequest,
        for target: TargetProfile
    ) throws(APIError) -> WrittenRequest? {
        try GeminiRequestWriter.writeCount(request, for: target)
    }

    /// Reads `{totalTokens}`.
    public func readCount(_ body: JSONValue) throws(APIError) -> Int {
        guard let tokens = body["totalTokens"]?.int, tokens >= 0 else {
            throw APIError(.upstreamError, "The provider's answer has no count of tokens.")
        }
        return tokens
    }

    /// A watcher of a stream of events. Every chunk carries usage, so there is never one to withhold.
    public func makeObserver(withholdingUsage: Bool) -> any StreamObserver { GeminiStreamObserver() }

    /// What `{error: {code, message, status, details}}`, also inside an array, or anything else means.
    public func readError(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError {
        GeminiErrorReader.read(status: status, body: body, header: header)
    }

    /// Reads `usageMetadata`.
    public func usage(of body: Span<UInt8>) throws(JSONError) -> Usage? {
        let fields = try Self.usageField.scan(body)
        guard let place = fields[0] else { return nil }
        return GeminiUsage.read(try JSONValue(parsing: body.extracting(place.value)))
    }

    private static let usageField = JSONFieldSet(["usageMetadata"])

    /// Reads `promptFeedback` of an answer without candidates.
    public func refusal(in body: Span<UInt8>) -> APIError? {
        guard let fields = try? Self.refusalFields.scan(body), let place = fields[0],
            let feedback = try? JSONValue(parsing: body.extracting(place.value))
        else { return nil }
        if let place = fields[1], let candidates = try? JSONValue(parsing: body.extracting(place.value)),
            candidates.array?.isEmpty == false
        {
            return nil
        }
        return GeminiErrorReader.refusal(feedback)
    }

    private static let refusalFields = JSONFieldSet(["promptFeedback", "candidates"])

    // MARK: Beside conversations

    /// `:batchEmbedContents`
    public var embeddings: (any EmbeddingDialect)? { GeminiEmbeddings() }
}
