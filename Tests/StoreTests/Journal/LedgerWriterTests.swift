import Foundation
import Governance
import Testing

@testable import Store

@Suite struct LedgerWriterTests {
    private let fixture: SQLiteFixture
    private let ledger: SQLiteLedger
    private let data: DataFolder

    init() throws {
        fixture = try SQLiteFixture()
        ledger = SQLiteLedger(fixture.database)
        data = fixture.database.folder
    }

    private var options: JournalOptions {
        var options = JournalOptions()
        options.reserveBytes = 4096
        options.fileBytes = 1
        return options
    }

    private func append(_ numbers: Range<Int>, to journal: Journal) throws {
        var buffer: [UInt8] = []
        for number in numbers { try journal.append(.sample(number), lane: 0, using: &buffer) }
    }

    private func entries() async throws -> Set<String> { Set(try await ledger.all().map(\.record.entry)) }

    private var files: [String] {
        get throws { try fixture.folder.names(in: "data").filter { $0.hasPrefix("journal-") } }
    }

    @Test func recordsComeToTheStoreAndTheirFilesGo() async throws {
        let journal = try Journal(in: data, now: 1, options: options)
        let writer = LedgerWriter(from: journal, to: ledger)
        try append(0..<2500, to: journal)
        try writer.drain()
        #expect(try await ledger.head().sequence == 2500)
        try append(2500..<2600, to: journal)
        writer.stop()
        try writer.drain()
        journal.sync()
        #expect(try await ledger.head().sequence == 2600)
        #expect(writer.statistics.written == 2600 && writer.statistics.duplicates == 0)
        #expect(try files.isEmpty)
        #expect(try await ledger.verify(against: []).problem == nil)
    }

    @Test func theThreadBringsThemOverAndStopsWithEverythingDone() async throws {
        let journal = try Journal(in: data, now: 1, options: options)
        let writer = LedgerWriter(from: journal, to: ledger, pauseMilliseconds: 5)
        writer.start()
        try append(0..<1500, to: journal)
        writer.stop()
        #expect(try await ledger.head().sequence == 1500)
        #expect(try files.isEmpty)
    }

    /// A process may be ended at any moment: what its files hold then is what a copy of them holds.
    @Test func nothingAppendedIsMissingOrDoubleWhereverAProcessIsEnded() async throws {
        let journal = try Journal(in: data, now: 1, options: options)
        let other = LedgerWriter(from: journal, to: ledger)
        var appended = 0
        for round in 0..<12 {
            try append(appended..<appended + 137, to: journal)
            appended += 137
            // Every third time a part has come to the store before the end.
            if round % 3 == 1 { try other.drain() }
            let copy = try SQLiteFixture(name: "copy")
            for name in try files {
                var bytes = try fixture.folder.bytes(of: "data/\(name)")
                // And the last append was under way.
                if name == (try files.last) { bytes += Array("KMJF".utf8) + [200, 0, 0, 0, 1, 2, 3, 4, 1, 1] }
                try copy.folder.write(bytes, to: "copy/\(name)")
            }
            let recovered = SQLiteLedger(copy.database)
            // What the store had is part of the copy.
            var known: [LedgerRecord] = []
            for row in try await ledger.all() { known.append(row.record) }
            for start in stride(from: 0, to: known.count, by: 1000) {
                _ = try recovered.insert(Array(known[start..<min(start + 1000, known.count)]))
            }
            for time in [2, 3] as [Int64] {
                let writer = LedgerWriter(
                    from: try Journal(in: copy.database.folder, now: time, options: options),
                    to: recovered
                )
                try writer.drain()
                #expect(writer.statistics.damagedBytes == 0)
                #expect(time == 3 || writer.statistics.tornBytes == 14)
            }
            #expect(try await recovered.head().sequence == Int64(appended))
            #expect(Set(try await recovered.all().map(\.record.entry)).count == appended)
            #expect(try await recovered.verify(against: []).problem == nil)
        }
    }

    @Test func filesThatComeTwiceAreOneRecordEach() async throws {
        let journal = try Journal(in: data, now: 1, options: options)
        try append(0..<700, to: journal)
        let names = try files
        for name in names {
            try fixture.folder.write(fixture.folder.bytes(of: "data/\(name)"), to: "data/journal-again-\(name)")
        }
        try journal.takeOver()
        let writer = LedgerWriter(from: journal, to: ledger)
        try writer.drain()
        #expect(writer.statistics.written == 700 && writer.statistics.duplicates == 700)
        #expect(try await ledger.head().sequence == 700)
    }

    @Test func whatCannotBeReadIsKeptAsideAndTheRestComesOver() async throws {
        var journal: Journal? = try Journal(in: data, now: 1, options: options)
        try append(0..<20, to: #require(journal))
        journal = nil
        let name = try #require(try files.first)
        var bytes = try fixture.folder.bytes(of: "data/\(name)")
        bytes[bytes.count / 2] ^= 1
        try fixture.folder.write(bytes, to: "data/\(name)")
        let writer = LedgerWriter(from: try Journal(in: data, now: 2, options: options), to: ledger)
        try writer.drain()
        #expect(try await ledger.head().sequence == 19)
        #expect(writer.statistics.damagedBytes > 0)
        #expect(try files == [name + ".kept"])
        let verification = try await ledger.verify(against: [])
        #expect(verification.problem == nil && verification.setAside == [name + ".kept"] && !verification.isWhole)
        try POSIX.remove(data.path(of: name + ".kept"))
        #expect(try await ledger.verify(against: []).isWhole)
    }

    @Test func anEmptyAndACutHeaderAreNoRecords() async throws {
        try fixture.folder.write([], to: "data/journal-a-1.log")
        try fixture.folder.write(Array("KANMON".utf8), to: "data/journal-b-1.log")
        let writer = LedgerWriter(from: try Journal(in: data, now: 2, options: options), to: ledger)
        try writer.drain()
        #expect(writer.statistics.tornBytes == 6)
        #expect(try files.isEmpty)
    }

    @Test func aStoreThatFailsLosesNothing() async throws {
        let journal = try Journal(in: data, now: 1, options: options)
        try append(0..<1200, to: journal)
        try fixture.tamper("ALTER TABLE ledger_bytes RENAME TO elsewhere")
        let writer = LedgerWriter(from: journal, to: ledger)
        #expect(throws: StoreError.self) { try writer.drain() }
        #expect(try await ledger.head().sequence == 0)
        try fixture.tamper("ALTER TABLE elsewhere RENAME TO ledger_bytes")
        try writer.drain()
        #expect(try await ledger.head().sequence == 1200)
        #expect(try await ledger.verify(against: []).problem == nil)
    }

    @Test func whatWasKeptInMemoryComesToTheStoreFlagged() async throws {
        let disk = FaultyDisk()
        var options = options
        options.policy = .continue
        let journal = try Journal(in: data, now: 1, options: options, disk: disk)
        disk.set { $0.room = 0 }
        try append(0..<5, to: journal)
        disk.set { $0 = FaultyDisk.Faults() }
        journal.recover()
        try append(5..<8, to: journal)
        try LedgerWriter(from: journal, to: ledger).drain()
        let rows = try await ledger.all()
        #expect(rows.count == 8)
        #expect(rows.filter { $0.record.flags.contains(.unjournaled) }.count == 5)
    }
}
