/// What makes vectors comparable: two vectors may be compared only if their embedders' identities are equal.
public struct EmbedderIdentity: Sendable, Hashable, CustomStringConvertible {
    /// The embedding model, such as `builtin` or `openai/text-embedding-3-small`.
    public let name: String
    /// Which edition of the model: of the built-in embedder it changes whenever a text's vector changes.
    public let version: Int
    /// The length of its vectors.
    public let dimensions: Int

    /// Names an embedder.
    /// - Parameters:
    ///   - name: the embedding model.
    ///   - version: which edition of the model.
    ///   - dimensions: the length of its vectors.
    public init(name: String, version: Int, dimensions: Int) {
        self.name = name
        self.version = version
        self.dimensions = dimensions
    }

    /// `builtin-1/384`.
    public var description: String { "\(name)-\(version)/\(dimensions)" }
}

extension EmbedderIdentity {
    /// The space of its vectors, which every index and archive of them carries.
    /// - Throws: ``VectorIndexError/invalidSpace`` for a name or a length that no index takes.
    public var space: VectorSpace {
        get throws(VectorIndexError) { try VectorSpace(model: "\(name)-\(version)", dimension: dimensions) }
    }
}
