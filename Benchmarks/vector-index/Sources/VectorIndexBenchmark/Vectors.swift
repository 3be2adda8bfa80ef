import Caching

/// Vectors to measure with, the same ones in every run.
struct Vectors {
    /// How the vectors lie.
    enum Kind: String, CaseIterable {
        /// As embeddings of texts do: all lean one way, topics have subtopics, most of the variance is in few directions.
        case clustered
        /// Every direction as likely as any other: no neighbour is near, so no path leads to the nearest.
        case uniform
    }

    let space: VectorSpace
    private var random: SplitMix
    private let kind: Kind
    private var topics: [[Float]] = []
    private var lean: [Float] = []
    private var spread: [Float] = []

    init(_ kind: Kind, dimension: Int, seed: UInt64 = 1) throws {
        space = try VectorSpace(model: "benchmark", dimension: dimension)
        random = SplitMix(state: seed)
        self.kind = kind
        guard kind == .clustered else { return }
        spread = (0..<dimension).map { 1 / (1 + 6 * Float($0) / Float(dimension)).squareRoot() }
        lean = direction()
        let roots = (0..<200).map { _ in direction() }
        topics = roots.flatMap { root in (0..<10).map { _ in mix(root, 0.7, direction(), 0.7) } }
    }

    private mutating func direction() -> [Float] {
        var components = (0..<space.dimension).map { _ in random.normal() }
        if !spread.isEmpty { for index in components.indices { components[index] *= spread[index] } }
        let length = components.reduce(0) { $0 + $1 * $1 }.squareRoot()
        return components.map { $0 / length }
    }

    private func mix(_ left: [Float], _ a: Float, _ right: [Float], _ b: Float) -> [Float] {
        zip(left, right).map { a * $0 + b * $1 }
    }

    /// A vector of its own: another text.
    mutating func next() throws -> UnitVector {
        guard kind == .clustered else { return try UnitVector(direction(), in: space) }
        let topic = topics[Int(random.next() % UInt64(topics.count))]
        let text = mix(topic, 0.75, direction(), 0.65)
        return try UnitVector(mix(text, 0.85, lean, 0.5), in: space)
    }

    /// A vector at a cosine of about `likeness` to another: the same question in other words.
    mutating func paraphrase(of vector: UnitVector, likeness: Float) throws -> UnitVector {
        let off = (1 - likeness * likeness).squareRoot()
        return try UnitVector(mix(Array(vector.components), likeness, direction(), off), in: space)
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

    /// Near enough to a normal number: the sum of eight uniform ones of 16 bits.
    mutating func normal() -> Float {
        var sum: Float = 0
        for _ in 0..<2 {
            var draw = next()
            for _ in 0..<4 {
                sum += Float(draw & 0xFFFF) / 65_536 - 0.5
                draw &>>= 16
            }
        }
        return sum
    }
}
