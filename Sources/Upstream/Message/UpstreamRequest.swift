public import NIOCore
public import NIOHTTP1

/// One request to a provider.
public struct UpstreamRequest: Sendable {
    /// What ends the phase that ``UpstreamTimeouts/firstByte`` bounds.
    public enum FirstByte: Hashable, Sendable {
        /// The first byte of the body.
        case bodyByte
        /// ``UpstreamBody/markFirstContent()``: on streams the first events carry no content yet.
        case whenMarked
    }

    /// The method.
    public var method: HTTPMethod
    /// Path and query in origin form, percent-encoded, beginning with `/`.
    public var target: String
    /// The fields that are the same for every request of a target.
    public var headers: HeaderBlock
    /// Fields of this request alone, checked when it is sent.
    public var extraHeaders: [(name: String, value: String)]
    /// The whole body, or `nil` for none. Its length becomes `content-length`.
    public var body: ByteBuffer?
    /// What ends the first-byte phase.
    public var firstByte: FirstByte

    /// Makes a request.
    /// - Parameters:
    ///   - method: The method.
    ///   - target: Path and query, beginning with `/`.
    ///   - headers: Prepared fields.
    ///   - extraHeaders: Fields of this request alone.
    ///   - body: The whole body, or `nil`.
    ///   - firstByte: What ends the first-byte phase.
    public init(
        method: HTTPMethod = .POST,
        target: String,
        headers: HeaderBlock = .empty,
        extraHeaders: [(name: String, value: String)] = [],
        body: ByteBuffer? = nil,
        firstByte: FirstByte = .bodyByte
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.extraHeaders = extraHeaders
        self.body = body
        self.firstByte = firstByte
    }

    /// A GET request without a body.
    /// - Parameters:
    ///   - target: Path and query, beginning with `/`.
    ///   - headers: Prepared fields.
    public static func get(_ target: String, headers: HeaderBlock = .empty) -> UpstreamRequest {
        UpstreamRequest(method: .GET, target: target, headers: headers)
    }
}
