/// The language of a text where it can be told with some certainty.
struct SpokenLanguage {
    /// The language; `.other` for one that is none of those with a name; `nil` where it cannot be told.
    let language: LanguageGuess.Language?

    /// Fewer letters than these tell nothing; a character of Chinese or Japanese counts as two and a half.
    private static let fewestLetters = 16
    /// The least share of the letters that speaks for a language.
    private static let leastShare = 0.6
    /// Kanji alone say little about which of two languages they are of.
    private static let fewestKanji = 20
    private static let longest = 64 << 10

    /// - Parameter bytes: normalised text.
    init(of bytes: [UInt8]) {
        let text = CodeBlocks.withoutBlocks(Array(bytes.prefix(Self.longest)))
        var letters = Letters()
        letters.read(text.span)
        let guess = LanguageGuess(text)
        switch guess.language {
        case _ where letters.weight < Self.fewestLetters || guess.share < Self.leastShare:
            language = nil
        case .chinese where letters.kanji < Self.fewestKanji,
            .japanese where letters.kana == 0 && letters.kanji < Self.fewestKanji:
            language = nil
        case .other:
            // Names, code and tables are of Latin letters too: only words of a language tell.
            language = letters.others > letters.latin || EuropeanWords.speak(text) ? .other : nil
        case let known: language = known
        }
    }

    private struct Letters {
        var kana = 0
        var kanji = 0
        var hangul = 0
        var latin = 0
        var others = 0

        var weight: Int { 5 * (kana + kanji) / 2 + 2 * hangul + latin + others }

        mutating func read(_ text: Span<UInt8>) {
            var index = 0
            while index < text.count {
                let scalar = UTF8Scalar(text, at: index)
                index &+= scalar.length
                switch scalar.code {
                case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin &+= 1
                case 0x3041...0x30FF: kana &+= 1
                case 0xAC00...0xD7A3, 0x1100...0x11FF: hangul &+= 1
                case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: kanji &+= 1
                case 0x370...0x10FF: others &+= 1
                default: break
                }
            }
        }
    }
}
