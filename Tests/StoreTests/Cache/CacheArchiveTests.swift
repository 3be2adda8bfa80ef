import Caching
import Foundation
import Governance
import Synchronization
import Testing

@testable import Store

/// Stored answers beside memory.
@Suite("Stored answers on the disk")
struct CacheArchiveTests {
    private let folder: TemporaryFolder
    private let clock = StandingClock()
    private let rules = RulesBox()

    init() throws { folder = try TemporaryFolder() }

    /// Rules that change.
    private final class RulesBox: Sendable {
        private let rules = Mutex(RulesBox.on())

        static func on(bytes: Int = 16 << 20) -> ArchiveRules {
            ArchiveRules(maximumBytes: bytes, policies: CachePolicies(general: CachePolicy(persists: true)))
        }

        var value: ArchiveRules {
            get { rules.withLock { $0 } }
            set { rules.withLock { $0 = newValue } }
        }
    }

    private func begin(_ memory: AnswerBox) async throws -> CacheArchive {
        let (clock, rules) = (clock, rules)
        let archive = CacheArchive(
            in: try DataFolder(folder("data")),
            rules: { rules.value },
            clock: { clock.now },
            careInterval: .milliseconds(20)
        )
        archive.start(into: memory)
        // Everything of earlier times has been read.
        try await eventually { archive.statistics.map { $0.maximumBytes > 0 && !$0.isLoading } ?? true }
        return archive
    }

    /// Runs an archive for a while, and to its orderly end.
    @discardableResult
    private func running<Value>(
        _ memory: AnswerBox = AnswerBox(),
        _ body: (CacheArchive, AnswerBox) async throws -> Value
    ) async throws -> Value {
        let archive = try await begin(memory)
        let value = try await body(archive, memory)
        archive.stop()
        return value
    }

    /// Keeps answers and ends.
    private func keep(_ answers: CachedAnswer...) async throws {
        try await running { archive, _ in for answer in answers { archive.keep(answer, knowing: archive.removals) } }
    }

    private func sample(_ number: Int, team: String? = nil, _ text: String = "", tags: [CacheTag] = []) -> CachedAnswer
    {
        .sample(number, at: clock.now, text: text, team: team, tags: tags)
    }

    /// What is found at the next start.
    private func found() async throws -> Set<CacheDigest> { try await running { _, memory in memory.digests } }

    private func digests(_ numbers: Int...) -> Set<CacheDigest> { Set(numbers.map(CacheDigest.sample)) }

    /// Whether a text stands in any file of the folder.
    private func isOnDisk(_ text: String) throws -> Bool {
        try folder.names(in: "data").contains { name in
            Data(try folder.bytes(of: "data/\(name)")).range(of: Data(text.utf8)) != nil
        }
    }

    private func eventually(_ condition: () throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(20)
        while try !condition() {
            try #require(ContinuousClock.now < end, "it did not come to it")
            try await Task.sleep(for: .milliseconds(5))
        }
    }

    // MARK: - Coming back

    @Test func `What was kept is there at the next start, with everything that belongs to it`() async throws {
        let answer = sample(7, team: "dev", "日本語", tags: [.key("key_1"), .tag("nightly")])
        try await keep(answer)
        try await running { archive, memory in
            let loaded = try #require(memory.state.withLock { $0.answers[answer.digest] })
            #expect(loaded.origin == answer.origin)
            #expect(loaded.recording == answer.recording)
            #expect(loaded.tags == answer.tags)
            #expect(loaded.created == answer.created)
            #expect(loaded.expires == answer.expires)
            #expect(archive.statistics?.loaded == 1)
        }
    }

    @Test func `A later answer to a question takes the earlier one's place`() async throws {
        try await keep(sample(1, "old"), sample(2), sample(1, "new"))
        try await running { _, memory in
            let answers = memory.state.withLock { $0.answers }
            #expect(answers.count == 2)
            #expect(answers[.sample(1)]?.recording == sample(1, "new").recording)
        }
        #expect(try !isOnDisk("old"))
    }

    @Test func `The most useful are read first, as many as there is room for`() async throws {
        try await running { archive, memory in
            for number in 1...300 { archive.keep(sample(number), knowing: archive.removals) }
            try await eventually { archive.statistics?.writes == 300 }
            memory.state.withLock { $0.hits = [(.sample(200), 9), (.sample(3), 5), (.sample(250), 7)] }
            try await eventually { memory.state.withLock { $0.hits.isEmpty } }
        }
        try await running(AnswerBox(capacity: 3)) { archive, memory in
            #expect(memory.state.withLock { $0.order } == [200, 250, 3].map(CacheDigest.sample))
            #expect(archive.statistics?.loaded == 3)
        }
        #expect(try await found().count == 300)
    }

    @Test func `An answer is not given beyond its time, however long nobody was there`() async throws {
        try await keep(
            .sample(1, at: clock.now, timeToLive: .seconds(60)),
            .sample(2, at: clock.now, timeToLive: .seconds(600))
        )
        clock.advance(by: .seconds(61))
        #expect(try await found() == digests(2))
        clock.advance(by: .seconds(600))
        try await running { archive, memory in
            #expect(memory.digests.isEmpty)
            try await eventually { archive.statistics?.entries == 0 }
        }
    }

    // MARK: - Whose

    @Test func `Of teams that must not be on the disk no byte is`() async throws {
        rules.value.sealedTeams = ["secret": true, "dev": false]
        rules.value.policies.teams = ["shy": CacheOverrides(persists: false)]
        rules.value.policies.models = [.init(ModelPattern("private-*"), CacheOverrides(persists: false))]
        try await keep(
            sample(1, team: "secret", "CANARY-zero"),
            sample(2, team: "dev", "plain-words"),
            sample(3, team: "shy", "CANARY-shy"),
            .sample(4, at: clock.now, text: "CANARY-model", team: "dev", model: "private-1")
        )
        #expect(try isOnDisk("plain-words"))
        #expect(try !isOnDisk("CANARY"))
        #expect(try await found() == digests(2))
    }

    @Test func `Callers without a team follow what counts for all`() async throws {
        rules.value.sealsOthers = true
        rules.value.sealedTeams = ["dev": false]
        try await keep(sample(1, "CANARY"), sample(2, team: "unknown", "CANARY"), sample(3, team: "dev"))
        #expect(try !isOnDisk("CANARY"))
        #expect(try await found() == digests(3))
    }

    @Test(arguments: [true, false])
    func `Whose retention becomes zero has nothing on the disk soon after`(whileRunning: Bool) async throws {
        try await keep(sample(1, team: "dev", "CANARY-one"), sample(2, team: "ops", "plain-words"))
        #expect(try isOnDisk("CANARY-one"))
        if !whileRunning { rules.value.sealedTeams = ["dev": true] }
        try await running { archive, _ in
            archive.keep(sample(3, team: "dev", "CANARY-two"), knowing: archive.removals)
            rules.value.sealedTeams = ["dev": true]
            try await eventually { try !isOnDisk("CANARY") }
        }
        #expect(try isOnDisk("plain-words"))
        #expect(try await found() == digests(2))
    }

    @Test func `Switched off, nothing is left, and nothing is written`() async throws {
        try await keep(sample(1, "CANARY"))
        rules.value.policies.general.persists = false
        try await running { archive, memory in
            #expect(archive.statistics == nil)
            archive.keep(sample(2, "CANARY"), knowing: archive.removals)
            try await eventually { try !folder.names(in: "data").contains { $0.hasPrefix("cache.db") } }
            #expect(memory.digests.isEmpty)
            let removed = try await archive.purge(.everything)
            #expect(removed == nil)
        }
        #expect(try !isOnDisk("CANARY"))
    }

    @Test func `The file is for its owner only`() async throws {
        let archive = try await begin(AnswerBox())
        for name in try folder.names(in: "data") where name.hasPrefix("cache.db") {
            #expect(try folder.mode(of: "data/\(name)") == 0o600)
        }
        archive.stop()
    }

    // MARK: - Removing

    private static let purges: [(CachePurge, left: Set<Int>)] = [
        (.everything, []), (.answer(.sample(2)), [1, 3]), (.tagged(.team("dev")), [3]), (.tagged(.key("k")), [1, 2]),
        (.tagged(.tag("nightly")), [1, 3]), (.tagged(.model("chat")), []), (.tagged(.model("other")), [1, 2, 3]),
    ]

    @Test(arguments: purges.indices)
    func `What is removed by hand is gone from the disk, and stays gone`(_ index: Int) async throws {
        let (purge, left) = Self.purges[index]
        try await keep(
            sample(1, team: "dev", "text-1-"),
            sample(2, team: "dev", "text-2-", tags: [.tag("nightly")]),
            sample(3, team: "ops", "text-3-", tags: [.key("k")])
        )
        try await running { archive, memory in
            let removed = try await archive.purge(purge)
            #expect(removed == 3 - left.count)
            #expect(memory.digests == Set(left.map(CacheDigest.sample)))
            for number in 1...3 {
                let isLeft = try isOnDisk("text-\(number)-")
                #expect(isLeft == left.contains(number))
            }
        }
        #expect(try await found() == Set(left.map(CacheDigest.sample)))
    }

    @Test func `A removal that a crash breaks off is finished before anything is read`() async throws {
        try await running { archive, _ in
            for number in 1...1200 { archive.keep(sample(number, team: "dev"), knowing: archive.removals) }
            archive.keep(sample(2000, team: "ops"), knowing: archive.removals)
        }
        // Written down, a piece of it done, and the process is gone.
        let file = try CacheFile(in: DataFolder(folder("data")))
        let number = try file.writeDown(.tagged(.team("dev")))
        #expect(try file.doPiece(of: number) == 500)
        try file.close()
        #expect(try await found() == digests(2000))
    }

    @Test func `What was asked for before a removal is not written behind it, what was asked later is`() async throws {
        try await running { archive, _ in
            let before = archive.removals
            _ = try await archive.purge(.tagged(.team("dev")))
            archive.keep(sample(1, team: "dev"), knowing: before)
            archive.keep(sample(2, team: "ops"), knowing: before)
            archive.keep(sample(3, team: "dev"), knowing: archive.removals)
        }
        #expect(try await found() == digests(2, 3))
    }

    @Test func `A removal in one process is followed by another with the same folder`() async throws {
        let (one, other) = (AnswerBox(), AnswerBox())
        try await keep(sample(1, team: "dev"), sample(2, team: "ops"))
        let first = try await begin(one)
        let second = try await begin(other)
        let before = second.removals
        _ = try await first.purge(.tagged(.team("dev")))
        // Not heard of yet there, and yet not written.
        second.keep(sample(3, team: "dev"), knowing: before)
        try await eventually { other.digests == digests(2) && second.removals == first.removals }
        second.stop()
        first.stop()
        #expect(try await found() == digests(2))
        // Its own removal is done once, so that what is stored behind it stays.
        #expect(one.state.withLock { $0.forgotten } == [.tagged(.team("dev"))])
    }

    @Test func `A process that has missed removals forgets everything`() async throws {
        try await keep(sample(1))
        let (one, other) = (AnswerBox(), AnswerBox())
        let second = try await begin(other)
        second.stop()
        let first = try await begin(one)
        let file = try CacheFile(in: DataFolder(folder("data")))
        for _ in 0...CacheFile.remembered { _ = try file.writeDown(.tagged(.team("nobody"))) }
        try file.finishRemovals()
        try file.close()
        try await eventually { one.state.withLock { $0.forgotten.contains(.everything) || $0.forgotten.count > 1000 } }
        first.stop()
    }

    // MARK: - Damage

    @Test func `Rows that are not what was written are skipped, counted and gone`() async throws {
        try await keep(sample(1), sample(2), sample(3))
        let file = try CacheFile(in: DataFolder(folder("data")))
        try file.write { connection in
            try SQLQuery("UPDATE answer_bytes SET bytes = substr(bytes, 1, 40) WHERE sequence = 1").run(on: connection)
            try SQLQuery("UPDATE answers SET digest = zeroblob(32) WHERE sequence = 3").run(on: connection)
        }
        try file.close()
        try await running { archive, memory in
            #expect(memory.digests == digests(2))
            #expect(archive.statistics?.damaged == 2)
            try await eventually { archive.statistics?.entries == 1 }
        }
    }

    @Test(arguments: ["garbage", "version", "empty", "torn"])
    func `A file that cannot be used is begun anew`(kind: String) async throws {
        try await keep(sample(1))
        switch kind {
        case "garbage": try folder.write([UInt8](repeating: 0x5A, count: 9000), to: "data/cache.db")
        case "empty": try folder.write([], to: "data/cache.db")
        case "torn": try folder.write(Array(folder.bytes(of: "data/cache.db").prefix(5000)), to: "data/cache.db")
        default:
            let file = try CacheFile(in: DataFolder(folder("data")))
            _ = try file.use { try SQLQuery("PRAGMA user_version = 999").run(on: $0) }
            try file.close()
        }
        try await running { archive, memory in
            try await eventually { archive.statistics?.maximumBytes ?? 0 > 0 }
            #expect(memory.digests.isEmpty)
            archive.keep(sample(2), knowing: archive.removals)
            try await eventually { archive.statistics?.writes == 1 }
            #expect(archive.statistics?.resets == (kind == "empty" ? 0 : 1))
        }
        #expect(try await found() == digests(2))
    }

    // MARK: - Bounds

    @Test func `The file keeps to its bound, and what was used last stays`() async throws {
        rules.value = RulesBox.on(bytes: 2 << 20)
        let text = String(repeating: "x", count: 10_000)
        try await running { archive, memory in
            for number in 1...600 {
                archive.keep(sample(number, text), knowing: archive.removals)
                clock.advance(by: .milliseconds(1))
                if number.isMultiple(of: 50) {
                    try await eventually { archive.statistics.map { $0.writes == number } ?? false }
                    // The first one is asked for again and again.
                    memory.state.withLock { $0.hits = [(.sample(1), 1)] }
                    try await eventually { memory.state.withLock { $0.hits.isEmpty } }
                    #expect(try folder.bytes(of: "data/cache.db").count <= 2 << 20)
                }
            }
            #expect(archive.statistics?.evictions ?? 0 > 300)
            #expect(archive.statistics?.problem == nil)
        }
        let kept = try await found()
        #expect(kept.count > 80)
        #expect(kept.isSuperset(of: [.sample(1), .sample(600), .sample(580)]))
        #expect(!kept.contains(.sample(2)))
    }

    @Test func `A lower bound takes effect while it runs, and the disk gets its room back`() async throws {
        let text = String(repeating: "x", count: 10_000)
        try await running { archive, _ in
            for number in 1...500 { archive.keep(sample(number, text), knowing: archive.removals) }
            try await eventually { archive.statistics?.writes == 500 }
            rules.value = RulesBox.on(bytes: 1 << 20)
            try await eventually { archive.statistics?.maximumBytes == 1 << 20 }
        }
        #expect(try folder.bytes(of: "data/cache.db").count <= 1 << 20)
        #expect(try await found().count > 40)
    }

    @Test func `What waits is bounded, and what there is no room for is forgotten and counted`() async throws {
        let archive = try await begin(AnswerBox())
        // The file cannot be written: another process holds it.
        let other = try CacheFile(in: DataFolder(folder("data")))
        let text = String(repeating: "x", count: 100_000)
        try other.write { _ in
            for number in 1...1000 { archive.keep(sample(number, text), knowing: archive.removals) }
        }
        #expect(archive.statistics?.drops ?? 0 >= 900 - CacheArchive.waitingBytes / 100_000)
        try other.close()
        archive.stop()
    }

    @Test func `An answer that is too large for the file is left out`() async throws {
        rules.value = RulesBox.on(bytes: 1 << 20)
        try await running { archive, _ in
            archive.keep(sample(1, String(repeating: "x", count: 200_000)), knowing: archive.removals)
            archive.keep(sample(2), knowing: archive.removals)
            try await eventually { archive.statistics?.drops == 1 && archive.statistics?.writes == 1 }
        }
        #expect(try await found() == digests(2))
    }

    // MARK: - By meaning

    private func meaning(_ number: Int, team: String? = nil, _ text: String, dimension: Int = 8) throws -> StoredMeaning
    {
        let partition = try #require(PartitionKey([UInt8](repeating: UInt8(number), count: 32)))
        let space = try VectorSpace(model: "builtin-1", dimension: dimension)
        let vector = try UnitVector((0..<dimension).map { Float($0 + number) / 7 + 0.1 }, in: space)
        let tenant = team.map(CacheTenant.team) ?? .anonymous
        return StoredMeaning(
            entry: SemanticEntry(
                digest: .sample(number),
                partition: partition,
                tenant: tenant,
                text: text,
                mayBeShown: true
            ),
            vector: vector,
            team: team,
            model: "chat"
        )
    }

    @Test func `Questions come back beside their answers, with their vectors, and go with them`() async throws {
        let kept = try [meaning(1, team: "dev", "日本語の質問"), meaning(2, "second question", dimension: 384)]
        try await running { archive, _ in
            archive.keep(sample(1, team: "dev"), knowing: archive.removals)
            archive.keep(sample(2), knowing: archive.removals)
            for meaning in kept { archive.keep(meaning) }
            archive.keep(try meaning(3, "CANARY without an answer"))
        }
        try await running { archive, memory in
            for meaning in kept {
                let found = try #require(memory.state.withLock { $0.meanings[meaning.entry.digest] })
                #expect(found.entry.partition == meaning.entry.partition)
                #expect(found.entry.tenant == meaning.entry.tenant)
                #expect(found.entry.text == meaning.entry.text)
                #expect(!found.entry.mayBeShown)
                #expect(found.vector.space == meaning.vector.space)
                #expect(zip(found.vector.components, meaning.vector.components).allSatisfy { abs($0 - $1) < 1e-6 })
            }
            _ = try await archive.purge(.answer(.sample(2)))
        }
        #expect(try isOnDisk("日本語の質問"))
        #expect(try !isOnDisk("second question"))
        #expect(try !isOnDisk("CANARY"))
        // A new answer to a question comes without its old vector.
        try await keep(sample(1, team: "dev"))
        try await running { _, memory in #expect(memory.state.withLock { $0.meanings.isEmpty }) }
    }

    @Test func `Questions of teams that must not be on the disk are not`() async throws {
        rules.value.sealedTeams = ["secret": true]
        try await running { archive, _ in
            archive.keep(sample(1, team: "secret"), knowing: archive.removals)
            archive.keep(try meaning(1, team: "secret", "CANARY"))
            // The answer is somebody else's, and shared.
            archive.keep(sample(2, team: "dev"), knowing: archive.removals)
            archive.keep(try meaning(2, team: "secret", "CANARY"))
        }
        #expect(try !isOnDisk("CANARY"))
        #expect(try await found() == digests(2))
    }

    @Test func `What may not be written takes the place of what was`() async throws {
        try await keep(sample(1, team: "dev"), sample(2, team: "dev"))
        rules.value.sealedTeams = ["secret": true]
        try await running { archive, _ in
            archive.keep(sample(1, team: "secret"), knowing: archive.removals)
            archive.keep(sample(2, team: "dev"), persists: false, knowing: archive.removals)
        }
        #expect(try await found().isEmpty)
    }

    @Test func `Pairs that were marked wrong are remembered, in their order`() async throws {
        let pairs = (1...5).map { TextPairDigest(.sample($0)) }
        try await running { archive, _ in for pair in pairs + pairs { archive.keep(wrong: pair) } }
        try await running { _, memory in #expect(memory.state.withLock { $0.pairs } == pairs) }
    }

    // MARK: - Backups

    @Test func `A backup leaves stored answers out, and restoring one removes them`() async throws {
        try SQLiteFixture(folder, name: "data").database.close()
        try await keep(sample(1, "CANARY"))
        try await DataFolder.backup(folder("data"), to: folder("backup"))
        #expect(Data(try folder.bytes(of: "backup")).range(of: Data("CANARY".utf8)) == nil)
        try DataFolder.restore(folder("backup"), to: folder("data"))
        #expect(try !isOnDisk("CANARY"))
        #expect(try await found().isEmpty)
    }
}
