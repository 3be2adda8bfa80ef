/// Walks over the lines of a complete head (RFC 9112 §4 and §5), lowering the case of field names on the way.
struct HeadScanner {
    private(set) var bytes: [UInt8]
    private(set) var position = 0

    /// - Parameter bytes: a head whose every line feed is known to follow a carriage return and which ends in an empty
    ///   line, as ``HeadFinder`` guarantees.
    init(_ bytes: [UInt8]) { self.bytes = bytes }

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
        try expect(0x0D, "control character in the head")
        try expect(0x0A, "carriage return without line feed in the head")
    }

    /// Reads `HTTP/1.0` or `HTTP/1.1`.
    /// - Returns: the minor version.
    mutating func version() throws(WireError) -> Int {
        guard position &+ 8 <= bytes.count, bytes[position..<(position &+ 5)].elementsEqual("HTTP/".utf8) else {
            throw .malformed("no HTTP version")
        }
        let version = bytes[(position &+ 5)..<(position &+ 8)]
        position &+= 8
        if version.elementsEqual("1.1".utf8) { return 1 }
        if version.elementsEqual("1.0".utf8) { return 0 }
        throw WireError(.unsupportedVersion, "HTTP version other than 1.0 and 1.1")
    }

    /// Reads all fields up to the empty line.
    /// - Parameter limit: the most fields accepted.
    mutating func fields(limit: Int, facts: inout HeadFacts) throws(WireError) -> [HeaderFields.Place] {
        var places: [HeaderFields.Place] = []
        places.reserveCapacity(12)
        while let place = try field() {
            if places.count >= limit { throw WireError(.headTooLarge, "more than \(limit) header fields") }
            places.append(place)
            try facts.note(place, in: bytes)
        }
        return places
    }

    /// The next field, or `nil` at the empty line.
    private mutating func field() throws(WireError) -> HeaderFields.Place? {
        let nameStart = position
        while position < bytes.count, FieldGrammar.isTokenByte(bytes[position]) {
            bytes[position] = FieldGrammar.lowercased(bytes[position])
            position &+= 1
        }
        let nameEnd = position
        if nameEnd == nameStart {
            // Only the empty line may begin like this; a space would be a folded line (RFC 9112 §5.2).
            try lineEnd()
            return nil
        }
        try expect(UInt8(ascii: ":"), "header name with a character that is not allowed")
        _ = skip(while: FieldGrammar.isBlank)
        let value = skip(while: FieldGrammar.isValue)
        try lineEnd()
        var valueEnd = value.upperBound
        while valueEnd > value.lowerBound, FieldGrammar.isBlank(bytes[valueEnd &- 1]) { valueEnd &-= 1 }
        return HeaderFields.Place(
            name: UInt32(truncatingIfNeeded: nameStart)..<UInt32(truncatingIfNeeded: nameEnd),
            value: UInt32(truncatingIfNeeded: value.lowerBound)..<UInt32(truncatingIfNeeded: valueEnd)
        )
    }
}
