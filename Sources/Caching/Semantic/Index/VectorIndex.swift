/// Finds the stored vectors most like a query.
///
/// An index belongs to one ``VectorSpace``: vectors of another embedding model or dimension are refused, so a changed
/// model never matches what an earlier one left. It knows nothing of tenants; a ``VectorStore`` keeps one index for
/// each group of entries that may answer each other.
public protocol VectorIndex: Sendable {
    /// The space of its vectors.
    var space: VectorSpace { get }
    /// How many vectors it holds.
    var count: Int { get }
    /// Bytes of memory it takes.
    var byteCount: Int { get }

    /// Adds a vector, in place of the one of the same name if there is one.
    ///
    /// - Throws: ``VectorIndexError/otherSpace``, or ``VectorIndexError/full`` at 2^31 vectors.
    mutating func insert(_ vector: UnitVector, for id: VectorID) throws(VectorIndexError)

    /// Removes a vector.
    ///
    /// - Returns: whether there was one of this name.
    @discardableResult
    mutating func remove(_ id: VectorID) -> Bool

    /// Finds the vectors most like a query.
    ///
    /// - Parameters:
    ///   - query: A vector of the index's space.
    ///   - limit: How many to find at most.
    ///   - floor: The least score that is of interest, from -1 to 1.
    /// - Returns: matches, best first; of equal ones the older first.
    /// - Throws: ``VectorIndexError/otherSpace``.
    func search(_ query: UnitVector, limit: Int, floor: Float) throws(VectorIndexError) -> [VectorMatch]
}
