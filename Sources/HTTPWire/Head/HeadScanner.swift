/// Walks over the lines of a complete head (RFC 9112 §4 and §5), lowering the case of field names on the way.
struct HeadScanner {
    private(set) var bytes: [UInt8]
    private(set) var position = 0

    /// - Parameter bytes: a head whose every line feed is known to follow a carriage return and which ends in an empty
    ///   line, as ``HeadFinder`` guarantees.
    init(_ bytes: consuming [UInt8]) { self.bytes = bytes }

    /// Skips to the end of what `isWanted` takes.
    mutating func skip(while isWanted: (UInt8) -> Bool) -> Range<Int> {
        let start = position
        while position < bytes.count, isWanted(bytes[position]) { position &+= 1 }
        return start..<position
    }

    /// Skips one byte that must be there.
    mutating func expect(_ byte: UInt8, _ reason: String) throws(WireError) {
        guard position < bytes.count, bytes[position] == byte else { throw .malformed(reason) }
        position &+= 1
    }

    /// Skips CR LF.
    mutating func lineEnd() throws(WireError) {
        position = try Self.lineEnd(in: bytes.span, at: position)
    }

    /// Reads `HTTP/1.0` or `HTTP/1.1`.
    /// - Returns: the minor version.
    mutating func version() throws(WireError) -> Int {
        guard position &+ 8 <= bytes.count else { throw .malformed("no HTTP version") }
        // Eight bytes as one number: every head has a version.
        let version = unsafe bytes.span.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt64.self)
        position &+= 8
        switch UInt64(bigEndian: version) {
        case Self.name | 0x31_2E31: return 1
        case Self.name | 0x31_2E30: return 0
        case let other where other & ~0xFF_FFFF == Self.name:
            throw WireError(.unsupportedVersion, "HTTP version other than 1.0 and 1.1")
        default: throw .malformed("no HTTP version")
        }
    }

    /// `HTTP/` and room for three bytes.
    private static let name: UInt64 = 0x4854_5450_2F00_0000

    /// Reads the three digits of a status code (RFC 9112 §4).
    mutating func status() throws(WireError) -> Int {
        let digits = skip { $0 &- UInt8(ascii: "0") <= 9 }
        guard digits.count == 3 else { throw .malformed("status code is not three digits") }
        let status = bytes[digits].reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
        guard (100...599).contains(status) else { throw .malformed("status code out of range") }
        return status
    }

    /// Reads all fields up to the empty line.
    /// - Parameters:
    ///   - lines: how many lines there are, to make room for them at once.
    ///   - limit: the most fields accepted.
    mutating func fields(lines: Int, limit: Int) throws(WireError) -> HeaderFields {
        var places: [HeaderFields.Place] = []
        places.reserveCapacity(min(lines, limit))
        var position = position
        var text = bytes.mutableSpan
        while let place = try Self.field(in: &text, at: &position) {
            if places.count >= limit { throw WireError(.headTooLarge, "more than \(limit) header fields") }
            places.append(place)
        }
        self.position = position
        return HeaderFields(bytes: bytes, places: places)
    }

    /// The next field, or `nil` at the empty line.
    private static func field(
        in text: inout MutableSpan<UInt8>,
        at position: inout Int
    ) throws(WireError) -> HeaderFields.Place? {
        let nameStart = position
        while position < text.count, FieldGrammar.isToken(text[position]) {
            text[position] = FieldGrammar.lowercased(text[position])
            position &+= 1
        }
        let nameEnd = position
        if nameEnd == nameStart {
            // Only the empty line may begin like this; a space would be a folded line (RFC 9112 §5.2).
            position = try lineEnd(in: text.span, at: position)
            return nil
        }
        guard position < text.count, text[position] == UInt8(ascii: ":") else {
            throw .malformed("header name with a character that is not allowed")
        }
        position &+= 1
        while position < text.count, FieldGrammar.isBlank(text[position]) { position &+= 1 }
        let valueStart = position
        var valueEnd = text.span.endOfValue(from: position)
        position = try lineEnd(in: text.span, at: valueEnd)
        while valueEnd > valueStart, FieldGrammar.isBlank(text[valueEnd &- 1]) { valueEnd &-= 1 }
        return HeaderFields.Place(
            name: UInt32(truncatingIfNeeded: nameStart)..<UInt32(truncatingIfNeeded: nameEnd),
            value: UInt32(truncatingIfNeeded: valueStart)..<UInt32(truncatingIfNeeded: valueEnd)
        )
    }

    /// Where the next line begins, if there is CR LF at `position`.
    private static func lineEnd(in text: Span<UInt8>, at position: Int) throws(WireError) -> Int {
        guard position &+ 1 < text.count, text[position] == 0x0D, text[position &+ 1] == 0x0A else {
            throw .malformed("control character in the head")
        }
        return position &+ 2
    }
}
