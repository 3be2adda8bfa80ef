/// Katakana: what it is in hiragana, and the kanji it is taken for.
enum Katakana {
    /// ー
    static let longMark: UInt32 = 0x30FC

    /// A kana that a kanji looks like.
    struct Like {
        /// The katakana.
        var code: UInt32
        /// Whether the kanji is a digit, which stands beside katakana in good faith.
        var isDigit: Bool
    }

    /// Whether a code point is katakana or the long mark.
    static func contains(_ code: UInt32) -> Bool { code &- 0x30A1 < 0x5A || code == longMark }

    /// The hiragana of a katakana; other code points stay.
    static func hiragana(of code: UInt32) -> UInt32 {
        code &- 0x30A1 < 0x56 || code &- 0x30FD < 2 ? code &- 0x60 : code
    }

    /// The large form of a small hiragana; others stay.
    static func large(_ code: UInt32) -> UInt32 {
        switch code {
        case 0x3041, 0x3043, 0x3045, 0x3047, 0x3049, 0x3063, 0x3083, 0x3085, 0x3087, 0x308E: code &+ 1
        case 0x3095: 0x304B
        case 0x3096: 0x3051
        default: code
        }
    }

    /// The katakana that a kanji looks like.
    static func kanaLike(_ kanji: UInt32) -> Like? {
        switch kanji {
        case 0x529B: Like(code: 0x30AB, isDigit: false)
        case 0x53E3: Like(code: 0x30ED, isDigit: false)
        case 0x5DE5: Like(code: 0x30A8, isDigit: false)
        case 0x5915: Like(code: 0x30BF, isDigit: false)
        case 0x535C: Like(code: 0x30C8, isDigit: false)
        case 0x624D: Like(code: 0x30AA, isDigit: false)
        case 0x4E8C: Like(code: 0x30CB, isDigit: true)
        case 0x516B: Like(code: 0x30CF, isDigit: true)
        case 0x4E09: Like(code: 0x30DF, isDigit: true)
        case 0x4E00: Like(code: longMark, isDigit: true)
        default: nil
        }
    }

    /// The kanji that a katakana looks like.
    static func kanjiLike(_ code: UInt32) -> UInt32? {
        switch code {
        case 0x30AB: 0x529B
        case 0x30ED: 0x53E3
        case 0x30A8: 0x5DE5
        case 0x30BF: 0x5915
        case 0x30CB: 0x4E8C
        default: nil
        }
    }
}
