/// A text that was found encoded or hidden in another.
public struct HiddenText: Sendable {
    /// How it was hidden.
    public enum Encoding: String, Sendable, Hashable, CaseIterable {
        case base64, base32, base85, hexadecimal, percent, entities, escapes, quotedPrintable
        /// Unicode tag characters (U+E0000 to U+E007F).
        case tags
        /// Bytes as variation selectors.
        case variationSelectors
        /// Bits as invisible characters.
        case invisibleBits
        /// Letters shifted, reversed, spaced out or written otherwise.
        case cipher
    }

    /// How it was hidden.
    public let encoding: Encoding
    /// Where it stood, in bytes of the original.
    public let range: Range<Int>
    /// What it says. Its own offsets are those of the decoded text.
    public let text: NormalizedText

    init(encoding: Encoding, range: Range<Int>, text: NormalizedText) {
        self.encoding = encoding
        self.range = range
        self.text = text
    }
}
