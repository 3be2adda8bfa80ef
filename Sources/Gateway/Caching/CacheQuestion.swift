import Caching

/// What the cache makes of a request: found out once for all that come with the same bytes.
struct CacheQuestion: Sendable {
    /// The key of its answer; `nil` where the cache has nothing to do with it.
    let digest: CacheDigest?
    /// What may be given, and what may be kept.
    let decision: CacheDecision
    /// The form in which the caller wants its answer.
    let form: RenditionKey
    /// Whether vectors are asked for. Their answers are kept as the caller gets them, not as the provider sent them.
    var isEmbedding = false
}
