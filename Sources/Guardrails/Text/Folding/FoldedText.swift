/// A normalised text folded further, for what goes by sound or by looks: small letters, kana of one kind, letters of other
/// scripts that look like Latin ones in Latin, letters that are spaced out drawn together.
///
/// Not for names, mails or identifiers, whose letters count as they are.
public struct FoldedText: Sendable {
    /// What is folded beside case and kana.
    public struct Options: OptionSet, Sendable, Hashable {
        /// The bits.
        public let rawValue: UInt8

        /// Options by their bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// Small kana become large: っ つ, ゃ や.
        public static let smallKana = Options(rawValue: 1)
        /// Long marks go: サーバー さば.
        public static let longMarks = Options(rawValue: 2)
        /// Letters that look alike become one: Cyrillic and Greek become Latin, marks go, 力 among katakana is カ.
        public static let lookAlikes = Options(rawValue: 4)
        /// Letters that are spaced out are drawn together: `i g n o r e`, む・し・し・て.
        public static let spacedLetters = Options(rawValue: 8)

        /// What rules against hidden instructions read.
        public static let detection: Options = [.lookAlikes, .spacedLetters]
        /// What lists of words read.
        public static let words: Options = [.lookAlikes, .spacedLetters, .smallKana]
    }

    /// The folded text, UTF-8.
    public let bytes: [UInt8]
    /// The way back to the bytes of the normalised text.
    public let map: OffsetMap

    /// Folds a text.
    public init(_ text: NormalizedText, options: Options = .detection) { self.init(text.bytes, options: options) }

    /// Folds bytes that are normalised already.
    init(_ bytes: [UInt8], options: Options) {
        var pass = FoldingPass(options: options, capacity: bytes.count)
        pass.run(bytes.span)
        self.bytes = pass.output
        map = pass.map
    }
}
