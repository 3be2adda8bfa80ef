/// The head of an HTTP/1.1 response (RFC 9112 §4), taken strictly, with what it says about the message and its connection.
public struct ResponseHead: Sendable {
    /// The most fields accepted.
    public static let maximumFields = 256

    /// The status code, 100 to 599.
    public let status: Int
    /// The fields.
    public var fields: HeaderFields
    /// How the body's end is found.
    public let framing: BodyFraming
    /// The coding of the content.
    public let coding: ContentCoding
    /// Whether the connection may serve another request after this response (RFC 9112 §9.3).
    public let keepsAlive: Bool
    /// The peer's `keep-alive: timeout=` in seconds.
    public let keepAliveSeconds: Int?

    /// Reads a head: no folded lines, no bare line feeds, no space before the colon, and exactly one way to tell where
    /// the body ends, so that no peer can make two parties disagree about it.
    /// - Parameters:
    ///   - bytes: a complete head, every line ended by CR LF, up to and with the empty line.
    ///   - isHead: whether it answers a HEAD request.
    /// - Throws: ``WireError``
    public init(parsing bytes: consuming [UInt8], isHead: Bool) throws(WireError) {
        try self.init(parsing: bytes, lines: 0, isHead: isHead)
    }

    /// - Parameter lines: how many lines there are, as far as known.
    init(parsing bytes: consuming [UInt8], lines: Int, isHead: Bool) throws(WireError) {
        var scanner = HeadScanner(bytes)
        let minorVersion = try scanner.version()
        try scanner.expect(0x20, "no space behind the version")
        status = try scanner.status()
        // The reason phrase, and even the space before it, may be missing.
        if !scanner.skip(while: { $0 == 0x20 }).isEmpty {
            _ = scanner.skip { FieldGrammar.isValue($0) }
        }
        try scanner.lineEnd()
        fields = try scanner.fields(lines: lines, limit: Self.maximumFields)
        let facts = try HeadFacts(fields, minorVersion: minorVersion)
        coding = facts.coding
        keepAliveSeconds = facts.keepAliveSeconds

        if isHead || status < 200 || status == 204 || status == 304 {
            framing = .none
            // A body announced where none may be leaves the end of the message to opinion.
            let announcesBody = facts.isChunked || (facts.contentLength ?? 0) > 0
            keepsAlive = facts.keepsAlive && !(status == 204 && announcesBody)
        } else if facts.isChunked {
            framing = .chunked
            keepsAlive = facts.keepsAlive
        } else if let length = facts.contentLength {
            framing = .length(length)
            keepsAlive = facts.keepsAlive
        } else {
            framing = .untilClose
            keepsAlive = false
        }
    }
}
