/// What the fields of a head say about framing, connection and coding, gathered while they are parsed.
struct HeadFacts {
    private(set) var contentLength: Int?
    private(set) var isChunked = false
    private(set) var closes = false
    private(set) var keepsAlive = false
    private(set) var keepAliveSeconds: Int?
    private(set) var coding = ResponseHead.Coding.identity

    /// Takes note of a field.
    /// - Throws: ``UpstreamError`` with code `invalid_response` if it makes the end of the message doubtful.
    mutating func note(_ field: UpstreamHeaders.Field, in bytes: [UInt8]) throws(UpstreamError) {
        // The length decides for nearly every field that it is none of these, without looking at its name.
        switch field.nameEnd &- field.nameStart {
        case 10:
            if Self.name(of: field, in: bytes, is: "connection") {
                noteConnection(Self.value(of: field, in: bytes))
            } else if Self.name(of: field, in: bytes, is: "keep-alive") {
                keepAliveSeconds = Self.timeout(in: Self.value(of: field, in: bytes))
            }
        case 14 where Self.name(of: field, in: bytes, is: "content-length"):
            try noteLength(Self.value(of: field, in: bytes))
        case 16 where Self.name(of: field, in: bytes, is: "content-encoding"):
            noteCoding(Self.value(of: field, in: bytes))
        case 17 where Self.name(of: field, in: bytes, is: "transfer-encoding"):
            try noteTransferEncoding(Self.value(of: field, in: bytes))
        default:
            break
        }
    }

    private mutating func noteLength(_ value: ArraySlice<UInt8>) throws(UpstreamError) {
        guard contentLength == nil else {
            throw .malformed("more than one content-length")
        }
        // 18 digits fit into an Int, so that nothing below can overflow.
        guard !value.isEmpty, value.count <= 18 else {
            throw .malformed("content-length is empty or too long")
        }
        var length = 0
        for byte in value {
            let digit = byte &- UInt8(ascii: "0")
            guard digit <= 9 else {
                throw .malformed("content-length is not a number")
            }
            length = length * 10 + Int(digit)
        }
        contentLength = length
    }

    private mutating func noteTransferEncoding(_ value: ArraySlice<UInt8>) throws(UpstreamError) {
        guard !isChunked, Self.equal(value, "chunked") else {
            throw .malformed("transfer-encoding other than one chunked")
        }
        isChunked = true
    }

    private mutating func noteConnection(_ value: ArraySlice<UInt8>) {
        for token in value.split(separator: UInt8(ascii: ",")) {
            let token = Self.trimmed(token)
            if Self.equal(token, "close") {
                closes = true
            } else if Self.equal(token, "keep-alive") {
                keepsAlive = true
            }
        }
    }

    private mutating func noteCoding(_ value: ArraySlice<UInt8>) {
        if value.isEmpty || Self.equal(value, "identity") {
            return
        }
        if coding != .identity {
            coding = .unknown
        } else if Self.equal(value, "gzip") || Self.equal(value, "x-gzip") {
            coding = .gzip
        } else if Self.equal(value, "deflate") {
            coding = .deflate
        } else {
            coding = .unknown
        }
    }

    /// The seconds of `timeout=N` (RFC 2068 §19.7.1, still sent by many servers), or `nil`.
    private static func timeout(in value: ArraySlice<UInt8>) -> Int? {
        for part in value.split(separator: UInt8(ascii: ",")) {
            let part = trimmed(part)
            let digits = part.dropFirst("timeout=".utf8.count)
            guard equal(part.prefix("timeout=".utf8.count), "timeout=") else { continue }
            return Int(String(decoding: digits, as: UTF8.self)).flatMap { $0 >= 0 ? $0 : nil }
        }
        return nil
    }

    private static func name(of field: UpstreamHeaders.Field, in bytes: [UInt8], is name: StaticString) -> Bool {
        equal(bytes[Int(field.nameStart)..<Int(field.nameEnd)], name)
    }

    private static func value(of field: UpstreamHeaders.Field, in bytes: [UInt8]) -> ArraySlice<UInt8> {
        bytes[Int(field.valueStart)..<Int(field.valueEnd)]
    }

    private static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = bytes.drop { FieldGrammar.isBlank($0) }
        while let last = bytes.last, FieldGrammar.isBlank(last) {
            bytes.removeLast()
        }
        return bytes
    }

    private static func equal(_ bytes: ArraySlice<UInt8>, _ lowercase: StaticString) -> Bool {
        lowercase.withUTF8Buffer { expected in
            bytes.count == expected.count && bytes.elementsEqual(expected) { FieldGrammar.lowercased($0) == $1 }
        }
    }
}
