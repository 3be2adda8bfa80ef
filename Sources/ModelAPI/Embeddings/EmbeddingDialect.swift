public import JSONText

/// How a provider is asked for vectors. Not every one has any: ``Dialect/embeddings`` says which.
///
/// All pure, as ``Dialect`` is.
public protocol EmbeddingDialect: Sendable {
    /// The surface whose requests and answers are this wire's own, so that their bytes go on untouched; `nil` for none.
    var surface: DialectID? { get }

    /// The most inputs that a provider takes at once; what is more goes in several requests.
    var mostInputs: Int { get }

    /// Writes a request for a provider.
    /// - Parameters:
    ///   - request: what is asked, no more than ``mostInputs``; `request.model` is ignored in favour of `model`.
    ///   - model: the model's name in the provider's words.
    /// - Returns: the body, and the names of the fields this wire cannot express, as OpenAI's surface calls them.
    /// - Throws: ``APIError`` of kind `invalidRequest` where it cannot be asked at all.
    func writeRequest(_ request: EmbeddingRequest, model: String) throws(APIError) -> WrittenEmbeddingRequest

    /// Reads a provider's whole answer.
    /// - Parameter count: how many inputs there were: as many vectors must come.
    /// - Throws: ``APIError`` of kind `upstreamError` where it is not an answer to that.
    func readResponse(_ body: JSONValue, count: Int) throws(APIError) -> EmbeddingResponse

    /// Looks an answer over whose bytes go on untouched.
    /// - Returns: the usage it reports.
    /// - Throws: ``APIError`` of kind `upstreamError` where it is no answer.
    func check(_ body: Span<UInt8>) throws(APIError) -> Usage?
}

extension EmbeddingDialect {
    /// The error that an answer is none.
    static func noAnswer(_ reason: String) -> APIError {
        APIError(.upstreamError, "The provider's answer has no vectors for this request: \(reason).")
    }

    /// The error of a purpose that a wire has no word for.
    static func unknownPurpose(_ purpose: EmbeddingRequest.Purpose, allowed: [String]) -> APIError {
        APIError(
            .invalidRequest,
            "Invalid value for 'input_type': '\(purpose.name.prefix(64))'; allowed: \(allowed.joined(separator: ", ")).",
            parameter: "input_type"
        )
    }
}

/// A request for vectors as it goes to a provider.
public struct WrittenEmbeddingRequest: Hashable, Sendable {
    /// The body.
    public var body: JSONValue
    /// The caller's names of what got lost, in order, without repeats.
    public var dropped: [String]

    /// Creates a written request.
    public init(body: JSONValue, dropped: [String] = []) {
        self.body = body
        self.dropped = dropped
    }
}
