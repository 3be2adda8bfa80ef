/// Why vectors or the bytes of an index were refused.
public enum VectorIndexError: Error, Sendable, Hashable {
    /// A space without a model's name, or whose dimension is not in ``VectorSpace/dimensions``.
    case invalidSpace
    /// The vector has another number of components than its space.
    case wrongDimension(expected: Int, actual: Int)
    /// A component is not a number, or infinite.
    case notFinite
    /// The vector is zero, or so short that its direction is lost.
    case noDirection
    /// The vector was made by another embedding model than those of the index.
    case otherSpace
    /// The index holds as much as it is allowed to, and could not make room.
    case full
    /// The bytes are not an archive of this kind, or of a version this build does not read.
    case unknownFormat
    /// The bytes were changed since they were written, or never made sense. `offset` is where the block starts.
    case corrupt(offset: Int)

    /// A stable word for logs and metrics.
    public var code: String {
        switch self {
        case .invalidSpace: "invalid_space"
        case .wrongDimension: "wrong_dimension"
        case .notFinite: "not_finite"
        case .noDirection: "no_direction"
        case .otherSpace: "other_space"
        case .full: "full"
        case .unknownFormat: "unknown_format"
        case .corrupt: "corrupt"
        }
    }
}
