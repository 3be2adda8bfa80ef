/// What the fields of a head say about framing and the connection, gathered while they are read.
public struct HeadFacts: Hashable, Sendable {
    /// `content-length`.
    public private(set) var contentLength: Int?
    /// `transfer-encoding: chunked`.
    public private(set) var isChunked = false
    /// `connection: close`.
    public private(set) var closes = false
    /// `connection: keep-alive`.
    public private(set) var keepsAlive = false
    /// `expect: 100-continue`.
    public private(set) var expectsContinue = false
    /// An `expect` of anything else.
    public private(set) var expectsUnknown = false
    /// How many `host` fields there are.
    public private(set) var hosts = 0

    init() {}

    /// Takes note of a field.
    /// - Throws: ``WireError`` if it makes the end of the message doubtful.
    mutating func note(_ place: HeaderFields.Place, in bytes: [UInt8]) throws(WireError) {
        let name = bytes[Int(place.name.lowerBound)..<Int(place.name.upperBound)]
        let value = bytes[Int(place.value.lowerBound)..<Int(place.value.upperBound)]
        // The length decides for nearly every field that it is none of these, without looking at its name.
        switch name.count {
        case 4 where Self.equal(name, "host"): hosts &+= 1
        case 6 where Self.equal(name, "expect"):
            if Self.equal(value, "100-continue") { expectsContinue = true } else { expectsUnknown = true }
        case 10 where Self.equal(name, "connection"): noteConnection(value)
        case 14 where Self.equal(name, "content-length"): try noteLength(value)
        case 17 where Self.equal(name, "transfer-encoding"): try noteTransferEncoding(value)
        default: break
        }
        // RFC 9112 §6.1: a message with both is an attempt to be read in two ways.
        if isChunked, contentLength != nil { throw .malformed("content-length beside transfer-encoding") }
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

    private mutating func noteConnection(_ value: ArraySlice<UInt8>) {
        for token in value.split(separator: UInt8(ascii: ",")) {
            var token = token.drop { FieldGrammar.isBlank($0) }
            while let last = token.last, FieldGrammar.isBlank(last) { token.removeLast() }
            if Self.equal(token, "close") {
                closes = true
            } else if Self.equal(token, "keep-alive") {
                keepsAlive = true
            }
        }
    }

    private static func equal(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        guard bytes.count == lowercase.utf8CodeUnitCount else { return false }
        var offset = 0
        for byte in bytes {
            if FieldGrammar.lowercased(byte) != lowercase.utf8Start[offset] { return false }
            offset &+= 1
        }
        return true
    }
}
