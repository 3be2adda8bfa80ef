public import Caching

/// Vectors for tests, the same ones in every run.
struct RandomVectors {
    let space: VectorSpace
    var random: SplitMix

    init(dimension: Int, seed: UInt64 = 1) throws {
        space = try VectorSpace(model: "test", dimension: dimension)
        random = SplitMix(state: seed)
    }

    mutating func next() throws -> UnitVector {
        try UnitVector((0..<space.dimension).map { _ in Float.random(in: -1...1, using: &random) }, in: space)
    }

    mutating func near(_ vector: UnitVector, off: Float) throws -> UnitVector {
        try UnitVector(vector.components.map { $0 + Float.random(in: -off...off, using: &random) }, in: space)
    }
}

/// SplitMix64.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value &>> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value &>> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value &>> 31)
    }
}

/// What every index has to agree with: a dictionary, looked at from end to end.
struct BruteForce {
    private(set) var vectors: [VectorID: UnitVector] = [:]

    mutating func insert(_ vector: UnitVector, for id: VectorID) { vectors[id] = vector }
    mutating func remove(_ id: VectorID) -> Bool { vectors.removeValue(forKey: id) != nil }

    func score(_ query: UnitVector, _ id: VectorID) -> Float? {
        vectors[id].map { zip($0.components, query.components).reduce(0) { $0 + $1.0 * $1.1 } }
    }

    func best(_ query: UnitVector) -> Float? {
        vectors.keys.compactMap { score(query, $0) }.max()
    }
}

extension VectorID: ExpressibleByIntegerLiteral {
    /// A name written as a number.
    public init(integerLiteral value: UInt64) { self.init(rawValue: value) }
}

extension PartitionKey {
    static func number(_ number: Int) -> PartitionKey {
        var bytes = [UInt8](repeating: 7, count: 32)
        for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: number >> (8 * index)) }
        guard let key = PartitionKey(bytes) else { fatalError("32 bytes make a key") }
        return key
    }
}
