import Governance
import Synchronization
import Testing

@testable import Store

/// One damaged place in a file of the journal: a start goes on, what can be read is in the ledger once, and what cannot is
/// kept and told of.
@Suite struct JournalDamageTests {
    private static let records = 3

    private var options: JournalOptions {
        var options = JournalOptions()
        options.reserveBytes = 4096
        return options
    }

    /// The bytes of a file with some records, as a process that was killed leaves it, and where its frames begin.
    private func file() throws -> (bytes: [UInt8], starts: [Int]) {
        let folder = try TemporaryFolder()
        let journal = try Journal(in: DataFolder(folder("data")), now: 1, options: options)
        var buffer: [UInt8] = []
        var starts: [Int] = []
        var count = JournalFormat.headerCount
        for number in 0..<Self.records {
            starts.append(count)
            try journal.append(.sample(number), lane: 0, using: &buffer)
            count += buffer.count
        }
        let name = try #require(try folder.names(in: "data").first { $0.hasSuffix(".log") })
        return (try folder.bytes(of: "data/\(name)"), starts)
    }

    private struct Outcome {
        var entries: Set<String>
        var told: [JournalDamage]
        var files: [String]
    }

    /// What a start makes of a file.
    private func start(with bytes: [UInt8], _ folder: TemporaryFolder, _ number: Int) async throws -> Outcome {
        let data = try DataFolder(folder("data"))
        try folder.write(bytes, to: "data/journal-a\(number)-1.log")
        let ledger = MemoryLedger()
        let told = Mutex<[JournalDamage]>([])
        let journal = try Journal(in: data, now: 2, options: options)
        let writer = LedgerWriter(from: journal, to: ledger) { damage in told.withLock { $0.append(damage) } }
        #expect(try writer.drainReadable() == nil)
        let outcome = Outcome(
            entries: Set(try await ledger.all().map(\.record.entry)),
            told: told.withLock { $0 },
            files: try folder.names(in: "data").filter { $0.hasPrefix("journal-") }
        )
        #expect(try Journal.kept(in: data) == outcome.files)
        for name in outcome.files { try POSIX.remove(data.path(of: name)) }
        return outcome
    }

    @Test func aChangedByteAnywhereLosesAtMostItsRecordAndIsNeverSilent() async throws {
        let (bytes, starts) = try file()
        let all = Set((0..<Self.records).map { "entry-\($0)" })
        let folder = try TemporaryFolder()
        for index in bytes.indices {
            for bit in [UInt8(1), 0x80] {
                var changed = bytes
                changed[index] ^= bit
                let outcome = try await start(with: changed, folder, index * 256 + Int(bit))
                #expect(outcome.told.count == 1, "byte \(index)")
                // The header, and the first eight bytes of a frame, can be told from the rest.
                let frame = starts.lastIndex { $0 <= index }
                guard let frame, index - starts[frame] >= 8 else {
                    #expect(outcome.entries == all, "byte \(index)")
                    #expect(outcome.files.isEmpty)
                    #expect(outcome.told.first?.repaired == 1)
                    continue
                }
                #expect(outcome.entries == all.subtracting(["entry-\(frame)"]), "byte \(index)")
                #expect(outcome.files.count == 1)
                #expect(outcome.told.first?.file == outcome.files.first)
            }
        }
    }

    @Test func anEndTornAnywhereLosesNothingBeforeItAndKeepsNothing() async throws {
        let (bytes, starts) = try file()
        let folder = try TemporaryFolder()
        for count in 0..<bytes.count {
            let outcome = try await start(with: Array(bytes[..<count]), folder, count)
            let whole = starts.dropFirst().count { $0 <= count }
            #expect(outcome.entries == Set((0..<whole).map { "entry-\($0)" }))
            #expect(outcome.files.isEmpty)
            let torn = count < JournalFormat.headerCount ? count : count - (starts.last { $0 <= count } ?? starts[0])
            let isClean = torn == 0 || count == JournalFormat.headerCount
            #expect(outcome.told.first?.tornBytes ?? 0 == (isClean ? 0 : torn), "\(count) bytes")
        }
    }

    @Test func stretchesOfAnySizeThatAreOverwrittenAreKept() async throws {
        let (bytes, _) = try file()
        var generator = SeededGenerator(seed: 5)
        let folder = try TemporaryFolder()
        for turn in 0..<200 {
            var changed = bytes
            let start = Int.random(in: 0..<bytes.count, using: &generator)
            let end = Int.random(in: start + 1...bytes.count, using: &generator)
            for index in start..<end { changed[index] = turn % 3 == 0 ? 0 : .random(in: 0...255, using: &generator) }
            let outcome = try await self.start(with: changed, folder, turn)
            // Either everything is there or it is said that something is not; what a power cut leaves is zeros at the end.
            let isTorn = outcome.told.contains { $0.tornBytes > 0 }
            #expect(outcome.entries.count == Self.records || !outcome.files.isEmpty || isTorn)
            #expect(!isTorn || end == bytes.count)
        }
    }

    @Test func aHeaderThatIsGoneKeepsTheFile() async throws {
        let (bytes, _) = try file()
        let folder = try TemporaryFolder()
        for (number, value) in [UInt8(0), 0x55].enumerated() {
            let changed = [UInt8](repeating: value, count: 16) + bytes[16...]
            let outcome = try await start(with: changed, folder, number)
            #expect(outcome.entries.isEmpty && outcome.files.count == 1)
            #expect(outcome.told.first?.damagedBytes == bytes.count)
        }
    }

    @Test func zerosAtTheEndAreAnAppendThatWasCutOff() async throws {
        let (bytes, _) = try file()
        let outcome = try await start(with: bytes + [UInt8](repeating: 0, count: 5000), TemporaryFolder(), 1)
        #expect(outcome.entries.count == Self.records && outcome.files.isEmpty)
        #expect(outcome.told.first?.tornBytes == 5000)
    }
}
