/// What Cohere is told that texts are for.
public enum EmbeddingInputType: String, Sendable, Hashable, CaseIterable {
    /// What is to be found.
    case document = "search_document"
    /// What it is to be found by.
    case query = "search_query"
    /// What is to be sorted into kinds.
    case classification
    /// What is to be put together with its like.
    case clustering
}
