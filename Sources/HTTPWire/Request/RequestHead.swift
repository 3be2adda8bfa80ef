/// The head of an HTTP/1.1 request (RFC 9112 §3), taken strictly.
///
/// An object, because it goes through many hands and none changes it.
public final class RequestHead: Sendable {
    /// The bounds on a request's head.
    public struct Limits: Hashable, Sendable {
        /// The most bytes, request line and fields together.
        public var bytes: Int
        /// The most fields.
        public var fields: Int
        /// The most bytes of the request target.
        public var target: Int

        /// The most bytes of the request line with its carriage return (RFC 9112 §3): method, target, version.
        var line: Int { target + RequestHead.maximumMethod + "  HTTP/1.1\r".utf8.count }

        /// Creates limits.
        public init(bytes: Int = 65_536, fields: Int = 128, target: Int = 8192) {
            self.bytes = bytes
            self.fields = fields
            self.target = target
        }
    }

    private static let maximumMethod = 32

    /// The method, case kept.
    public let method: String
    /// The path, as it came: percent-encoded, not normalised.
    public let path: String
    /// What stands behind the `?`, if there is one.
    public let query: String?
    /// 1 for HTTP/1.1, 0 for HTTP/1.0.
    public let minorVersion: Int
    /// The fields.
    public let fields: HeaderFields
    /// What the fields say about framing and the connection.
    public let facts: HeadFacts

    /// Whether the connection may serve another request after this one (RFC 9112 §9.3).
    public var keepsAlive: Bool { facts.keepsAlive }

    /// How the body's end is found (RFC 9112 §6.3).
    public var framing: BodyFraming { facts.isChunked ? .chunked : facts.contentLength.map { .length($0) } ?? .none }

    /// Reads a head.
    /// - Parameters:
    ///   - bytes: a complete head, every line ended by CR LF, up to and with the empty line.
    ///   - limits: the bounds.
    /// - Throws: ``WireError``
    public convenience init(parsing bytes: consuming [UInt8], limits: Limits) throws(WireError) {
        try self.init(parsing: bytes, lines: 0, limits: limits)
    }

    /// - Parameter lines: how many lines there are, as far as known.
    init(parsing bytes: consuming [UInt8], lines: Int, limits: Limits) throws(WireError) {
        var scanner = HeadScanner(bytes)
        let method = scanner.skip { FieldGrammar.isToken($0) }
        guard !method.isEmpty, method.count <= Self.maximumMethod else { throw .malformed("no method") }
        try scanner.expect(0x20, "no space behind the method")
        let path = scanner.skip { FieldGrammar.isTarget($0) && $0 != UInt8(ascii: "?") }
        let rest = scanner.skip { FieldGrammar.isTarget($0) }
        if path.count + rest.count > limits.target {
            throw WireError(.targetTooLong, "request target longer than \(limits.target) bytes")
        }
        // Only the origin form: a gateway is no forward proxy, and two readings of a host are one too many.
        guard scanner.bytes[path].first == UInt8(ascii: "/") else { throw .malformed("request target is not a path") }
        try scanner.expect(0x20, "request target with a character that is not allowed")
        minorVersion = try scanner.version()
        try scanner.lineEnd()
        fields = try scanner.fields(lines: lines, limit: limits.fields)
        facts = try HeadFacts(fields, minorVersion: minorVersion)
        if facts.hosts > 1 || (facts.hosts == 0 && minorVersion == 1) {
            // RFC 9112 §3.2
            throw .malformed(facts.hosts == 0 ? "no host" : "more than one host")
        }
        self.method = String(decoding: scanner.bytes[method], as: UTF8.self)
        self.path = String(decoding: scanner.bytes[path], as: UTF8.self)
        query = rest.isEmpty ? nil : String(decoding: scanner.bytes[rest].dropFirst(), as: UTF8.self)
    }
}
