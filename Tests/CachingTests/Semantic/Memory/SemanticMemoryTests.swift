import Caching
import Testing

@Suite("Stored questions by meaning")
struct SemanticMemoryTests {
    private static let embedder = BuiltinEmbedder()

    private static func vector(_ text: String) throws -> UnitVector {
        try UnitVector(embedder.embed(AnalyzedText(text)), in: space)
    }

    private static var space: VectorSpace { get throws { try VectorSpace(model: "test", dimension: 384) } }

    private static func partition(_ number: UInt8) throws -> PartitionKey {
        try #require(PartitionKey(Array(repeating: number, count: 32)))
    }

    private static func digest(_ number: Int) throws -> CacheDigest {
        let bytes = (0..<32).map { UInt8(truncatingIfNeeded: number >> (8 * ($0 % 4))) &+ UInt8($0) }
        return try #require(CacheDigest(bytes: bytes))
    }

    private static func entry(
        _ number: Int,
        _ text: String = "How do I reset my password?",
        in partition: UInt8 = 0,
        tenant: CacheTenant = .team("t")
    ) throws -> SemanticEntry {
        try SemanticEntry(
            digest: digest(number),
            partition: Self.partition(partition),
            tenant: tenant,
            text: text,
            mayBeShown: false
        )
    }

    private static func store(_ entry: SemanticEntry, in memory: SemanticMemory) throws {
        try memory.insert(entry, vector(entry.text))
    }

    private static func found(_ text: String, _ memory: SemanticMemory, in partition: UInt8 = 0) throws -> [CacheDigest]
    {
        try memory.candidates(for: vector(text), in: Self.partition(partition), floor: 0.5).map(\.entry.digest)
    }

    @Test("are found in their partition alone")
    func partitions() throws {
        let memory = try SemanticMemory(space: Self.space)
        let (one, two) = try (Self.entry(1), Self.entry(2, in: 1))
        try Self.store(one, in: memory)
        try Self.store(two, in: memory)
        #expect(try Self.found("password reset", memory) == [one.digest])
        #expect(try Self.found("password reset", memory, in: 1) == [two.digest])
        #expect(try Self.found("password reset", memory, in: 2).isEmpty)
        #expect(try Self.found("How far away is the moon?", memory).isEmpty)
    }

    @Test("go when they are removed, by key and all")
    func removal() throws {
        let memory = try SemanticMemory(space: Self.space)
        for number in 1...5 { try Self.store(Self.entry(number), in: memory) }
        #expect(memory.count == 5)
        #expect(try memory.remove(Self.digest(1)))
        #expect(try !memory.remove(Self.digest(1)))
        #expect(try !Self.found("reset my password", memory).contains(Self.digest(1)))
        let kept = try Self.digest(3)
        #expect(memory.sweep { $0 == kept } == 3)
        #expect(try Self.found("reset my password", memory) == [kept])
        memory.removeAll()
        #expect(memory.count == 0)
        #expect(try Self.found("reset my password", memory).isEmpty)
        try Self.store(Self.entry(3), in: memory)
        #expect(memory.count == 1)
    }

    @Test("are bounded per tenant: what was not used for the longest time goes")
    func tenants() throws {
        let memory = try SemanticMemory(space: Self.space, limits: .init(entries: 3))
        for number in 1...3 { try Self.store(Self.entry(number), in: memory) }
        for number in 11...12 { try Self.store(Self.entry(number, in: 1, tenant: .team("u")), in: memory) }
        memory.touch(try Self.entry(1))
        try Self.store(Self.entry(4), in: memory)
        #expect(memory.count == 5)
        #expect(memory.evictions == 1)
        let left = try Set([1, 3, 4, 11, 12].map(Self.digest))
        #expect(Set(memory.entries.map(\.digest)) == left)
        #expect(try Set(Self.found("reset my password", memory)) == Set([1, 3, 4].map(Self.digest)))
        // The same one again takes its own place.
        try Self.store(Self.entry(4), in: memory)
        #expect(memory.count == 5 && memory.evictions == 1)
    }

    @Test("are bounded in bytes, whoever asks")
    func bytes() throws {
        let limits = SemanticMemory.Limits(bytes: 4 << 20, entries: 100_000)
        let memory = try SemanticMemory(space: Self.space, limits: limits)
        let filler = String(repeating: "x ", count: 500)
        for number in 0..<3000 {
            let entry = try Self.entry(
                number,
                filler + "\(number)",
                in: UInt8(number % 7),
                tenant: .key("\(number % 50)")
            )
            try memory.insert(entry, Self.vector("question \(number)"))
            if number % 100 == 0 { while memory.maintain() {} }
        }
        #expect(memory.bytes <= limits.bytes)
        #expect(memory.evictions > 0)
        #expect(memory.count > 100)
        // The table and the index hold the same.
        for entry in memory.entries.prefix(50) { #expect(memory.remove(entry.digest)) }
    }

    @Test("take vectors of their own space alone")
    func spaces() throws {
        let memory = try SemanticMemory(space: VectorSpace(model: "other", dimension: 384))
        #expect(throws: VectorIndexError.otherSpace) { try Self.store(Self.entry(1), in: memory) }
        #expect(memory.count == 0)
        #expect(throws: VectorIndexError.otherSpace) { try Self.found("x", memory) }
    }

    @Test("serve the surest of those that say the same, and tell of the nearest where none does")
    func search() throws {
        let memory = try SemanticMemory(space: Self.space)
        let memo = AnalysisMemo(capacity: 2)
        let texts = ["How do I reset my password in 2024?", "How do I reset my password?", "password reset steps"]
        for (number, text) in texts.enumerated() { try Self.store(Self.entry(number, text), in: memory) }
        let policy = SemanticPolicy(use: .on)
        func find(
            _ text: String,
            _ policy: SemanticPolicy = policy,
            admits: (SemanticEntry, AnalyzedText) -> Bool = { _, _ in true }
        ) throws -> SemanticSearch.Finding? {
            let search = SemanticSearch(policy)
            let candidates = try memory.candidates(
                for: Self.vector(text),
                in: Self.partition(0),
                floor: search.floor
            )
            return search.find(AnalyzedText(text), in: candidates, memo, admits: admits)
        }
        let exact = try #require(try find("how do i reset my password"))
        #expect(exact.verdict == .same(.exact) && exact.isHit)
        #expect(exact.candidate.entry.text == texts[1])
        let date = try #require(try find("How do I reset my password in 2025?"))
        #expect(!date.isHit)
        let second = try #require(try find("how do i reset my password") { entry, _ in entry.text != texts[1] })
        #expect(second.candidate.entry.text == texts[2] && second.isHit)
        #expect(try find("how do i reset my password") { _, _ in false }?.isHit != true)
        let strict = SemanticPolicy(use: .on, thresholds: SemanticThresholds(high: 0.85, broad: 0.7, level: .exact))
        let sure = try #require(try find("password resetting steps", strict))
        #expect(!sure.isHit || sure.verdict == .same(.exact))
        #expect(SemanticSearch(SemanticPolicy(mode: .shadow)).floor == 0.5)
        #expect(SemanticSearch(SemanticPolicy()).floor == 0.7)
    }
}

@Suite("Pairs marked wrong")
struct WrongPairsTests {
    private static func pair(_ left: String, _ right: String, _ partition: UInt8 = 0) throws -> TextPairDigest {
        let key = try #require(PartitionKey(Array(repeating: partition, count: 32)))
        return TextPairDigest(key, AnalyzedText(left), AnalyzedText(right))
    }

    @Test("are the same whichever was stored, whatever their case and spaces; others in another partition")
    func digests() throws {
        let pair = try Self.pair("How are you?", "Are you well?")
        #expect(try pair == Self.pair("are you  WELL", "how are you"))
        #expect(try pair != Self.pair("How are you?", "Are you well?", 1))
        #expect(try pair != Self.pair("How are you?", "Are you ill?"))
        #expect(try Self.pair("ab", "c") != Self.pair("a", "bc"))
    }

    @Test("are remembered up to a bound, the oldest forgotten first")
    func bound() throws {
        let wrong = WrongPairs(capacity: 3)
        let pairs = try (0..<5).map { try Self.pair("\($0)", "x") }
        for pair in pairs.prefix(3) { wrong.insert(pair) }
        wrong.insert(pairs[0])
        #expect(wrong.count == 3)
        for pair in pairs.suffix(2) { wrong.insert(pair) }
        #expect(wrong.count == 3)
        #expect(pairs.map(wrong.contains) == [false, false, true, true, true])
        #expect(wrong.pairs == Array(pairs.suffix(3)))
    }

    @Test("are found by the request that got the answer, up to a bound")
    func served() throws {
        let served = ServedHits(capacity: 2)
        func hit(_ score: Double) throws -> ServedHit {
            try ServedHit(
                entry: #require(CacheDigest(bytes: Array(repeating: 1, count: 32))),
                pair: Self.pair("a", "b"),
                score: score,
                level: .high,
                model: "m",
                team: nil,
                isServed: true
            )
        }
        served.remember(try hit(0.1), of: "a")
        served.remember(try hit(0.2), of: "a")
        served.remember(try hit(0.3), of: "b")
        #expect(served["a"]?.score == 0.2)
        served.remember(try hit(0.4), of: "c")
        #expect(served["a"] == nil && served["b"]?.score == 0.3 && served["c"]?.score == 0.4)
    }
}
