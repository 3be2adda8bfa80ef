/// Status line and header fields of an answer, with what they say about the message and its connection.
struct ResponseHead {
    /// How the body's end is found (RFC 9112 §6.3).
    enum Framing: Hashable {
        case none
        case length(Int)
        case chunked
        case untilClose
    }

    /// A coding of the body that was not asked for.
    enum Coding: Hashable {
        case identity
        case gzip
        case deflate
        case unknown
    }

    static let maxFields = 256

    var status: Int
    var headers: UpstreamHeaders
    var framing: Framing
    var coding = Coding.identity
    /// Whether the peer means to keep the connection open after this message (RFC 9112 §9.3).
    var keepsAlive: Bool
    /// The peer's `keep-alive: timeout=` in seconds.
    var keepAliveSeconds: Int?
}

extension ResponseHead {
    /// Parses a complete head, strictly: no folded lines, no bare line feeds, no space before the colon, and exactly one
    /// way to tell where the body ends, so that no peer can make two parties disagree about it.
    /// - Parameters:
    ///   - bytes: The head, every line ended by CR LF, up to and with the empty line.
    ///   - isHead: Whether it answers a HEAD request.
    init(parsing bytes: [UInt8], isHead: Bool) throws(UpstreamError) {
        var scanner = HeadScanner(bytes)
        let (status, minorVersion) = try scanner.statusLine()
        var fields: [UpstreamHeaders.Field] = []
        fields.reserveCapacity(16)
        var facts = HeadFacts()
        while let field = try scanner.field() {
            guard fields.count < Self.maxFields else {
                throw UpstreamError(.responseHeadTooLarge, "too many header fields", requestWasSent: true)
            }
            fields.append(field)
            try facts.note(field, in: scanner.bytes)
        }
        self.status = status
        headers = UpstreamHeaders(bytes: scanner.bytes, fields: fields)
        keepsAlive = facts.closes ? false : minorVersion >= 1 || facts.keepsAlive
        keepAliveSeconds = facts.keepAliveSeconds
        coding = facts.coding

        if isHead || status < 200 || status == 204 || status == 304 {
            framing = .none
            // A body announced where none may be leaves the end of the message to opinion.
            if status == 204 && (facts.isChunked || (facts.contentLength ?? 0) > 0) {
                keepsAlive = false
            }
        } else if facts.isChunked {
            guard facts.contentLength == nil, minorVersion >= 1 else {
                throw .malformed("transfer-encoding beside content-length or in HTTP/1.0")
            }
            framing = .chunked
        } else if let length = facts.contentLength {
            framing = .length(length)
        } else {
            framing = .untilClose
            keepsAlive = false
        }
    }
}

extension UpstreamError {
    static func malformed(_ detail: String) -> UpstreamError {
        UpstreamError(.invalidResponse, detail, requestWasSent: true)
    }
}
