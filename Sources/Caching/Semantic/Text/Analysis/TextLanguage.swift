/// The language of a text, as far as its script tells.
public enum TextLanguage: String, Sendable, Hashable, CaseIterable {
    /// Latin letters.
    case latin
    /// Kana, or kana and kanji.
    case japanese
    /// Chinese characters without kana: Chinese, or Japanese in headline style.
    case han
    /// Hangul.
    case korean
    /// Cyrillic letters.
    case cyrillic
    /// Greek letters.
    case greek
    /// Another script.
    case other
    /// No letters.
    case none

    /// Whether a text of one may be compared with a text of the other.
    func agrees(with other: TextLanguage) -> Bool {
        if self == other { return true }
        return (self == .han && other == .japanese) || (self == .japanese && other == .han)
    }
}
