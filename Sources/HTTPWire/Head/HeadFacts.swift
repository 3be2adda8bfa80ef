/// What the fields of a head say about framing, connection and coding.
public struct HeadFacts: Hashable, Sendable {
    /// `content-length`.
    public private(set) var contentLength: Int?
    /// `transfer-encoding: chunked`.
    public private(set) var isChunked = false
    /// Whether the sender means to keep the connection open after this message (RFC 9112 §9.3).
    public private(set) var keepsAlive = false
    /// The sender's `keep-alive: timeout=` in seconds.
    public private(set) var keepAliveSeconds: Int?
    /// `content-encoding`.
    public private(set) var coding = ContentCoding.identity
    /// `expect: 100-continue`.
    public private(set) var expectsContinue = false
    /// An `expect` of anything else.
    public private(set) var expectsUnknown = false
    /// How many `host` fields there are.
    public private(set) var hosts = 0

    /// Reads the fields of a message.
    /// - Parameters:
    ///   - fields: the fields.
    ///   - minorVersion: 1 for HTTP/1.1, 0 for HTTP/1.0.
    /// - Throws: ``WireError`` if they make the end of the message doubtful.
    init(_ fields: HeaderFields, minorVersion: Int) throws(WireError) {
        var connection = ConnectionOptions()
        for place in fields.places {
            // The length decides for nearly every field that it is none of these, without looking at its name.
            switch place.name.upperBound &- place.name.lowerBound {
            case 4 where fields.isName(place, "host"): hosts &+= 1
            case 6 where fields.isName(place, "expect"):
                if Self.equal(fields.value(place), "100-continue") {
                    expectsContinue = true
                } else {
                    expectsUnknown = true
                }
            case 10 where fields.isName(place, "connection"): connection.note(fields.value(place))
            case 10 where fields.isName(place, "keep-alive"): keepAliveSeconds = Self.timeout(in: fields.value(place))
            case 14 where fields.isName(place, "content-length"): try noteLength(fields.value(place))
            case 16 where fields.isName(place, "content-encoding"): coding.add(fields.value(place))
            case 17 where fields.isName(place, "transfer-encoding"): try noteTransferEncoding(fields.value(place))
            default: break
            }
        }
        keepsAlive = !connection.close && (minorVersion >= 1 || connection.keepAlive)
        // RFC 9112 §6.1: a message with both is an attempt to be read in two ways, and a peer that speaks HTTP/1.0 may not
        // understand the coding it sends.
        if isChunked, contentLength != nil { throw .malformed("content-length beside transfer-encoding") }
        if isChunked, minorVersion == 0 { throw .malformed("transfer-encoding in HTTP/1.0") }
    }

    private mutating func noteLength(_ value: ArraySlice<UInt8>) throws(WireError) {
        guard contentLength == nil else { throw .malformed("more than one content-length") }
        // 18 digits fit into an Int, so that nothing below can overflow.
        guard !value.isEmpty, value.count <= 18 else { throw .malformed("content-length is empty or too long") }
        var length = 0
        for byte in value {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else { throw .malformed("content-length is not a number") }
            length = length * 10 + Int(digit)
        }
        contentLength = length
    }

    private mutating func noteTransferEncoding(_ value: ArraySlice<UInt8>) throws(WireError) {
        guard !isChunked else { throw .malformed("more than one transfer-encoding") }
        guard Self.equal(value, "chunked") else {
            throw WireError(.unsupportedCoding, "transfer-encoding other than one chunked")
        }
        isChunked = true
    }

    private struct ConnectionOptions {
        var close = false
        var keepAlive = false

        mutating func note(_ value: ArraySlice<UInt8>) {
            HeadFacts.forEachMember(of: value) { option in
                if HeadFacts.equal(option, "close") { close = true }
                if HeadFacts.equal(option, "keep-alive") { keepAlive = true }
            }
        }
    }

    /// The seconds of the first `timeout=N` (RFC 2068 §19.7.1, still sent by many servers), or `nil`.
    private static func timeout(in value: ArraySlice<UInt8>) -> Int? {
        let key = "timeout=".utf8.count
        var text: ArraySlice<UInt8>?
        forEachMember(of: value) { parameter in
            if text == nil, equal(parameter.prefix(key), "timeout=") { text = parameter.dropFirst(key) }
        }
        return text.flatMap { Int(String(decoding: $0, as: UTF8.self)) }.flatMap { $0 >= 0 ? $0 : nil }
    }

    /// Goes through the members of a list, without the spaces around them (RFC 9110 §5.6.1).
    private static func forEachMember(of value: ArraySlice<UInt8>, _ body: (ArraySlice<UInt8>) -> Void) {
        var rest = value
        while !rest.isEmpty {
            let next = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
            var member = rest[..<next].drop { FieldGrammar.isBlank($0) }
            while let last = member.last, FieldGrammar.isBlank(last) { member.removeLast() }
            body(member)
            rest = rest[next...].dropFirst()
        }
    }

    static func equal(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        lowercase.withUTF8Buffer { expected in
            bytes.count == expected.count && bytes.elementsEqual(expected) { FieldGrammar.lowercased($0) == $1 }
        }
    }
}
