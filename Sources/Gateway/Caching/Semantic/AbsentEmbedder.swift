import Caching

/// Stands where there is nobody to ask for vectors: every question misses.
struct AbsentEmbedder: QuestionEmbedder {
    let identity: EmbedderIdentity

    func vector(of text: String, for account: EmbeddingAccount) async -> UnitVector? { nil }
}
