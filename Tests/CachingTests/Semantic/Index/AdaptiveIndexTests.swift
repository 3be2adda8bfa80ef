import Caching
import Testing

@Suite struct AdaptiveIndexTests {
    @Test func `turns to the graph in slices without losing sight of anything, and back`() throws {
        var vectors = try RandomVectors(dimension: 16)
        let index = AdaptiveIndex(space: vectors.space, configuration: .init(crossing: 300))
        var stored: [UnitVector] = []
        for id in 0..<300 {
            stored.append(try vectors.next())
            try index.insert(stored[id], for: VectorID(rawValue: UInt64(id)))
        }
        #expect(!index.needsMaintenance)
        stored.append(try vectors.next())
        try index.insert(stored[300], for: 300)
        #expect(index.needsMaintenance)
        #expect(index.linkedCount == 0)
        var slices = 0
        while index.maintain(10) {
            slices += 1
            #expect(index.linkedCount == 10 * slices)
            for id in [0, 150, 300] {
                #expect(try index.search(stored[id], limit: 1, floor: 0.99).first?.id == VectorID(rawValue: UInt64(id)))
            }
        }
        #expect(index.linkedCount == 301)
        for id in 0..<170 { index.remove(VectorID(rawValue: UInt64(id))) }
        while index.maintain() {}
        #expect(index.linkedCount == 0)
        #expect(index.count == 131)
        #expect(try index.search(stored[200], limit: 1, floor: 0.99).first?.id == 200)
    }

    @Test func `a million operations leave what brute force would`() throws {
        var vectors = try RandomVectors(dimension: 4, seed: 5)
        let graph = GraphParameters(neighbours: 4, constructionWidth: 12, searchWidth: 24)
        let index = AdaptiveIndex(space: vectors.space, configuration: .init(crossing: 64, graph: graph))
        let pool = try (0..<256).map { _ in try vectors.next() }
        var model = BruteForce()
        var searches = 0
        var found = 0
        // Phases in which vectors mostly come, and others in which they mostly go.
        for step in 0..<1_000_000 {
            let draw = vectors.random.next()
            let id = VectorID(rawValue: draw % 128)
            let vector = pool[Int(draw >> 8 & 255)]
            let isGrowing = step / 2_000 % 2 == 0
            switch (draw >> 16) % 16 {
            case 0..<(isGrowing ? 10 : 3):
                try index.insert(vector, for: id)
                model.insert(vector, for: id)
            case 0..<15:
                guard index.remove(id) == model.remove(id) else {
                    Issue.record("operation \(step) removed what was not there, or did not what was")
                    return
                }
            default:
                index.maintain(4)
            }
            guard draw >> 32 & 255 == 0 else { continue }
            guard index.count == model.vectors.count else {
                Issue.record("operation \(step) lost or invented vectors")
                return
            }
            let match = try index.search(vector, limit: 1, floor: -1).first
            guard let match else {
                #expect(model.vectors.isEmpty)
                continue
            }
            searches += 1
            let score = try #require(model.score(vector, match.id), "operation \(step) found what was removed")
            #expect(abs(score - match.score) < 1e-5)
            if let best = model.best(vector), match.score >= best - 1e-5 { found += 1 }
        }
        #expect(searches > 3_000)
        #expect(Double(found) >= 0.97 * Double(searches), "\(found) of \(searches)")
    }

    @Test func `look-ups from several threads find what was stored while it grows, shrinks and is maintained`()
        async throws
    {
        var vectors = try RandomVectors(dimension: 16)
        let graph = GraphParameters(neighbours: 6, constructionWidth: 24, searchWidth: 48)
        let index = AdaptiveIndex(space: vectors.space, configuration: .init(crossing: 200, graph: graph))
        let lasting = try (0..<40).map { _ in try vectors.next() }
        let passing = try (0..<1_500).map { _ in try vectors.next() }
        for (id, vector) in lasting.enumerated() { try index.insert(vector, for: VectorID(rawValue: UInt64(id))) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for (number, vector) in passing.enumerated() {
                    try index.insert(vector, for: VectorID(rawValue: UInt64(1_000 + number)))
                    if number >= 400 { index.remove(VectorID(rawValue: UInt64(1_000 + number - 400))) }
                }
            }
            for _ in 0..<2 { group.addTask { for _ in 0..<300 { index.maintain(8) } } }
            for reader in 0..<3 {
                group.addTask {
                    for round in 0..<400 {
                        let id = (round + reader * 13) % lasting.count
                        let match = try index.search(lasting[id], limit: 1, floor: 0.99).first
                        #expect(match?.id == VectorID(rawValue: UInt64(id)))
                    }
                }
            }
            try await group.waitForAll()
        }
        while index.maintain() {}
        #expect(index.count == 440)
        for (id, vector) in lasting.enumerated() {
            #expect(try index.search(vector, limit: 1, floor: 0.99).first?.id == VectorID(rawValue: UInt64(id)))
        }
    }
}
