/// Reads single escapes: `%E3`, `&#12354;`, `\u3042`, `=E3`.
enum EscapeReader {
    /// One escape.
    struct Read {
        /// A code point, or a byte of UTF-8; `nil` for nothing (a soft line break).
        var value: Value?
        /// How many bytes it takes.
        var length: Int

        enum Value {
            case byte(UInt8)
            case code(UInt32)
        }

        /// Whether it hides something: a letter, a digit, `@` or what is not ASCII. A space is escaped in good faith.
        var isUseful: Bool {
            switch value {
            case .byte(let byte): EscapeReader.isUseful(UInt32(byte))
            case .code(let code): EscapeReader.isUseful(code)
            case nil: false
            }
        }
    }

    private static func isUseful(_ code: UInt32) -> Bool {
        code >= 0x80 || code &- 0x30 < 10 || code == 0x40 || (code | 0x20) &- 0x61 < 26
    }

    /// Reads the escape that begins at an offset.
    static func read(_ escape: BlobScanner.Escape, _ text: Span<UInt8>, at index: Int) -> Read? {
        switch escape {
        case .percent:
            return Hexadecimal.value(text, at: index &+ 1).map { Read(value: .byte($0), length: 3) }
        case .quotedPrintable:
            if let byte = Hexadecimal.value(text, at: index &+ 1) { return Read(value: .byte(byte), length: 3) }
            return index &+ 1 < text.count && text[index &+ 1] == 0x0A ? Read(value: nil, length: 2) : nil
        case .backslash: return backslash(text, at: index)
        case .entity: return entity(text, at: index)
        }
    }

    private static func backslash(_ text: Span<UInt8>, at index: Int) -> Read? {
        guard index &+ 1 < text.count else { return nil }
        switch text[index &+ 1] {
        case UInt8(ascii: "x"):
            return Hexadecimal.value(text, at: index &+ 2).map { Read(value: .byte($0), length: 4) }
        case UInt8(ascii: "U"):
            return number(text, at: index &+ 2, digits: 8).map { Read(value: .code($0), length: 10) }
        case UInt8(ascii: "u"):
            if index &+ 2 < text.count, text[index &+ 2] == UInt8(ascii: "{") { return braces(text, at: index) }
            guard let code = number(text, at: index &+ 2, digits: 4) else { return nil }
            // A pair of surrogates is one character.
            if code &>> 10 == 0x36, index &+ 7 < text.count, text[index &+ 6] == UInt8(ascii: "\\"),
                text[index &+ 7] == UInt8(ascii: "u"), let low = number(text, at: index &+ 8, digits: 4),
                low &>> 10 == 0x37
            {
                return Read(value: .code(0x10000 &+ (code & 0x3FF) &<< 10 &+ (low & 0x3FF)), length: 12)
            }
            return Read(value: .code(code), length: 6)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            guard index &+ 3 < text.count else { return nil }
            var value: UInt32 = 0
            for offset in 1...3 {
                let digit = text[index &+ offset] &- UInt8(ascii: "0")
                guard digit < 8 else { return nil }
                value = value &<< 3 | UInt32(digit)
            }
            return Read(value: .byte(UInt8(truncatingIfNeeded: value)), length: 4)
        default: return nil
        }
    }

    private static func braces(_ text: Span<UInt8>, at index: Int) -> Read? {
        var end = index &+ 3
        var code: UInt32 = 0
        while end < text.count, end &- index <= 9, let digit = Hexadecimal.digit(text[end]) {
            code = code &<< 4 | UInt32(digit)
            end &+= 1
        }
        guard end > index &+ 3, end < text.count, text[end] == UInt8(ascii: "}") else { return nil }
        return Read(value: .code(code), length: end &+ 1 &- index)
    }

    private static func number(_ text: Span<UInt8>, at start: Int, digits: Int) -> UInt32? {
        guard start &+ digits <= text.count else { return nil }
        var value: UInt32 = 0
        for offset in 0..<digits {
            guard let digit = Hexadecimal.digit(text[start &+ offset]) else { return nil }
            value = value &<< 4 | UInt32(digit)
        }
        return value
    }

    private static func entity(_ text: Span<UInt8>, at index: Int) -> Read? {
        guard index &+ 2 < text.count else { return nil }
        guard text[index &+ 1] == UInt8(ascii: "#") else { return named(text, at: index) }
        let isHexadecimal = text[index &+ 2] | 0x20 == UInt8(ascii: "x")
        var end = index &+ (isHexadecimal ? 3 : 2)
        let start = end
        var code: UInt32 = 0
        while end < text.count, end &- start < 8 {
            guard let digit = Hexadecimal.digit(text[end]), isHexadecimal || digit < 10 else { break }
            code = code &* (isHexadecimal ? 16 : 10) &+ UInt32(digit)
            end &+= 1
        }
        guard end > start else { return nil }
        if end < text.count, text[end] == UInt8(ascii: ";") { end &+= 1 }
        return Read(value: .code(code), length: end &- index)
    }

    private static func named(_ text: Span<UInt8>, at index: Int) -> Read? {
        let names: [(StaticString, UInt32)] = [
            ("&amp;", 0x26), ("&lt;", 0x3C), ("&gt;", 0x3E), ("&quot;", 0x22), ("&apos;", 0x27), ("&nbsp;", 0x20),
            ("&commat;", 0x40), ("&period;", 0x2E), ("&num;", 0x23), ("&sol;", 0x2F), ("&colon;", 0x3A),
        ]
        for (name, code) in names {
            let stands = name.withUTF8Buffer { bytes in
                index &+ bytes.count <= text.count && bytes.indices.allSatisfy { text[index &+ $0] == bytes[$0] }
            }
            if stands { return Read(value: .code(code), length: name.utf8CodeUnitCount) }
        }
        return nil
    }

    /// A part of a text with its escapes of one kind undone.
    static func decode(_ escape: BlobScanner.Escape, _ text: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
        var decoded: [UInt8] = []
        var index = range.lowerBound
        let marker: UInt8 =
            switch escape {
            case .percent: UInt8(ascii: "%")
            case .entity: UInt8(ascii: "&")
            case .backslash: UInt8(ascii: "\\")
            case .quotedPrintable: UInt8(ascii: "=")
            }
        while index < range.upperBound {
            if text[index] == marker, let read = read(escape, text, at: index) {
                switch read.value {
                case .byte(let byte): decoded.append(byte)
                case .code(let code): decoded.appendUTF8(code)
                case nil: break
                }
                index &+= read.length
            } else {
                decoded.append(text[index])
                index &+= 1
            }
        }
        return decoded
    }
}
