import Caching

/// Embeds by hashing words and characters: without a model, without a network, in some microseconds.
struct BuiltinQuestionEmbedder: QuestionEmbedder {
    private let embedder = BuiltinEmbedder()
    /// Never `nil` with the name and length of the built-in embedder.
    private let space: VectorSpace?

    init() {
        space = try? embedder.identity.space
    }

    var identity: EmbedderIdentity { embedder.identity }

    func vector(of text: String, for account: EmbeddingAccount) async -> UnitVector? { vector(of: AnalyzedText(text)) }

    /// The vector of a text that has been analysed already, as whoever verifies a match does, too.
    func vector(of text: AnalyzedText) -> UnitVector? {
        // A text that says nothing has no direction.
        space.flatMap { try? UnitVector(embedder.embed(text), in: $0) }
    }
}
