/// The head of an HTTP/1.1 request (RFC 9112 §3), taken strictly.
public struct RequestHead: Sendable {
    /// The bounds on a request's head.
    public struct Limits: Hashable, Sendable {
        /// The most bytes, request line and fields together.
        public var bytes: Int
        /// The most fields.
        public var fields: Int
        /// The most bytes of the request target.
        public var target: Int

        /// Creates limits.
        public init(bytes: Int = 65_536, fields: Int = 128, target: Int = 8192) {
            self.bytes = bytes
            self.fields = fields
            self.target = target
        }
    }

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
    public var keepsAlive: Bool { minorVersion == 1 ? !facts.closes : facts.keepsAlive && !facts.closes }

    /// Reads a head.
    /// - Parameters:
    ///   - bytes: a complete head, whose end ``HeadFinder`` found.
    ///   - limits: the bounds.
    /// - Throws: ``WireError``
    public init(parsing bytes: [UInt8], limits: Limits) throws(WireError) {
        var scanner = HeadScanner(bytes)
        let method = scanner.skip(while: FieldGrammar.isToken)
        guard !method.isEmpty, method.count <= 32 else { throw .malformed("no method") }
        try scanner.expect(0x20, "no space behind the method")
        let target = scanner.skip { $0 > 0x20 && $0 < 0x7F }
        if target.count > limits.target {
            throw WireError(.targetTooLong, "request target longer than \(limits.target) bytes")
        }
        // Only the origin form: a gateway is no forward proxy, and two readings of a host are one too many.
        guard let first = scanner.bytes[target].first, first == UInt8(ascii: "/") else {
            throw .malformed("request target is not a path")
        }
        if scanner.bytes[target].contains(UInt8(ascii: "#")) { throw .malformed("fragment in the request target") }
        try scanner.expect(0x20, "no space behind the request target")
        minorVersion = try scanner.version()
        try scanner.lineEnd()
        var facts = HeadFacts()
        let places = try scanner.fields(limit: limits.fields, facts: &facts)
        if facts.hosts > 1 || (facts.hosts == 0 && minorVersion == 1) {
            // RFC 9112 §3.2
            throw .malformed(facts.hosts == 0 ? "no host" : "more than one host")
        }
        if facts.isChunked, minorVersion == 0 {
            // RFC 9112 §6.1: such a peer may not understand the coding it sends.
            throw .malformed("transfer-encoding in HTTP/1.0")
        }
        self.facts = facts
        self.method = String(decoding: scanner.bytes[method], as: UTF8.self)
        let question = scanner.bytes[target].firstIndex(of: UInt8(ascii: "?"))
        path = String(decoding: scanner.bytes[target.lowerBound..<(question ?? target.upperBound)], as: UTF8.self)
        query = question.map { String(decoding: scanner.bytes[($0 + 1)..<target.upperBound], as: UTF8.self) }
        fields = HeaderFields(bytes: scanner.bytes, places: places)
    }
}
