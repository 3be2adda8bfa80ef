public import JSONText

/// Anthropic Messages (`POST /v1/messages`, `/v1/messages/count_tokens`, `GET /v1/models`), version `2023-06-01`.
public struct AnthropicMessagesDialect: Dialect {
    /// The version of the API that is spoken, as it stands in the `anthropic-version` header field.
    public static let version = "2023-06-01"

    /// Creates the dialect.
    public init() {}

    /// Anthropic Messages.
    public var id: DialectID { .anthropicMessages }

    // MARK: As a client's surface

    /// Reads a `POST /v1/messages` request.
    public func readRequest(_ body: JSONValue, model: String?, stream: Bool?) throws(APIError) -> ChatRequest {
        try AnthropicRequestReader.read(body, model: model, stream: stream)
    }

    /// The paths of a lost field in a client's request.
    public func names(of field: LostField, in request: ChatRequest) -> [String] {
        AnthropicFieldNames(request).names(of: field)
    }

    /// Writes a `Message`; of several choices the first.
    public func writeResponse(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse {
        AnthropicResponseWriter.write(response, to: request)
    }

    /// A writer of a Messages stream.
    public func makeEncoder(for request: ChatRequest) -> any StreamEncoder {
        AnthropicStreamEncoder(includesExtras: request.includesExtras)
    }

    /// Reads a `POST /v1/messages/count_tokens` request.
    public func readCountRequest(_ body: JSONValue, model: String?) throws(APIError) -> ChatRequest {
        try AnthropicRequestReader.read(body, model: model, stream: false, isCount: true)
    }

    /// Writes `{"input_tokens": …}`.
    public func writeCount(_ tokens: Int) -> JSONValue { ["input_tokens": JSONValue(tokens)] }

    /// Writes the one and only page of models.
    public func writeModels(_ models: [ModelEntry]) -> JSONValue { AnthropicModels.write(models) }

    /// Writes an error body; the status is the API's own (529 for a lack of capacity).
    public func writeError(_ error: APIError, requestID: String) -> (status: Int, body: JSONValue) {
        (AnthropicErrors.status(error), AnthropicErrors.body(error, requestID: requestID))
    }

    /// Writes an `error` event.
    public func writeStreamError(_ error: APIError, requestID: String) -> [UInt8] {
        var output: [UInt8] = []
        AnthropicErrors.event(error, requestID: requestID, into: &output)
        return output
    }

    // MARK: As a provider's wire

    /// Writes a `POST /v1/messages` request.
    public func writeRequest(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest {
        try AnthropicRequestWriter.write(request, for: target)
    }

    /// Reads a `Message`.
    public func readResponse(_ body: JSONValue) throws(APIError) -> ChatResponse {
        try AnthropicResponseReader.read(body)
    }

    /// A reader of a Messages stream.
    public func makeDecoder() -> any StreamDecoder { AnthropicStreamDecoder() }

    /// Writes a `POST /v1/messages/count_tokens` request.
    public func writeCountRequest(
        _ request: ChatRequest,
        for target: TargetProfile
    ) throws(APIError) -> WrittenRequest? {
        try AnthropicRequestWriter.writeCount(request, for: target)
    }

    /// Reads `{"input_tokens": …}`.
    public func readCount(_ body: JSONValue) throws(APIError) -> Int {
        guard let tokens = body["input_tokens"]?.int, tokens >= 0 else {
            throw APIError(.upstreamError, "The provider's answer is not a count of tokens.")
        }
        return tokens
    }

    /// A watcher of a Messages stream; this dialect reports usage unasked, so nothing is ever withheld.
    public func makeObserver(withholdingUsage: Bool) -> any StreamObserver { AnthropicStreamObserver() }

    /// What an error answer means.
    public func readError(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError {
        AnthropicErrors.read(status: status, body: body, header: header)
    }

    /// The `usage` of a `Message`.
    public func usage(of body: Span<UInt8>) throws(JSONError) -> Usage? {
        guard let place = try Self.usageField.scan(body)[0], !place.isNull(in: body) else { return nil }
        var counts = AnthropicUsage()
        counts.merge(try JSONValue(parsing: body.extracting(place.value)))
        return counts.isEmpty ? nil : counts.usage
    }

    private static let usageField = JSONFieldSet(["usage"])
}
