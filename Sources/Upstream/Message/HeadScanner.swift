/// Walks over the lines of a complete head (RFC 9112 §4 and §5), lowering the case of field names on the way.
struct HeadScanner {
    private(set) var bytes: [UInt8]
    private var position = 0

    private static let versionPrefix = Array("HTTP/1.".utf8)

    /// - Parameter bytes: A head whose every line feed is known to follow a carriage return and which ends in an empty
    ///   line, as ``HeadFinder`` guarantees.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func statusLine() throws(UpstreamError) -> (status: Int, minorVersion: Int) {
        // HTTP/1.1 200 and its CR LF; the reason phrase may be missing.
        guard bytes.count >= 14, bytes.starts(with: Self.versionPrefix), bytes[8] == UInt8(ascii: " ") else {
            throw .malformed("no HTTP/1 status line")
        }
        let minor = bytes[7] &- UInt8(ascii: "0")
        guard minor <= 1 else {
            throw .malformed("unknown HTTP version")
        }
        var status = 0
        for index in 9..<12 {
            let digit = bytes[index] &- UInt8(ascii: "0")
            guard digit <= 9 else {
                throw .malformed("status code is not a number")
            }
            status = status * 10 + Int(digit)
        }
        guard (100...599).contains(status) else {
            throw .malformed("status code out of range")
        }
        position = 12
        if bytes[position] == UInt8(ascii: " ") {
            while position < bytes.count, FieldGrammar.isValue(bytes[position]) {
                position += 1
            }
        }
        try lineEnd()
        return (status, Int(minor))
    }

    /// The next field, or `nil` at the empty line.
    mutating func field() throws(UpstreamError) -> UpstreamHeaders.Field? {
        let nameStart = position
        while position < bytes.count, FieldGrammar.isToken(bytes[position]) {
            bytes[position] = FieldGrammar.lowercased(bytes[position])
            position += 1
        }
        let nameEnd = position
        guard position < bytes.count else {
            throw .malformed("head without an end")
        }
        if nameEnd == nameStart {
            // Only the empty line may begin like this; a space would be a folded line.
            try lineEnd()
            return nil
        }
        guard bytes[position] == UInt8(ascii: ":") else {
            throw .malformed("header name with a character that is not allowed")
        }
        position += 1
        while position < bytes.count, FieldGrammar.isBlank(bytes[position]) {
            position += 1
        }
        let valueStart = position
        while position < bytes.count, FieldGrammar.isValue(bytes[position]) {
            position += 1
        }
        var valueEnd = position
        while valueEnd > valueStart, FieldGrammar.isBlank(bytes[valueEnd - 1]) {
            valueEnd -= 1
        }
        try lineEnd()
        return UpstreamHeaders.Field(
            nameStart: UInt32(truncatingIfNeeded: nameStart),
            nameEnd: UInt32(truncatingIfNeeded: nameEnd),
            valueStart: UInt32(truncatingIfNeeded: valueStart),
            valueEnd: UInt32(truncatingIfNeeded: valueEnd)
        )
    }

    private mutating func lineEnd() throws(UpstreamError) {
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\r"),
            bytes[position + 1] == UInt8(ascii: "\n")
        else {
            throw .malformed("control character in the head")
        }
        position += 2
    }
}
