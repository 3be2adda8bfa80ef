/// What a character is to the question whether the end of a text may go on into something that has to be held back.
enum StreamKind: UInt8, Sendable {
    /// A digit of any script, in full width and in circles too; kanji are ``kanji``.
    case digit
    case upper, lower
    /// Any other visible character of ASCII, in full width too.
    case sign
    case space, newline
    case kanji, hiragana, katakana
    /// The middle dot ・.
    case dot
    /// A character that is not seen.
    case invisible
    /// A mark that combines with the character in front.
    case mark
    /// Punctuation, symbols and scripts that none of the built-in detectors reads.
    case other

    /// Whether it belongs to a word of ASCII that no space parts.
    var isToken: Bool { rawValue <= StreamKind.sign.rawValue || self == .invisible || self == .mark }
    var isLetter: Bool { self == .upper || self == .lower }
    var isJapanese: Bool { self == .kanji || self == .hiragana || self == .katakana }

    /// A character as detectors will read it, as far as it matters here: full width as ASCII, look-alikes of hyphens as one.
    /// - Parameter code: a code point; of a byte that belongs to none, ``UTF8Scalar/invalid``.
    static func fold(_ code: UInt32) -> (kind: StreamKind, code: UInt32) {
        if code < 0x80 { return (ascii[Int(code)], code) }
        switch code {
        case 0x3041...0x3096, 0x309D...0x309F: return (.hiragana, code)
        case 0x30A1...0x30FA, 0x30FC...0x30FF: return (.katakana, code)
        case 0x4E00...0x9FFF, 0x3400...0x4DBF, 0xF900...0xFAFF, 0x20000...0x323AF, 0x3005...0x3007:
            return (.kanji, code)
        case 0x3001, 0x3002, 0x3008...0x3020: return (.other, code)
        case 0x3000, 0xA0, 0x2002...0x200A: return (.space, 0x20)
        case 0xFF01...0xFF5E: return fold(code - 0xFEE0)
        case 0xFF66...0xFF9D: return (.katakana, code)
        case 0xFF9E, 0xFF9F, 0x3099, 0x309A: return (.mark, code)
        case 0x30FB, 0xFF65, 0xB7: return (.dot, 0x30FB)
        case 0x2010...0x2015, 0x2212, 0x2500, 0x2501: return (.sign, 0x2D)
        case 0x2028, 0x2029, 0x85: return (.newline, 0x0A)
        case 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xE0000...0xE0FFF, 0xFEFF, 0xAD,
            0x115F,
            0x1160, 0x3164, 0xFFA0, 0x180B...0x180F, 0x61C, 0x34F:
            return (.invisible, code)
        default: return rare(code)
        }
    }

    private static func rare(_ code: UInt32) -> (kind: StreamKind, code: UInt32) {
        guard let scalar = Unicode.Scalar(code) else { return (.other, code) }
        let properties = scalar.properties
        if properties.numericType != nil { return (.digit, 0x30) }
        switch properties.generalCategory {
        case .uppercaseLetter, .titlecaseLetter: return (.upper, code)
        case .lowercaseLetter: return (.lower, code)
        case .nonspacingMark, .spacingMark, .enclosingMark: return (.mark, code)
        case .format: return (.invisible, code)
        // ㋿ and ㈱ become kanji, № and ℡ letters.
        case .otherSymbol where (0x3200...0x33FF).contains(code): return (.kanji, code)
        case .otherSymbol where (0x2100...0x214F).contains(code): return (.upper, code)
        default: return (.other, code)
        }
    }

    private static let ascii: [StreamKind] = (0..<128).map { code in
        switch UInt8(code) {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): .digit
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): .upper
        case UInt8(ascii: "a")...UInt8(ascii: "z"): .lower
        case 0x20: .space
        case 0x21...0x7E: .sign
        case 0x09...0x0D: .newline
        default: .other
        }
    }
}
