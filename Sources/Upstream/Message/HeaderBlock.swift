import HTTPWire

/// A run of header fields, checked and serialised once when the configuration is read, then copied as it is into
/// every request.
///
/// It usually carries a provider's credentials, so none of its descriptions shows its contents.
public struct HeaderBlock: Hashable, Sendable {
    /// The fields as they go on the wire, each ended by CR LF.
    let bytes: [UInt8]

    /// A block without fields.
    public static let empty = HeaderBlock(bytes: [])

    private init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Checks and serialises header fields.
    /// - Parameter fields: Names and values in the order they are sent.
    /// - Throws: ``UpstreamError`` with code `invalid_request` for a name that is no token, a value with a line break or
    ///   another control character, or a field that the client writes itself (`host`, `content-length`, `connection`,
    ///   `accept-encoding`, …).
    public init(_ fields: [(name: String, value: String)]) throws(UpstreamError) {
        var bytes: [UInt8] = []
        for field in fields {
            try Self.check(name: field.name, value: field.value)
            bytes += field.name.utf8
            bytes += ": ".utf8
            bytes += field.value.utf8
            bytes += "\r\n".utf8
        }
        self.bytes = bytes
    }

    /// The rule of RFC 9110 §5 for one field; the error names the field but never its value.
    static func check(name: String, value: String) throws(UpstreamError) {
        guard FieldGrammar.isToken(name) else {
            throw UpstreamError(.invalidRequest, "a header name is empty or has a character that is not allowed")
        }
        guard !isReserved(name) else {
            throw UpstreamError(.invalidRequest, "the header \(name) is written by the gateway itself")
        }
        guard FieldGrammar.isValue(value) else {
            throw UpstreamError(.invalidRequest, "the value of header \(name) has a character that is not allowed")
        }
    }

    /// Whether this module writes the field itself, because it decides where a message ends, who it is for or what
    /// the connection does next. A caller that could set it could smuggle a request.
    private static func isReserved(_ name: String) -> Bool {
        switch name.utf8.count {
        case 2: equal(name, "te")
        case 4: equal(name, "host")
        case 6: equal(name, "expect")
        case 7: equal(name, "trailer") || equal(name, "upgrade")
        case 10: equal(name, "connection") || equal(name, "keep-alive")
        case 14: equal(name, "content-length")
        case 15: equal(name, "accept-encoding")
        case 16: equal(name, "proxy-connection")
        case 17: equal(name, "transfer-encoding")
        case 19: equal(name, "proxy-authorization")
        default: false
        }
    }

    private static func equal(_ name: String, _ lowercase: StaticString) -> Bool {
        lowercase.withUTF8Buffer { expected in
            name.utf8.elementsEqual(expected) { FieldGrammar.lowercased($0) == $1 }
        }
    }
}

extension HeaderBlock: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The size only.
    public var description: String { "HeaderBlock(\(bytes.count) bytes)" }
    /// The size only.
    public var debugDescription: String { description }
    /// Nothing, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
