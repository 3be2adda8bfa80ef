public import JSONText

/// One wire dialect, in both directions: as the surface a client talks to and as the wire a provider talks.
///
/// All pure: bytes and trees in, values out. A new dialect is one folder with one conformance, and a line in ``Dialects``.
public protocol Dialect: Sendable {
    /// Which dialect this is.
    var id: DialectID { get }

    // MARK: As a client's surface

    /// Reads a client's request.
    /// - Parameters:
    ///   - body: the request's JSON.
    ///   - model: the model's name where the path names it (Gemini); `nil` where the body does.
    ///   - stream: whether the path asks for a stream (Gemini); elsewhere the body says so.
    /// - Throws: ``APIError`` of kind `invalidRequest` that names the field at fault.
    func readRequest(_ body: JSONValue, model: String?, stream: Bool?) throws(APIError) -> ChatRequest

    /// What a client of this dialect calls something of its request that gets lost on the way to a provider.
    /// - Parameters:
    ///   - field: what gets lost.
    ///   - request: what ``readRequest(_:model:stream:)`` or ``readCountRequest(_:model:)`` has read; names and positions are
    ///     those of ``ChatRequest/source``.
    /// - Returns: the paths of the fields that say it, as the client wrote them (`messages[3].content[1].cache_control`,
    ///   `generationConfig.topK`); one, or several that say the same.
    func names(of field: LostField, in request: ChatRequest) -> [String]

    /// Writes an answer for a client.
    /// - Parameters:
    ///   - response: the answer.
    ///   - request: what was asked, for the form the answer must have: `includesExtras` counts.
    /// - Returns: the body, and the names of what of the answer this wire cannot express.
    func writeResponse(_ response: ChatResponse, to request: ChatRequest) -> WrittenResponse

    /// A writer of a streamed answer for a client.
    /// - Parameter request: what was asked; `includeUsage` and `includesExtras` count.
    func makeEncoder(for request: ChatRequest) -> any StreamEncoder

    /// Reads a client's request to count the tokens of a prompt.
    /// - Parameters:
    ///   - body: the request's JSON.
    ///   - model: the model's name where the path names it (Gemini).
    /// - Throws: ``APIError`` of kind `invalidRequest`; also where the dialect has no such request (OpenAI Chat).
    func readCountRequest(_ body: JSONValue, model: String?) throws(APIError) -> ChatRequest

    /// Writes a count of tokens for a client.
    func writeCount(_ tokens: Int) -> JSONValue

    /// Writes the list of models for a client.
    func writeModels(_ models: [ModelEntry]) -> JSONValue

    /// Writes an error for a client: the HTTP status and the body.
    func writeError(_ error: APIError, requestID: String) -> (status: Int, body: JSONValue)

    /// Writes an error as the last event of a stream that has already begun: framed, never a clean end.
    func writeStreamError(_ error: APIError, requestID: String) -> [UInt8]

    // MARK: As a provider's wire

    /// Writes a request for a provider.
    /// - Parameters:
    ///   - request: what is asked; `request.model` is ignored in favour of `target.model`.
    ///   - target: whom it goes to.
    /// - Returns: the body, and the fields this wire or target cannot express.
    /// - Throws: ``APIError`` of kind `invalidRequest` where the conversation makes no sense on this wire (a call without its result).
    func writeRequest(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest

    /// Reads a provider's whole answer.
    /// - Throws: ``APIError`` of kind `upstreamError` where it is not an answer.
    func readResponse(_ body: JSONValue) throws(APIError) -> ChatResponse

    /// A reader of a provider's streamed answer.
    func makeDecoder() -> any StreamDecoder

    /// Writes a request to count the tokens of a prompt.
    /// - Returns: `nil` where the wire has no such request, so that the count must be estimated.
    func writeCountRequest(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest?

    /// Reads a provider's count of tokens.
    /// - Throws: ``APIError`` of kind `upstreamError` where it is not one.
    func readCount(_ body: JSONValue) throws(APIError) -> Int

    /// A watcher of a stream that goes on untouched.
    /// - Parameter withholdingUsage: whether the usage event is there only because we asked for it, and must not go on (OpenAI).
    func makeObserver(withholdingUsage: Bool) -> any StreamObserver

    /// What a provider's error answer means.
    /// - Parameters:
    ///   - status: the HTTP status, not 2xx.
    ///   - body: the body, which may be anything: JSON, HTML, nothing.
    ///   - header: looks up an answer header by its lower-case name, for wait hints.
    func readError(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError

    /// The usage a whole answer reports, found without building a tree of it.
    /// - Parameter body: an answer that is one JSON object.
    /// - Throws: ``JSONText/JSONError`` where it is not.
    func usage(of body: Span<UInt8>) throws(JSONError) -> Usage?

    /// The provider's refusal of the prompt, where this wire tells of one in an answer with a good status (Gemini).
    /// - Parameter body: a whole answer; not worth asking where it has output.
    func refusal(in body: Span<UInt8>) -> APIError?

    // MARK: Beside conversations

    /// How providers of this dialect are asked for vectors; `nil` where they have none.
    var embeddings: (any EmbeddingDialect)? { get }
}

extension Dialect {
    /// Refusals are errors.
    public func refusal(in body: Span<UInt8>) -> APIError? { nil }

    /// None.
    public var embeddings: (any EmbeddingDialect)? { nil }
}

/// Whom a request goes to, as far as it changes what is written.
public struct TargetProfile: Hashable, Sendable {
    /// The model's name in the provider's words.
    public var model: String
    /// Whether this is the API's own vendor, not one of the many that imitate it: OpenAI itself refuses the legacy `max_tokens` on its
    /// reasoning models, imitators often know nothing else.
    public var isVendor: Bool

    /// Creates a profile.
    public init(model: String, isVendor: Bool = true) {
        self.model = model
        self.isVendor = isVendor
    }
}

/// A request as it goes to a provider.
public struct WrittenRequest: Hashable, Sendable {
    /// The body.
    public var body: JSONValue
    /// What got lost, in order, without repeats; ``Dialect/names(of:in:)`` says it in the caller's words.
    public var dropped: [LostField]

    /// Creates a written request.
    public init(body: JSONValue, dropped: [LostField] = []) {
        self.body = body
        self.dropped = dropped
    }
}

/// A model as the lists of models show it.
public struct ModelEntry: Hashable, Sendable {
    /// Its public name.
    public var name: String
    /// Who provides it: a provider's name in the configuration, or `kanmon` for a name of ours.
    public var owner: String
    /// Since when, in seconds since 1970.
    public var created: Int

    /// Creates an entry.
    public init(name: String, owner: String, created: Int) {
        self.name = name
        self.owner = owner
        self.created = created
    }
}
