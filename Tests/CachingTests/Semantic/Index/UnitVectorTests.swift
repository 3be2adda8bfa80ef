import Caching
import Testing

@Suite struct UnitVectorTests {
    private let space: VectorSpace

    init() throws {
        space = try VectorSpace(model: "test", dimension: 3)
    }

    @Test(arguments: [[3, 0, 4], [1e-30, 0, 0], [3e38, 3e38, -3e38], [-1, 1, .leastNonzeroMagnitude]] as [[Float]])
    func `vectors are brought to length 1`(components: [Float]) throws {
        let vector = try UnitVector(components, in: space)
        #expect(abs(vector.components.reduce(0) { $0 + $1 * $1 } - 1) < 1e-6)
        #expect(vector.components.allSatisfy { $0 == 0 || $0.isNormal })
        #expect(zip(vector.components, components).allSatisfy { $0.0 * $0.1 >= 0 })
    }

    @Test(
        arguments: [
            ([.nan, 0, 1], .notFinite), ([1, .infinity, 1], .notFinite), ([1, 0, -.infinity], .notFinite),
            ([.signalingNaN, 0, 0], .notFinite),
            ([0, 0, 0], .noDirection), ([-0.0, 0, 0], .noDirection), ([.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude], .noDirection),
            ([.leastNonzeroMagnitude, 0, 0], .noDirection),
            ([1, 2], .wrongDimension(expected: 3, actual: 2)), ([], .wrongDimension(expected: 3, actual: 0)),
            ([1, 2, 3, 4], .wrongDimension(expected: 3, actual: 4)),
        ] as [([Float], VectorIndexError)]
    )
    func `what has no direction or another dimension is refused`(components: [Float], error: VectorIndexError) {
        #expect(throws: error) { try UnitVector(components, in: space) }
    }

    @Test(arguments: [0, -1, 16_385, .min, .max])
    func `dimensions have bounds`(dimension: Int) {
        #expect(throws: VectorIndexError.invalidSpace) { try VectorSpace(model: "test", dimension: dimension) }
    }

    @Test func `a model has a name of bounded length`() {
        #expect(throws: VectorIndexError.invalidSpace) { try VectorSpace(model: "", dimension: 3) }
        #expect(throws: VectorIndexError.invalidSpace) {
            try VectorSpace(model: String(repeating: "é", count: 128), dimension: 3)
        }
    }
}
