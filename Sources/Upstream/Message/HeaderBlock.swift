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
        guard !FieldGrammar.isReserved(name) else {
            throw UpstreamError(.invalidRequest, "the header \(name) is written by the gateway itself")
        }
        guard FieldGrammar.isValue(value) else {
            throw UpstreamError(.invalidRequest, "the value of header \(name) has a character that is not allowed")
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
