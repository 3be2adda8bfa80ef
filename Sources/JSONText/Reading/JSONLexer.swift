/// The lexical rules of RFC 8259, on bytes: each function starts at `index` and leaves it behind what it read.
///
/// Everything that reads JSON here goes through these, so the lazy scan and the tree accept the same texts.
enum JSONLexer {
    static let quote = UInt8(ascii: "\"")
    static let backslash = UInt8(ascii: "\\")

    /// What a string's bytes look like, learnt on the way through it.
    struct StringShape {
        /// The bytes between the quotes.
        var contents: Range<Int>
        /// Whether the contents hold a backslash, so that they differ from the value.
        var hasEscapes: Bool
        /// Whether every byte is below 0x80.
        var isASCII: Bool
    }

    /// Skips space, tab, line feed and carriage return (RFC 8259 §2).
    @inline(__always)
    static func skipWhitespace(_ bytes: Span<UInt8>, at index: inout Int) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index &+= 1
            default: return
            }
        }
    }

    /// Where the white space starts that ends in front of `end`.
    static func whitespaceStart(_ bytes: Span<UInt8>, before end: Int) -> Int {
        var start = end
        while start > 0 {
            switch bytes[start &- 1] {
            case 0x20, 0x0A, 0x0D, 0x09: start &-= 1
            default: return start
            }
        }
        return start
    }

    /// The byte at `index`.
    /// - Throws: `unexpectedEnd` where there is none.
    @inline(__always)
    static func peek(_ bytes: Span<UInt8>, at index: Int) throws(JSONError) -> UInt8 {
        guard index < bytes.count else { throw JSONError(.unexpectedEnd, at: index) }
        return bytes[index]
    }

    /// Refuses a byte order mark at the start of a text.
    static func refuseByteOrderMark(_ bytes: Span<UInt8>) throws(JSONError) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF {
            throw JSONError(.byteOrderMark, at: 0)
        }
    }

    /// Skips white space to the end of the text.
    /// - Throws: `trailingBytes` where anything else is left.
    static func expectEnd(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) {
        skipWhitespace(bytes, at: &index)
        if index < bytes.count { throw JSONError(.trailingBytes, at: index) }
    }

    /// Skips `true`, `false` or `null`.
    static func skipLiteral(_ literal: StaticString, _ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) {
        let length = literal.utf8CodeUnitCount
        for position in 0..<length {
            let byte = try peek(bytes, at: index &+ position)
            if byte != literal.utf8Start[position] { throw JSONError(.unexpectedByte, at: index &+ position) }
        }
        index &+= length
    }

    // MARK: - Numbers

    /// Skips a number (RFC 8259 §6): `-`, an integer part without leading zeros, a fraction, an exponent.
    static func skipNumber(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) {
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") { index &+= 1 }
        let first = index
        try skipDigits(bytes, at: &index)
        if bytes[first] == UInt8(ascii: "0"), index > first &+ 1 { throw JSONError(.invalidNumber, at: first) }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index &+= 1
            try skipDigits(bytes, at: &index)
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index &+= 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index &+= 1
            }
            try skipDigits(bytes, at: &index)
        }
    }

    /// Skips one digit or more.
    private static func skipDigits(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) {
        let first = index
        while index < bytes.count, bytes[index] &- UInt8(ascii: "0") < 10 { index &+= 1 }
        if index == first { throw JSONError(index < bytes.count ? .invalidNumber : .unexpectedEnd, at: index) }
    }

    // MARK: - Strings

    /// Skips a string whose opening quote stands at `index`, checking escapes and UTF-8 on the way.
    @inline(__always)
    static func skipString(_ bytes: Span<UInt8>, at index: inout Int) throws(JSONError) -> StringShape {
        let start = index &+ 1
        var shape = StringShape(contents: start..<start, hasEscapes: false, isASCII: true)
        var position = start
        while true {
            position = plainRunEnd(bytes, from: position)
            guard position < bytes.count else { throw JSONError(.unexpectedEnd, at: bytes.count) }
            let byte = bytes[position]
            if byte == quote {
                shape.contents = start..<position
                index = position &+ 1
                return shape
            } else if byte == backslash {
                shape.hasEscapes = true
                position = try escapeEnd(bytes, from: position)
            } else if byte >= 0x80 {
                shape.isASCII = false
                position = try multibyteRunEnd(bytes, from: position)
            } else {
                throw JSONError(.controlCharacter, at: position)
            }
        }
    }

    /// The first position from `start` on that is not a plain ASCII character: a quote, a backslash, a control
    /// character, a byte from 0x80 on, or the end.
    @inline(__always)
    static func plainRunEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        runEnd(bytes, from: start) { (lanes: SIMD16<UInt8>) in
            // As signed bytes those from 0x80 on are negative, so one comparison finds them and the control characters.
            let signed = unsafe unsafeBitCast(lanes, to: SIMD16<Int8>.self)
            return (signed .== SIMD16(repeating: 0x22)) .| (signed .== SIMD16(repeating: 0x5C))
                .| (signed .< SIMD16(repeating: 0x20))
        } isStop: { byte in
            byte < 0x20 || byte >= 0x80 || byte == quote || byte == backslash
        }
    }

    /// The first position from `start` on that a string cannot hold unescaped: a quote, a backslash, a control
    /// character, or the end.
    @inline(__always)
    static func unescapedRunEnd(_ bytes: Span<UInt8>, from start: Int) -> Int {
        runEnd(bytes, from: start) { (lanes: SIMD16<UInt8>) in
            (lanes .== SIMD16(repeating: 0x22)) .| (lanes .== SIMD16(repeating: 0x5C))
                .| (lanes .< SIMD16(repeating: 0x20))
        } isStop: { byte in
            byte < 0x20 || byte == quote || byte == backslash
        }
    }

    /// The first position from `start` on whose byte stops a run, or the end: sixteen bytes at a time, then one by one.
    ///
    /// `stops` must compare vectors with vectors: the operators that take a scalar are loops over the lanes.
    @inline(__always)
    private static func runEnd(
        _ bytes: Span<UInt8>,
        from start: Int,
        stops: (SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>>,
        isStop: (UInt8) -> Bool
    ) -> Int {
        let raw = bytes.bytes
        var position = start
        while position &+ 16 <= bytes.count {
            // In bounds by the line above; positions are never negative.
            let lanes = unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: SIMD16<UInt8>.self)
            // A mask's lane is all ones or all zeros, 16 bytes in memory order.
            let marks = unsafe unsafeBitCast(stops(lanes), to: SIMD2<UInt64>.self)
            if marks[0] | marks[1] != 0 {
                let low = UInt64(littleEndian: marks[0])
                if low != 0 { return position &+ (low.trailingZeroBitCount &>> 3) }
                return position &+ 8 &+ (UInt64(littleEndian: marks[1]).trailingZeroBitCount &>> 3)
            }
            position &+= 16
        }
        while position < bytes.count, !isStop(bytes[position]) { position &+= 1 }
        return position
    }

    /// The position behind the escape whose backslash stands at `start`; a surrogate pair counts as one.
    @inline(__always)
    private static func escapeEnd(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        switch try peek(bytes, at: start &+ 1) {
        case UInt8(ascii: "n"), UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "b"),
            UInt8(ascii: "f"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            return start &+ 2
        case UInt8(ascii: "u"):
            return try scalarEscape(bytes, from: start).end
        default:
            throw JSONError(.invalidEscape, at: start)
        }
    }

    /// Reads `\uXXXX`, or the two of a surrogate pair, from the backslash at `start`.
    /// - Throws: `loneSurrogate` for a half of a pair.
    static func scalarEscape(
        _ bytes: Span<UInt8>,
        from start: Int
    ) throws(JSONError) -> (scalar: Unicode.Scalar, end: Int) {
        let unit = try codeUnit(bytes, from: start)
        if let scalar = Unicode.Scalar(unit) { return (scalar, start &+ 6) }
        guard unit < 0xDC00 else { throw JSONError(.loneSurrogate, at: start) }
        let second = start &+ 6
        guard second &+ 1 < bytes.count, bytes[second] == backslash, bytes[second &+ 1] == UInt8(ascii: "u") else {
            throw JSONError(.loneSurrogate, at: start)
        }
        let low = try codeUnit(bytes, from: second)
        guard low >= 0xDC00, low <= 0xDFFF,
            let scalar = Unicode.Scalar(0x10000 + (UInt32(unit - 0xD800) << 10) + UInt32(low - 0xDC00))
        else { throw JSONError(.loneSurrogate, at: start) }
        return (scalar, second &+ 6)
    }

    /// The four hexadecimal digits of the `\u` escape at `start`.
    private static func codeUnit(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for position in (start &+ 2)..<(start &+ 6) {
            let byte = try peek(bytes, at: position)
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: throw JSONError(.invalidEscape, at: start)
            }
            unit = unit << 4 | UInt16(digit)
        }
        return unit
    }

    /// The position behind a run of well-formed two- to four-byte UTF-8 sequences (Unicode 15, table 3-7).
    @inline(__always)
    private static func multibyteRunEnd(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        let raw = bytes.bytes
        var position = start
        while position &+ 4 <= bytes.count {
            // In bounds by the line above. Most of the world's scripts take three bytes: 1110xxxx 10xxxxxx 10xxxxxx.
            let word = UInt32(
                littleEndian: unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: position, as: UInt32.self)
            )
            if word & 0x00C0_C0F0 == 0x0080_80E0 {
                // Overlong forms have no bits here, surrogates these two.
                let significant = word & 0x0000_200F
                if significant == 0 || significant == 0x0000_200D { throw JSONError(.invalidUTF8, at: position) }
                position &+= 3
            } else if word & 0x80 == 0 {
                return position
            } else {
                position = try multibyteEnd(bytes, from: position)
            }
        }
        while position < bytes.count, bytes[position] >= 0x80 { position = try multibyteEnd(bytes, from: position) }
        return position
    }

    /// The position behind the well-formed sequence of two to four bytes at `start`.
    private static func multibyteEnd(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> Int {
        let lead = bytes[start]
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF: length = 3
        case 0xF0...0xF4: length = 4
        default: throw JSONError(.invalidUTF8, at: start)
        }
        guard start &+ length <= bytes.count else { throw JSONError(.invalidUTF8, at: start) }
        // Overlong forms, surrogates and scalars above U+10FFFF show in the second byte.
        let allowed: ClosedRange<UInt8>
        switch lead {
        case 0xE0: allowed = 0xA0...0xBF
        case 0xED: allowed = 0x80...0x9F
        case 0xF0: allowed = 0x90...0xBF
        case 0xF4: allowed = 0x80...0x8F
        default: allowed = 0x80...0xBF
        }
        guard allowed.contains(bytes[start &+ 1]),
            length < 3 || bytes[start &+ 2] & 0xC0 == 0x80,
            length < 4 || bytes[start &+ 3] & 0xC0 == 0x80
        else { throw JSONError(.invalidUTF8, at: start) }
        return start &+ length
    }

    /// The value of a string that ``skipString(_:at:)`` has accepted.
    /// - Parameter scratch: room for unescaping, kept by a caller that reads many strings.
    static func string(_ bytes: Span<UInt8>, _ shape: StringShape, scratch: inout [UInt8]) -> String {
        guard shape.hasEscapes else {
            // Well-formed UTF-8 by skipString; ASCII where it says so.
            return String(
                copying: unsafe UTF8Span(unchecked: bytes.extracting(shape.contents), isKnownASCII: shape.isASCII)
            )
        }
        scratch.removeAll(keepingCapacity: true)
        unescape(bytes, shape, into: &scratch)
        // Well-formed too: whole accepted sequences and encoded scalars, one behind the other.
        return String(copying: unsafe UTF8Span(unchecked: scratch.span, isKnownASCII: false))
    }

    /// The value of a string that ``skipString(_:at:)`` has accepted.
    static func string(_ bytes: Span<UInt8>, _ shape: StringShape) -> String {
        var scratch: [UInt8] = []
        return string(bytes, shape, scratch: &scratch)
    }

    /// Appends the UTF-8 bytes that the contents of an accepted string stand for.
    static func unescape(_ bytes: Span<UInt8>, _ shape: StringShape, into out: inout [UInt8]) {
        // No escape is shorter than what it stands for.
        out.reserveCapacity(out.count &+ shape.contents.count)
        let contents = bytes.extracting(0..<shape.contents.upperBound)
        var position = shape.contents.lowerBound
        while position < contents.count {
            // Nothing but a backslash stops a run here: the contents end before the closing quote.
            let end = unescapedRunEnd(contents, from: position)
            out.append(contents, position..<end)
            guard end &+ 1 < contents.count else { return }
            position = end &+ 2
            switch contents[end &+ 1] {
            case UInt8(ascii: "b"): out.append(0x08)
            case UInt8(ascii: "f"): out.append(0x0C)
            case UInt8(ascii: "n"): out.append(0x0A)
            case UInt8(ascii: "r"): out.append(0x0D)
            case UInt8(ascii: "t"): out.append(0x09)
            case UInt8(ascii: "u"):
                // Accepted by skipString, so this cannot throw; were it to, the escape would be left out.
                guard let (scalar, next) = try? scalarEscape(contents, from: end) else { continue }
                out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                position = next
            case let letter: out.append(letter)
            }
        }
    }
}
