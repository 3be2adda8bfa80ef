/// What language a text is in, by its scripts and its most common words. A guess: short texts carry little.
public struct LanguageGuess: Sendable, Hashable {
    /// Languages that are told apart.
    public enum Language: String, Sendable, Hashable, CaseIterable {
        case japanese = "ja"
        case english = "en"
        case chinese = "zh"
        case korean = "ko"
        /// Another one, or too little text to tell.
        case other
    }

    /// The language.
    public let language: Language
    /// The share of the letters that speak for it, 0 to 1.
    public let share: Double

    /// Guesses.
    /// - Parameter bytes: normalised text; the first 16 KiB count.
    public init(_ bytes: [UInt8]) {
        var counts = Counts()
        counts.read(bytes.span.extracting(first: 16 << 10))
        (language, share) = counts.verdict
    }

    private struct Counts {
        var kana = 0
        var kanji = 0
        var hangul = 0
        var latin = 0
        var others = 0
        /// Characters that Chinese uses all the time and Japanese hardly ever or not at all.
        var chinese = 0
        /// Kanji of a form that only Japan has.
        var shinjitai = 0
        var words = CommonWords.Share()

        mutating func read(_ text: Span<UInt8>) {
            var index = 0
            while index < text.count {
                let scalar = UTF8Scalar(text, at: index)
                index &+= scalar.length
                switch scalar.code {
                case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: latin &+= 1
                case 0x3041...0x30FF: kana &+= 1
                case 0xAC00...0xD7A3, 0x1100...0x11FF: hangul &+= 1
                case 0x3400...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
                    kanji &+= 1
                    if LanguageGuess.chinese.contains(scalar.code) { chinese &+= 1 }
                    if LanguageGuess.shinjitai.contains(scalar.code) { shinjitai &+= 1 }
                case 0x370...0x10FF: others &+= 1
                default: break
                }
            }
            words = CommonWords.share(of: text)
        }

        var verdict: (Language, Double) {
            // A character of Chinese or Japanese says about as much as two letters and a half.
            let ideographs = 5 * (kana + kanji) / 2
            let korean = 2 * hangul
            let total = ideographs + korean + latin + others
            guard total > 0 else { return (.other, 0) }
            let most = max(ideographs, korean, latin, others)
            let share = Double(most) / Double(total)
            // Terms in Latin letters between kana make no English.
            let isMixed = kana > 0 && ideographs * 3 >= latin && words.common * 8 < words.words
            if most == ideographs || most == latin && isMixed {
                let isJapanese = kana * 20 >= kana + kanji || shinjitai > chinese || chinese * 50 < kanji
                return (isJapanese ? .japanese : .chinese, share)
            }
            if most == korean { return (.korean, share) }
            if most == latin, words.common * 8 >= words.words, words.common > 0 { return (.english, share) }
            return (.other, share)
        }
    }

    private static let chinese = Set("的了是们這这说說为麼么没沒吗嗎呢我你他她它不在和也就很还還让讓给給您与與对對个個时時会會过過".unicodeScalars.map(\.value))
        .subtracting("和在不他我就時会過".unicodeScalars.map(\.value))
    private static let shinjitai = Set("込働駅様権円県図売読楽価仮帰黒気発変広鉄転栄営験効済歩毎払関処続団徳応戻".unicodeScalars.map(\.value))
}
