/// What a folded scalar is to the tokeniser.
enum ScalarClass: UInt8 {
    case space
    case mark
    case digit
    case latin
    case cyrillic
    case greek
    case kanji
    case hiragana
    case katakana
    case hangul
    case letter

    /// Whether words of this class are not set apart by spaces.
    var isUnspaced: Bool { self == .kanji || self == .hiragana || self == .katakana }

    /// Whether words of this class are set apart by spaces.
    var isSpacedLetter: Bool {
        switch self {
        case .latin, .cyrillic, .greek, .hangul, .letter: true
        default: false
        }
    }

    /// The class of a folded scalar.
    /// - Parameter scalar: its number.
    init(_ scalar: UInt32) {
        switch scalar {
        case 0x61...0x7A: self = .latin
        case 0x30...0x39: self = .digit
        case 0x09...0x0D, 0x20, 0x85, 0xA0: self = .space
        case 0..<0x80: self = .mark
        case 0xC0...0x24F: self = .latin
        case 0x370...0x3FF: self = .greek
        case 0x400...0x52F: self = .cyrillic
        case 0x3005, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x2_0000...0x3_FFFF: self = .kanji
        case 0x3041...0x309F: self = .hiragana
        case 0x30A1...0x30FA, 0x30FC...0x30FF: self = .katakana
        case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7A3: self = .hangul
        case 0x2000...0x2BFF, 0x3000...0x303F, 0x30FB, 0xFE00...0xFE6F, 0x1_F000...0x1_FAFF: self = .mark
        default: self = Self.other(scalar)
        }
    }

    private static func other(_ scalar: UInt32) -> ScalarClass {
        guard let properties = Unicode.Scalar(scalar)?.properties else { return .mark }
        if properties.isWhitespace { return .space }
        if properties.isAlphabetic { return .letter }
        return properties.numericType == nil ? .mark : .letter
    }
}
