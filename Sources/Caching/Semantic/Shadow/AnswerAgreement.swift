/// How far a stored answer agrees with the one that the provider then gave: where both say the same, the stored one would have
/// done.
public struct AnswerAgreement: Hashable, Sendable {
    /// Whether the texts are the same but for white space at the ends.
    public let isEqual: Bool
    /// How like they are by the built-in embedder, -1 to 1.
    public let similarity: Double

    /// Compares two answers. Takes some tenths of a millisecond: not for event loops.
    /// - Parameters:
    ///   - stored: the stored answer's text.
    ///   - given: the provider's text.
    public init(stored: String, given: String) {
        isEqual = stored == given
        guard !isEqual else {
            similarity = 1
            return
        }
        let embedder = BuiltinEmbedder()
        similarity = BuiltinEmbedder.cosine(
            embedder.embed(AnalyzedText(stored)),
            embedder.embed(AnalyzedText(given))
        )
    }

    /// From here on two answers count as saying the same.
    public static let threshold = 0.8
    /// Whether they say the same, as far as words tell.
    public var agrees: Bool { isEqual || similarity >= Self.threshold }
}
