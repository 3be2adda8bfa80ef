/// A stored vector found for a query.
public struct VectorMatch: Sendable, Hashable {
    /// The vector's name.
    public let id: VectorID
    /// The cosine of the angle between the two, from -1 to 1, in single precision whatever the index is stored as.
    public let score: Float

    /// A vector and its likeness to the query.
    public init(id: VectorID, score: Float) {
        self.id = id
        self.score = score
    }
}
