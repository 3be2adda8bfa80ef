import Caching

/// Turns questions into vectors, so that they can be compared by meaning.
///
/// There are two: one that is built in and needs nothing, and one that asks an embedding model through the gateway's own
/// pipeline.
protocol QuestionEmbedder: Sendable {
    /// What its vectors may be compared with: those of the same identity, and no others.
    ///
    /// It may change while the gateway runs, where the length of a model's vectors is learnt from its first answer, or
    /// where the model begins to answer with another one. So ask the vector that came for its space, not this, before it
    /// goes into an index.
    var identity: EmbedderIdentity { get }

    /// The vector of a text.
    ///
    /// It takes no longer than the embedder's own timeout, never throws, and ends at once where the task is cancelled.
    /// - Parameters:
    ///   - text: a question.
    ///   - account: on whose account a provider is asked.
    /// - Returns: `nil` where there is none: the text says nothing, or nobody answered in time. Then the cache misses.
    func vector(of text: String, for account: EmbeddingAccount) async -> UnitVector?
}

/// On whose account a question is embedded.
struct EmbeddingAccount: Sendable {
    /// Who asks: what a provider takes for the vector stands in the ledger under this key and its team.
    let caller: Caller
    /// The id of the request that is looked up.
    let requestID: String

    init(_ caller: Caller, requestID: String) {
        self.caller = caller
        self.requestID = requestID
    }
}
