/// Where the vectors of a semantic cache are kept, in partitions.
///
/// ``PartitionedIndex`` keeps them in memory. This protocol is what a store in a database (PostgreSQL with pgvector)
/// conforms to: hence `async`, hence partition and name in every call, and hence nothing in it about graphs.
public protocol VectorStore: Sendable {
    /// The space of its vectors. Vectors of any other are refused.
    var space: VectorSpace { get }

    /// Adds a vector, in place of the one of the same name if there is one, in whatever partition it is.
    func insert(_ vector: UnitVector, for id: VectorID, in partition: PartitionKey) async throws

    /// Removes a vector.
    ///
    /// - Returns: whether there was one of this name.
    @discardableResult
    func remove(_ id: VectorID) async throws -> Bool

    /// Removes every vector of a partition.
    func removeAll(in partition: PartitionKey) async throws

    /// Notes that an entry was of use, so that it is kept longer.
    func touch(_ id: VectorID) async throws

    /// Finds the vectors of a partition most like a query, best first, none scored below the floor.
    func search(
        _ query: UnitVector,
        in partition: PartitionKey,
        limit: Int,
        floor: Float
    ) async throws -> [VectorMatch]
}
