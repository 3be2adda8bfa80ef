/// A text taken apart once, to be embedded and compared.
///
/// Analysing a question of 60 words takes some ten microseconds; entries of an index keep theirs or make it again
/// from the stored text.
public struct AnalyzedText: Sendable {
    /// The most scalars looked at; of a longer text only what is equal to the last scalar is taken as the same.
    public static let maximumLength = 8192

    /// The language, as far as the script tells.
    public let language: TextLanguage
    /// Whether all of the text was looked at.
    public let isWhole: Bool
    /// The folded text; capitals are folded, too.
    let scalars: [UInt32]
    let tokens: [TextToken]
    let kinds: QuestionKinds
    /// What is bound by which word: (concept, token).
    let bindings: [(concept: Int32, token: Int32)]
    /// The tokens negated; -1 for a negation of nothing in particular.
    let negations: [Int32]
    /// Tokens that follow an "and" or "or".
    let joints: [Int32]

    /// Takes a text apart.
    /// - Parameter text: what a person or a program asked.
    public init(_ text: String) {
        let (scalars, isWhole) = TextFolding.fold(text, limit: Self.maximumLength)
        var analyzer = TextAnalyzer(scalars: scalars)
        analyzer.run()
        var reader = MeaningReader(analyzer)
        reader.run()
        self.isWhole = isWhole
        self.scalars = analyzer.plain
        language = analyzer.language
        tokens = reader.tokens
        kinds = reader.kinds
        bindings = reader.bindings
        negations = reader.negations
        joints = reader.joints
    }

    /// Whether two texts are equal after normalising: but for case, width, spaces and the mark at the end.
    func isEqual(to other: AnalyzedText) -> Bool {
        isWhole && other.isWhole && trimmed.elementsEqual(other.trimmed)
    }

    /// The text after normalising, as bytes to digest: equal where ``isEqual(to:)`` says so.
    var normalized: [UInt8] {
        trimmed.flatMap { scalar in
            (0..<4).map { UInt8(truncatingIfNeeded: scalar >> UInt32(24 - 8 * $0)) }
        }
    }

    /// The words of a token of this text, for a reason.
    func text(of token: TextToken) -> String {
        var text = ""
        for scalar in scalars.prefix(Int(token.end)).dropFirst(Int(token.start)) {
            if let scalar = Unicode.Scalar(scalar) { text.unicodeScalars.append(scalar) }
        }
        return text
    }

    private var trimmed: ArraySlice<UInt32> {
        var slice = scalars[...]
        while let last = slice.last, [0x20, 0x2E, 0x3F, 0x21, 0x3002].contains(last) { slice.removeLast() }
        while slice.first == 0x20 { slice.removeFirst() }
        return slice
    }
}
