/// One character as it stands in bytes: a code point, or a byte that belongs to none.
struct UTF8Scalar {
    /// The code point; ``invalid`` for a byte that is no part of well-formed UTF-8.
    let code: UInt32
    /// How many bytes it takes, 1 to 4.
    let length: Int

    /// The code of a byte that belongs to no character.
    static let invalid: UInt32 = .max

    /// Whether it is a character at all.
    @inline(__always) var isValid: Bool { code != Self.invalid }

    /// Reads the character that begins at an offset (RFC 3629: no surrogates, no overlong forms).
    /// - Parameters:
    ///   - index: less than the count of the bytes.
    @inline(__always)
    init(_ bytes: Span<UInt8>, at index: Int) {
        let first = bytes[index]
        let left = bytes.count &- index
        if first < 0x80 {
            self.init(code: UInt32(first), length: 1)
        } else if first >= 0xE0, first < 0xF0, left >= 3 {
            let second = bytes[index &+ 1]
            let third = bytes[index &+ 2]
            let code = UInt32(first & 0x0F) &<< 12 | UInt32(second & 0x3F) &<< 6 | UInt32(third & 0x3F)
            let isWellFormed = second & 0xC0 == 0x80 && third & 0xC0 == 0x80 && code >= 0x800 && code &>> 11 != 0x1B
            self.init(code: isWellFormed ? code : Self.invalid, length: isWellFormed ? 3 : 1)
        } else if first >= 0xC2, first < 0xE0, left >= 2 {
            let second = bytes[index &+ 1]
            let isWellFormed = second & 0xC0 == 0x80
            let code = UInt32(first & 0x1F) &<< 6 | UInt32(second & 0x3F)
            self.init(code: isWellFormed ? code : Self.invalid, length: isWellFormed ? 2 : 1)
        } else if first >= 0xF0, first < 0xF5, left >= 4 {
            let second = bytes[index &+ 1]
            let third = bytes[index &+ 2]
            let fourth = bytes[index &+ 3]
            let code =
                UInt32(first & 0x07) &<< 18 | UInt32(second & 0x3F) &<< 12 | UInt32(third & 0x3F) &<< 6
                | UInt32(fourth & 0x3F)
            let isWellFormed =
                second & 0xC0 == 0x80 && third & 0xC0 == 0x80 && fourth & 0xC0 == 0x80 && code >= 0x10000
                && code < 0x110000
            self.init(code: isWellFormed ? code : Self.invalid, length: isWellFormed ? 4 : 1)
        } else {
            self.init(code: Self.invalid, length: 1)
        }
    }

    /// Reads the character that ends at an offset; `nil` at the beginning.
    init?(_ bytes: Span<UInt8>, endingAt end: Int) {
        guard end > 0, end <= bytes.count else { return nil }
        var start = end &- 1
        while start > 0, end &- start < 4, bytes[start] & 0xC0 == 0x80 { start &-= 1 }
        let scalar = UTF8Scalar(bytes, at: start)
        self = scalar.length == end &- start ? scalar : UTF8Scalar(code: Self.invalid, length: 1)
    }

    private init(code: UInt32, length: Int) {
        self.code = code
        self.length = length
    }
}

extension [UInt8] {
    /// Adds a code point in UTF-8. What is none is left out.
    mutating func appendUTF8(_ code: UInt32) {
        switch code {
        case 0..<0x80:
            append(UInt8(truncatingIfNeeded: code))
        case 0x80..<0x800:
            append(UInt8(truncatingIfNeeded: 0xC0 | code &>> 6))
            append(UInt8(truncatingIfNeeded: 0x80 | code & 0x3F))
        case 0x800..<0x10000 where code &>> 11 != 0x1B:
            append(UInt8(truncatingIfNeeded: 0xE0 | code &>> 12))
            append(UInt8(truncatingIfNeeded: 0x80 | code &>> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | code & 0x3F))
        case 0x10000..<0x110000:
            append(UInt8(truncatingIfNeeded: 0xF0 | code &>> 18))
            append(UInt8(truncatingIfNeeded: 0x80 | code &>> 12 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | code &>> 6 & 0x3F))
            append(UInt8(truncatingIfNeeded: 0x80 | code & 0x3F))
        default:
            break
        }
    }
}
