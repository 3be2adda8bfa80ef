/// Texts that can be seen at once to need nothing: the cheap question before the dear ones.
enum PlainText {
    /// What a byte means for a text.
    private enum Sign {
        static let other: UInt8 = 0
        static let letter: UInt8 = 1
        static let digit: UInt8 = 2
        /// It ends the question.
        static let suspect: UInt8 = 3
    }

    private static let signs: InlineArray<256, UInt8> = {
        var signs = InlineArray<256, UInt8>(repeating: Sign.other)
        for byte in 0..<0x20 { signs[byte] = Sign.suspect }
        // What JSON escapes, what terminals obey, and what `=` and `:` may give a name to; full-width forms begin with EF.
        for byte in [0x22, 0x5C, 0x7F, 0xC2, 0xE2, 0xEF, 0x3D, 0x3A, 0x40] { signs[byte] = Sign.suspect }
        for byte in 0x30...0x39 { signs[byte] = Sign.digit }
        for byte in Array(0x41...0x5A) + Array(0x61...0x7A) + "-._~+/".utf8.map(Int.init) { signs[byte] = Sign.letter }
        return signs
    }()

    /// Whether a text surely holds nothing to hide, and stands in JSON as it is.
    ///
    /// It asks what ``Suspicion`` and ``NamedSecrets/mayBeIn(_:)`` ask, and whether anything would be escaped, in one pass.
    static func isHarmless(_ text: Span<UInt8>) -> Bool {
        var (digits, run, digitsInRun) = (0, 0, 0)
        for position in text.indices {
            switch signs[Int(text[position])] {
            case Sign.letter: run &+= 1
            case Sign.digit:
                digits &+= 1
                run &+= 1
                digitsInRun &+= 1
            case Sign.suspect: return false
            default: (run, digitsInRun) = (0, 0)
            }
            if run >= Suspicion.shortToken, run >= Suspicion.longToken || digitsInRun > 0 { return false }
        }
        return digits < Suspicion.digits
    }

    /// Whether a text stands in JSON as it is.
    static func needsNoEscape(_ text: Span<UInt8>) -> Bool {
        text.withUnsafeBytes { bytes in
            var position = 0
            // Eight bytes at once: one that is less than a space, a quotation mark or a backslash leaves its highest bit.
            while position &+ 8 <= bytes.count {
                let word = bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let controls = (word &- 0x2020_2020_2020_2020) & ~word
                let quotes = word ^ 0x2222_2222_2222_2222
                let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
                let ones: UInt64 = 0x0101_0101_0101_0101
                let found = controls | ((quotes &- ones) & ~quotes) | ((slashes &- ones) & ~slashes)
                guard found & 0x8080_8080_8080_8080 == 0 else { return false }
                position &+= 8
            }
            while position < bytes.count {
                let byte = bytes[position]
                if byte < 0x20 || byte == 0x22 || byte == 0x5C { return false }
                position &+= 1
            }
            return true
        }
    }
}
