/// A vector of length 1, the only kind an index takes.
///
/// Whatever an embedder or a provider answered is checked here once; the index relies on it.
public struct UnitVector: Sendable, Hashable {
    /// The space the vector belongs to.
    public let space: VectorSpace
    /// The components, followed by zeros up to ``VectorSpace/stride``.
    let padded: [Float]

    /// The components, of a sum of squares of 1.
    public var components: ArraySlice<Float> { padded[..<space.dimension] }

    /// Brings a vector to length 1.
    ///
    /// - Parameters:
    ///   - components: As many as the space's dimension, of any length but zero.
    ///   - space: The embedding model's space.
    /// - Throws: ``VectorIndexError/wrongDimension(expected:actual:)``, ``VectorIndexError/notFinite``, or
    ///   ``VectorIndexError/noDirection`` for a vector shorter than the smallest normal number, whose components have
    ///   lost their precision.
    public init(_ components: some Collection<Float>, in space: VectorSpace) throws(VectorIndexError) {
        guard components.count == space.dimension else {
            throw .wrongDimension(expected: space.dimension, actual: components.count)
        }
        // In double precision no square of a single-precision number is lost or runs over.
        var squares = 0.0
        for component in components {
            guard component.isFinite else { throw .notFinite }
            squares += Double(component) * Double(component)
        }
        let length = squares.squareRoot()
        guard length >= Double(Float.leastNormalMagnitude) else { throw .noDirection }
        var padded: [Float] = []
        padded.reserveCapacity(space.stride)
        for component in components {
            let scaled = Float(Double(component) / length)
            // Subnormal components add nothing to a score, and arithmetic with them is a hundred times slower.
            padded.append(scaled.magnitude < Float.leastNormalMagnitude ? 0 : scaled)
        }
        while padded.count < space.stride { padded.append(0) }
        self.space = space
        self.padded = padded
    }

    /// A vector that was checked when it was stored. `nil` where the components are not those of a unit vector.
    init?(restoring padded: [Float], in space: VectorSpace) {
        guard padded.count == space.stride else { return nil }
        var squares = 0.0
        for component in padded {
            guard component.isFinite, component == 0 || component.isNormal else { return nil }
            squares += Double(component) * Double(component)
        }
        guard abs(squares - 1) < 1e-3 else { return nil }
        self.space = space
        self.padded = padded
    }
}
