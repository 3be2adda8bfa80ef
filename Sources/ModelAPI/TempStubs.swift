public import JSONText
public protocol StubDialect: Dialect {}
extension StubDialect {
    public func readRequest(_ body: JSONValue, model: String?, stream: Bool?) throws(APIError) -> ChatRequest { fatalError() }
    public func writeResponse(_ response: ChatResponse, to request: ChatRequest) -> JSONValue { fatalError() }
    public func makeEncoder(for request: ChatRequest) -> any StreamEncoder { fatalError() }
    public func readCountRequest(_ body: JSONValue, model: String?) throws(APIError) -> ChatRequest { fatalError() }
    public func writeCount(_ tokens: Int) -> JSONValue { fatalError() }
    public func writeModels(_ models: [ModelEntry]) -> JSONValue { ["data": .array(models.map { .string($0.name) })] }
    public func writeError(_ error: APIError, requestID: String) -> (status: Int, body: JSONValue) { (error.status, ["error": ["message": .string(error.message)]]) }
    public func writeStreamError(_ error: APIError, requestID: String) -> [UInt8] { [] }
    public func writeRequest(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest { fatalError() }
    public func readResponse(_ body: JSONValue) throws(APIError) -> ChatResponse { fatalError() }
    public func makeDecoder() -> any StreamDecoder { fatalError() }
    public func writeCountRequest(_ request: ChatRequest, for target: TargetProfile) throws(APIError) -> WrittenRequest? { nil }
    public func readCount(_ body: JSONValue) throws(APIError) -> Int { 0 }
    public func makeObserver(withholdingUsage: Bool) -> any StreamObserver { StubObserver() }
    public func readError(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError { APIError(.upstreamError, "x") }
    public func usage(of body: Span<UInt8>) throws(JSONError) -> Usage? { _ = try JSONFieldSet(["usage"]).scan(body); return nil }
}
struct StubObserver: StreamObserver {
    var scanner = SSEFrameScanner()
    var sawContent = false
    var sawEnd = false
    var failure: APIError? { nil }
    var usage: Usage? { nil }
    mutating func observe(_ pending: Span<UInt8>) -> StreamProgress {
        var end = 0
        while let next = scanner.nextEnd(in: pending, from: end) { end = next; sawContent = true }
        return StreamProgress(complete: end)
    }
    mutating func finish(_ pending: Span<UInt8>) -> StreamProgress { sawEnd = true; return StreamProgress(complete: pending.count) }
}
public struct OpenAIChatDialect: StubDialect { public var id: DialectID { .openAIChat }; public init() {} }
public struct AnthropicMessagesDialect: StubDialect { public var id: DialectID { .anthropicMessages }; public init() {} }
public struct GeminiDialect: StubDialect { public var id: DialectID { .gemini }; public init() {} }
public struct GeminiJSONArrayFramer { public init() {}; public mutating func frame(_ b: Span<UInt8>) -> [UInt8] { [] }; public mutating func finish() -> [UInt8] { [] } }
