import Caching
import Testing

/// What every index promises, run against each of them.
@Suite struct VectorIndexTests {
    enum Kind: String, CaseIterable, CustomTestStringConvertible {
        case flatFloat
        case flatInt8
        case graphFloat
        case graphInt8
        case adaptiveFlat
        case adaptiveGraph

        var testDescription: String { rawValue }
        var isExact: Bool { self == .flatFloat || self == .flatInt8 || self == .adaptiveFlat }

        func make(_ space: VectorSpace) -> any VectorIndex {
            let graph = GraphParameters(neighbours: 8, constructionWidth: 64, searchWidth: 64)
            return switch self {
            case .flatFloat: FlatIndex(space: space, encoding: .float32)
            case .flatInt8: FlatIndex(space: space, encoding: .int8)
            case .graphFloat: GraphIndex(space: space, encoding: .float32, parameters: graph)
            case .graphInt8: GraphIndex(space: space, encoding: .int8, parameters: graph)
            case .adaptiveFlat: AdaptiveIndex(space: space)
            case .adaptiveGraph: AdaptiveIndex(space: space, configuration: .init(crossing: 64, graph: graph))
            }
        }
    }

    @Test(arguments: Kind.allCases)
    func `finds what brute force finds through insertions, replacements and removals`(kind: Kind) throws {
        var vectors = try RandomVectors(dimension: 12, seed: 3)
        var index = kind.make(vectors.space)
        var model = BruteForce()
        var searches = 0
        var found = 0
        for step in 0..<4_000 {
            let id = VectorID(rawValue: UInt64.random(in: 0..<500, using: &vectors.random))
            if Int.random(in: 0..<3, using: &vectors.random) == 0 {
                let wasThere = model.remove(id)
                #expect(index.remove(id) == wasThere)
            } else {
                let vector = try vectors.next()
                try index.insert(vector, for: id)
                model.insert(vector, for: id)
            }
            if step % 7 == 0, let adaptive = index as? AdaptiveIndex { adaptive.maintain(5) }
            #expect(index.count == model.vectors.count)
            guard step % 20 == 0 else { continue }
            let query = try vectors.next()
            let matches = try index.search(query, limit: 5, floor: -1)
            #expect(matches.count == min(5, model.vectors.count))
            #expect(Set(matches.map(\.id)).count == matches.count)
            #expect(zip(matches, matches.dropFirst()).allSatisfy { $0.0.score >= $0.1.score })
            for match in matches {
                let score = try #require(model.score(query, match.id), "a removed vector was found")
                #expect(abs(score - match.score) < 1e-5)
            }
            guard let first = matches.first, let best = model.best(query) else { continue }
            searches += 1
            if first.score >= best - 1e-5 { found += 1 }
        }
        #expect(searches > 150)
        #expect(Double(found) >= Double(searches) * (kind.isExact ? 1 : 0.97), "\(found) of \(searches)")
    }

    @Test(arguments: Kind.allCases)
    func `finds nothing in an empty index, with no limit or under the floor`(kind: Kind) throws {
        var vectors = try RandomVectors(dimension: 5)
        var index = kind.make(vectors.space)
        let vector = try vectors.next()
        #expect(try index.search(vector, limit: 3, floor: -1).isEmpty)
        let removedFromEmpty = index.remove(1)
        #expect(!removedFromEmpty)
        try index.insert(vector, for: 1)
        #expect(try index.search(vector, limit: 0, floor: -1).isEmpty)
        #expect(try index.search(vector, limit: -1, floor: -1).isEmpty)
        let opposite = try UnitVector(vector.components.map { -$0 }, in: vectors.space)
        #expect(try index.search(opposite, limit: 1, floor: -0.5).isEmpty)
        #expect(try index.search(vector, limit: .max, floor: 0.99).map(\.id) == [1])
        let removed = index.remove(1)
        #expect(removed)
        #expect(try index.search(vector, limit: 3, floor: -1).isEmpty)
        #expect(index.count == 0)
    }

    @Test(arguments: Kind.allCases)
    func `keeps equal vectors apart and prefers the older`(kind: Kind) throws {
        var vectors = try RandomVectors(dimension: 6)
        var index = kind.make(vectors.space)
        let vector = try vectors.next()
        for id in 0..<200 {
            try index.insert(vector, for: VectorID(rawValue: UInt64(id)))
            (index as? AdaptiveIndex)?.maintain(1)
        }
        let matches = try index.search(vector, limit: 3, floor: 0.9)
        #expect(matches.count == 3)
        #expect(matches.allSatisfy { abs($0.score - 1) < 1e-5 })
        if kind.isExact { #expect(matches.map(\.id) == [0, 1, 2]) }
        for id in 0..<199 {
            let removed = index.remove(VectorID(rawValue: UInt64(id)))
            #expect(removed)
        }
        #expect(try index.search(vector, limit: 3, floor: 0.9).map(\.id) == [199])
    }

    @Test(arguments: Kind.allCases)
    func `refuses vectors of another model or dimension`(kind: Kind) throws {
        var vectors = try RandomVectors(dimension: 4)
        var index = kind.make(vectors.space)
        try index.insert(vectors.next(), for: 1)
        for space in [try VectorSpace(model: "test2", dimension: 4), try VectorSpace(model: "test", dimension: 5)] {
            let stranger = try UnitVector((0..<space.dimension).map { Float($0 + 1) }, in: space)
            #expect(throws: VectorIndexError.otherSpace) { try index.insert(stranger, for: 2) }
            #expect(throws: VectorIndexError.otherSpace) { try index.search(stranger, limit: 1, floor: -1) }
        }
        #expect(index.count == 1)
    }

    @Test(arguments: Kind.allCases)
    func `gives memory back after most vectors were removed`(kind: Kind) throws {
        var vectors = try RandomVectors(dimension: 8)
        var index = kind.make(vectors.space)
        for id in 0..<1_000 {
            try index.insert(vectors.next(), for: VectorID(rawValue: UInt64(id)))
            (index as? AdaptiveIndex)?.maintain(4)
        }
        let before = index.byteCount
        for id in 0..<990 { index.remove(VectorID(rawValue: UInt64(id))) }
        if let adaptive = index as? AdaptiveIndex { while adaptive.maintain() {} }
        #expect(index.byteCount < before / 10)
        #expect(index.count == 10)
    }

    @Test func `copies of an index do not see each other's vectors`() throws {
        var vectors = try RandomVectors(dimension: 4)
        var first = FlatIndex(space: vectors.space)
        let shared = try vectors.next()
        let left = try vectors.next()
        let right = try vectors.next()
        try first.insert(shared, for: 1)
        var second = first
        try first.insert(left, for: 2)
        try second.insert(right, for: 3)
        second.remove(1)
        #expect(Set(try first.search(left, limit: 9, floor: -1).map(\.id)) == [1, 2])
        #expect(try first.search(left, limit: 1, floor: 0.999).map(\.id) == [2])
        #expect(try second.search(right, limit: 9, floor: -1).map(\.id) == [3])
    }

    @Test func `the graph keeps finding the best after its vectors were exchanged many times over`() throws {
        var vectors = try RandomVectors(dimension: 24, seed: 9)
        var index = GraphIndex(space: vectors.space, parameters: .init(neighbours: 12, constructionWidth: 64))
        var model = BruteForce()
        for id in 0..<2_000 {
            let vector = try vectors.next()
            let id = VectorID(rawValue: UInt64(id))
            try index.insert(vector, for: id)
            model.insert(vector, for: id)
            guard id.rawValue >= 500 else { continue }
            // Mostly the oldest go, some at random, as with lifetimes and purges.
            let old = VectorID(rawValue: id.rawValue - 500)
            index.remove(old)
            _ = model.remove(old)
        }
        var found = 0
        for _ in 0..<200 {
            let query = try vectors.next()
            let best = try #require(model.best(query))
            if let first = try index.search(query, limit: 1, floor: -1).first, first.score >= best - 1e-5 { found += 1 }
        }
        #expect(found >= 194)
    }
}
