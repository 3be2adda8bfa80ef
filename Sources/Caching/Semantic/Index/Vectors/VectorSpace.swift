/// What makes two vectors comparable: the embedding model that made them, and how many components it gives.
///
/// Every vector, index and archive carries its space, so that vectors of a changed model never meet old ones.
public struct VectorSpace: Sendable, Hashable {
    /// The dimensions an index takes.
    public static let dimensions = 1...16_384

    /// The embedding model with its version, as its `Embedder` names it; 1 to 255 bytes of UTF-8.
    public let model: String
    /// How many components a vector has.
    public let dimension: Int

    /// A space by its model and dimension.
    ///
    /// - Throws: ``VectorIndexError/invalidSpace``.
    public init(model: String, dimension: Int) throws(VectorIndexError) {
        guard Self.dimensions.contains(dimension), (1...255).contains(model.utf8.count) else { throw .invalidSpace }
        self.model = model
        self.dimension = dimension
    }

    /// Components per vector in memory: the dimension, filled up with zeros to what the kernels take at once.
    var stride: Int { (dimension &+ (DotProduct.step &- 1)) & ~(DotProduct.step &- 1) }
}
