/// Folds away how a text is written: width, case, accents, compatibility forms of kana, and kinds of quotes, dashes
/// and spaces. What NFKC and case folding do for the scripts people write questions in, without their tables.
enum TextFolding {
    /// Set on a scalar that was a capital letter before folding.
    static let capital: UInt32 = 1 << 31

    /// Folds a text, and collapses spaces.
    /// - Parameters:
    ///   - text: any text.
    ///   - limit: the most scalars; what is beyond is left out.
    /// - Returns: the folded scalars, capitals marked, and whether all of the text is in them.
    static func fold(_ text: String, limit: Int) -> (scalars: [UInt32], isWhole: Bool) {
        var output: [UInt32] = []
        output.reserveCapacity(min(text.utf8.count, limit) + 8)
        for scalar in text.unicodeScalars {
            if output.count >= limit { return (output, false) }
            fold(scalar, into: &output)
        }
        closeLongVowel(&output, before: 0x20)
        if output.last == 0x20 { output.removeLast() }
        return (output, true)
    }

    private static func fold(_ scalar: Unicode.Scalar, into output: inout [UInt32]) {
        var value = scalar.value
        if value < 0x80 {
            closeLongVowel(&output, before: value)
            switch value {
            case 0x41...0x5A: output.append((value | 0x20) | capital)
            case 0x21...0x7E: output.append(value)
            default: if let last = output.last, last != 0x20 { output.append(0x20) }
            }
            return
        }
        if value >= 0xFF01, value <= 0xFF5E { return fold(ascii(value - 0xFEE0), into: &output) }
        if value >= 0xFF61, value <= 0xFF9F {
            if value == 0xFF9E || value == 0xFF9F { return voice(&output, half: value == 0xFF9F) }
            value = halfWidthKana[Int(value - 0xFF61)]
        }
        switch value {
        case 0x3099, 0x309B: return voice(&output, half: false)
        case 0x309A, 0x309C: return voice(&output, half: true)
        case 0x300...0x36F, 0xAD, 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF: return
        case 0x85, 0xA0, 0x2000...0x200A, 0x202F, 0x205F, 0x3000: return fold(ascii(0x20), into: &output)
        case 0x2018, 0x2019, 0x201A, 0x2032, 0x2BC, 0xB4: return fold(ascii(0x27), into: &output)
        case 0x201C...0x201F, 0x2033, 0xAB, 0xBB: return fold(ascii(0x22), into: &output)
        case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: return fold(ascii(0x2D), into: &output)
        case 0x301C, 0x223C, 0x2053: return fold(ascii(0x7E), into: &output)
        case 0x2026: return fold(ascii(0x2E), into: &output)
        case 0xFFE5: value = 0xA5
        case 0xFFE1: value = 0xA3
        case 0x2460...0x2468: return fold(ascii(0x31 + value - 0x2460), into: &output)
        case 0xC0...0x17F: return latin(value, into: &output)
        case 0x391...0x3A9, 0x410...0x42F: value = (value &+ 0x20) | capital
        case 0x400...0x40F: value = (value &+ 0x50) | capital
        // е and ё are written for each other.
        case 0x451: value = 0x435
        // つ゛ and friends: old and small forms people type for each other.
        case 0x30F5: value = 0x30AB
        case 0x30F6: value = 0x30B1
        case 0x1E00...0x1EFF:
            if let base = scalar.properties.lowercaseMapping.unicodeScalars.first { value = base.value }
        default: break
        }
        if value == 0x401 | capital { value = 0x435 | capital }
        closeLongVowel(&output, before: value)
        output.append(value)
    }

    /// サーバー and サーバ are one word: a long vowel that ends a katakana word of three letters or more is dropped.
    private static func closeLongVowel(_ output: inout [UInt32], before next: UInt32) {
        guard output.last == 0x30FC, output.count >= 4, ScalarClass(next) != .katakana else { return }
        let tail = output.suffix(4).dropLast()
        if tail.allSatisfy({ ScalarClass($0) == .katakana }) { output.removeLast() }
    }

    /// Puts a voiced mark on the kana before it (が written as か and a mark, as half-width kana are).
    private static func voice(_ output: inout [UInt32], half: Bool) {
        guard let last = output.last else { return }
        let isKatakana = last >= 0x30A1 && last <= 0x30FA
        guard isKatakana || (last >= 0x3041 && last <= 0x3096) else { return }
        let hiragana = isKatakana ? last - 0x60 : last
        let voiced: UInt32? =
            switch hiragana {
            case 0x304B...0x3062 where hiragana % 2 == 1: half ? nil : hiragana + 1
            case 0x3064, 0x3066, 0x3068: half ? nil : hiragana + 1
            case 0x306F...0x307B where (hiragana - 0x306F) % 3 == 0: hiragana + (half ? 2 : 1)
            case 0x3046: half ? nil : 0x3094
            default: nil
            }
        guard let voiced else { return }
        output[output.count - 1] = isKatakana ? voiced + 0x60 : voiced
    }

    private static func latin(_ value: UInt32, into output: inout [UInt32]) {
        let isCapital = value <= 0xDE || (value >= 0x100 && Unicode.Scalar(value)?.properties.isUppercase == true)
        let base: UInt8 =
            switch value {
            case 0xC0...0xC6, 0xE0...0xE6, 0x100...0x105: UInt8(ascii: "a")
            case 0xC7, 0xE7, 0x106...0x10D: UInt8(ascii: "c")
            case 0xD0, 0xF0, 0x10E...0x111: UInt8(ascii: "d")
            case 0xC8...0xCB, 0xE8...0xEB, 0x112...0x11B: UInt8(ascii: "e")
            case 0x11C...0x123: UInt8(ascii: "g")
            case 0x124...0x127: UInt8(ascii: "h")
            case 0xCC...0xCF, 0xEC...0xEF, 0x128...0x133: UInt8(ascii: "i")
            case 0x134...0x135: UInt8(ascii: "j")
            case 0x136...0x138: UInt8(ascii: "k")
            case 0x139...0x142: UInt8(ascii: "l")
            case 0xD1, 0xF1, 0x143...0x14B: UInt8(ascii: "n")
            case 0xD2...0xD6, 0xD8, 0xF2...0xF6, 0xF8, 0x14C...0x153: UInt8(ascii: "o")
            case 0x154...0x159: UInt8(ascii: "r")
            case 0xDF, 0x15A...0x161, 0x17F: UInt8(ascii: "s")
            case 0xDE, 0xFE, 0x162...0x167: UInt8(ascii: "t")
            case 0xD9...0xDC, 0xF9...0xFC, 0x168...0x173: UInt8(ascii: "u")
            case 0x174...0x175: UInt8(ascii: "w")
            case 0xDD, 0xFD, 0xFF, 0x176...0x178: UInt8(ascii: "y")
            case 0x179...0x17E: UInt8(ascii: "z")
            default: UInt8(ascii: " ")
            }
        if base == UInt8(ascii: " ") { return fold(ascii(0x20), into: &output) }
        closeLongVowel(&output, before: UInt32(base))
        output.append(UInt32(base) | (isCapital ? capital : 0))
    }

    private static func ascii(_ value: UInt32) -> Unicode.Scalar { Unicode.Scalar(UInt8(truncatingIfNeeded: value)) }

    /// U+FF61…U+FF9D: the full-width punctuation and katakana.
    private static let halfWidthKana: [UInt32] =
        "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜"
        .unicodeScalars.map(\.value)
}
