import Foundation
import Governance
import Testing

@testable import Store

@Suite struct JournalTests {
    private let folder: TemporaryFolder
    private let data: DataFolder

    init() throws {
        folder = try TemporaryFolder()
        data = try DataFolder(folder("data"))
    }

    private func options(_ change: (inout JournalOptions) -> Void = { _ in }) -> JournalOptions {
        var options = JournalOptions()
        options.reserveBytes = 4096
        change(&options)
        return options
    }

    private func append(_ numbers: Range<Int>, to journal: Journal, lane: Int = 0) throws {
        var buffer: [UInt8] = []
        for number in numbers { try journal.append(.sample(number), lane: lane, using: &buffer) }
    }

    /// The entries in a journal's files, in their order, as its reader finds them.
    private func entries(_ journal: Journal) throws -> [String] {
        var entries: [String] = []
        for source in journal.sources() {
            var reader = try JournalReader(source, from: 0)
            defer { reader.close() }
            while let found = try reader.next() {
                guard case .payload(let range) = found else { continue }
                guard case .record(let record) = try LedgerCodec.decode(reader.buffer, in: range) else { continue }
                entries.append(record.entry)
            }
        }
        return entries
    }

    private func expected(_ numbers: Range<Int>) -> [String] { numbers.map { "entry-\($0)" } }

    private var files: [String] { get throws { try folder.names(in: "data").filter { $0.hasPrefix("journal-") } } }

    @Test func whatWasAppendedIsThereForTheNextProcess() throws {
        var journal: Journal? = try Journal(in: data, now: 1, options: options())
        try append(0..<100, to: #require(journal))
        #expect(try entries(#require(journal)) == expected(0..<100))
        journal = nil
        let next = try Journal(in: data, now: 2, options: options())
        #expect(try entries(next) == expected(0..<100))
        #expect(next.sources().allSatisfy { $0.isLeftBehind })
    }

    @Test func aLivingProcessesFilesAreNotTakenUntilItEnds() throws {
        var first: Journal? = try Journal(in: data, now: 1, options: options())
        try append(0..<10, to: #require(first))
        let second = try Journal(in: data, now: 2, options: options())
        try second.takeOver()
        #expect(try entries(second).isEmpty)
        first = nil
        try second.takeOver()
        #expect(try entries(second) == expected(0..<10))
    }

    @Test func aNewFileIsBegunWhenOneIsFullAndGoesWhenItIsInTheStore() throws {
        let journal = try Journal(in: data, now: 1, options: options { $0.fileBytes = 1 })
        try append(0..<2000, to: journal)
        let sources = journal.sources()
        #expect(sources.count > 3)
        #expect(sources.dropLast().allSatisfy { $0.isSealed && $0.length <= 64 * 1024 })
        #expect(try entries(journal) == expected(0..<2000))
        for source in sources where source.isSealed { try journal.discard(source, keeping: false) }
        journal.sync()
        #expect(try files.count == 1)
        #expect(journal.statistics.bytes == sources.last?.length)
    }

    @Test(arguments: [1, 8]) func threadsThatAppendAtOnceLoseNothing(lanes: Int) async throws {
        let journal = try Journal(
            in: data,
            now: 1,
            options: options {
                $0.lanes = lanes
                $0.fileBytes = 1
            }
        )
        let keeper = JournalKeeper(journal)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for thread in 0..<8 {
                group.addTask { try append(thread * 1000..<(thread + 1) * 1000, to: journal, lane: thread) }
            }
            try await group.waitForAll()
        }
        keeper.stop()
        let found = try entries(journal)
        #expect(found.count == 8000)
        #expect(Set(found) == Set(expected(0..<8000)))
        #expect(journal.statistics.appended == 8000)
        #expect(journal.sources().isEmpty == false && journal.statistics.syncs > 0)
    }

    @Test func theJournalRefusesAtItsBoundAndAcceptsWhenThereIsRoom() throws {
        let journal = try Journal(
            in: data,
            now: 1,
            options: options {
                $0.maximumBytes = 512 * 1024
                $0.fileBytes = 64 * 1024
            }
        )
        var number = 0
        while journal.isAccepting {
            try append(number..<number + 1, to: journal)
            number += 1
        }
        #expect(journal.statistics.bytes > 512 * 1024 - 1024)
        // What is under way is still taken, up to an eighth more.
        let admitted = number
        #expect(throws: JournalError.full) {
            while true {
                try append(number..<number + 1, to: journal)
                number += 1
            }
        }
        #expect(number > admitted)
        #expect(journal.statistics.bytes <= 576 * 1024)
        #expect(try entries(journal) == expected(0..<number))
        for source in journal.sources().prefix(4) { try journal.discard(source, keeping: false) }
        #expect(!journal.isAccepting)
        journal.sync()
        #expect(journal.isAccepting)
        try append(number..<number + 1, to: journal)
    }

    @Test(arguments: [(ENOSPC, JournalError.full), (EDQUOT, .full), (EFBIG, .full), (EIO, .failed)])
    func aDiskThatFailsRefusesAndWhatWasTakenStays(error: CInt, expectedError: JournalError) throws {
        let disk = FaultyDisk()
        let journal = try Journal(in: data, now: 1, options: options(), disk: disk)
        try append(0..<5, to: journal)
        // Cut off in the midst of a frame.
        disk.set {
            $0.room = 50
            $0.error = error
        }
        #expect(throws: expectedError) { try append(5..<6, to: journal) }
        #expect(!journal.isAccepting)
        #expect(try entries(journal) == expected(0..<5))
        disk.set { $0.canReserve = false }
        if expectedError == .full, error != EFBIG {
            journal.recover()
            #expect(!journal.isAccepting)
        }
        disk.set { $0 = FaultyDisk.Faults() }
        journal.recover()
        #expect(journal.isAccepting)
        try append(6..<9, to: journal)
        #expect(try entries(journal) == expected(0..<5) + expected(6..<9))
    }

    @Test func whatIsSetAsideTakesTheRequestsUnderWayWhenTheDiskIsFull() throws {
        let disk = FaultyDisk()
        let journal = try Journal(in: data, now: 1, options: options(), disk: disk)
        try append(0..<1, to: journal)
        // The reserve's removal makes room, as it does on a disk: the second try succeeds.
        let watched = folder("data/journal.reserve")
        #expect(FileManager.default.fileExists(atPath: watched))
        disk.set { $0.room = 0 }
        #expect(throws: JournalError.full) { try append(1..<2, to: journal) }
        #expect(!FileManager.default.fileExists(atPath: watched))
        disk.set { $0.room = nil }
        try append(2..<3, to: journal)
        #expect(!journal.isAccepting)
        journal.recover()
        #expect(journal.isAccepting && FileManager.default.fileExists(atPath: watched))
        #expect(try entries(journal) == expected(0..<1) + expected(2..<3))
    }

    @Test func anEndThatCannotBeCutOffEndsItsFile() throws {
        let disk = FaultyDisk()
        var journal: Journal? = try Journal(in: data, now: 1, options: options(), disk: disk)
        try append(0..<3, to: #require(journal))
        disk.set {
            $0.room = 30
            $0.canTruncate = false
        }
        #expect(throws: JournalError.full) { try append(3..<4, to: #require(journal)) }
        disk.set { $0 = FaultyDisk.Faults() }
        try append(4..<6, to: #require(journal))
        #expect(try files.count == 2)
        #expect(try entries(#require(journal)) == expected(0..<3) + expected(4..<6))
        journal = nil
        // The next process sees the torn end in the file, and goes on after it.
        let next = try Journal(in: data, now: 2, options: options())
        #expect(try entries(next) == expected(0..<3) + expected(4..<6))
    }

    @Test func aSyncThatFailsIsCountedAndAnotherFileBegun() throws {
        let disk = FaultyDisk()
        let journal = try Journal(in: data, now: 1, options: options(), disk: disk)
        try append(0..<3, to: journal)
        disk.set { $0.syncError = EIO }
        journal.sync()
        #expect(journal.statistics.syncFailures == 1)
        #expect(!journal.isAccepting)
        disk.set { $0.syncError = 0 }
        journal.recover()
        try append(3..<5, to: journal)
        #expect(try files.count == 2)
        #expect(try entries(journal) == expected(0..<5))
    }

    @Test func goingOnKeepsWhatItCanInMemoryAndCountsTheRest() throws {
        let disk = FaultyDisk()
        let journal = try Journal(
            in: data,
            now: 1,
            options: options {
                $0.policy = .continue
                $0.memoryBytes = 1500
            },
            disk: disk
        )
        disk.set { $0.room = 0 }
        try append(0..<50, to: journal)
        #expect(journal.isAccepting)
        let statistics = journal.statistics
        #expect(statistics.failures == 50 && statistics.kept + statistics.lost == 50)
        #expect(statistics.kept > 0 && statistics.lost > 0)
        let kept = journal.takeKept(atMost: 1000)
        #expect(kept.count == statistics.kept)
        #expect(kept.allSatisfy { $0.flags.contains(.unjournaled) })
    }

    @Test func aClosedJournalTakesNothing() throws {
        let journal = try Journal(in: data, now: 1, options: options { $0.policy = .continue })
        journal.seal()
        #expect(!journal.isAccepting)
        #expect(throws: JournalError.closed) { try append(0..<1, to: journal) }
    }

    @Test func aRecordWithoutAnEntryIsInvalidAndNothingIsWritten() throws {
        let journal = try Journal(in: data, now: 1, options: options())
        var record = LedgerRecord.sample(1)
        record.entry = ""
        var buffer: [UInt8] = []
        #expect(throws: JournalError.invalid) { try journal.append(record, lane: 0, using: &buffer) }
        #expect(journal.statistics.bytes == 0)
    }

    @Test func recordsAppendedTogetherAreReadOneByOne() throws {
        let journal = try Journal(in: data, now: 1, options: options())
        var frames: [UInt8] = []
        for number in 0..<3 { try journal.encode(.sample(number), into: &frames) }
        var invalid = LedgerRecord.sample(3)
        invalid.entry = ""
        let before = frames
        #expect(throws: JournalError.invalid) { try journal.encode(invalid, into: &frames) }
        #expect(frames == before)
        try journal.encode(.sample(3), into: &frames)
        try journal.append(frames, count: 4, lane: 0)
        try append(4..<5, to: journal)
        #expect(try entries(journal) == expected(0..<5))
        #expect(journal.statistics.appended == 5)
    }

    @Test(arguments: [0, 1, 300])
    func recordsAppendedTogetherAreAllThereOrNone(room: Int) throws {
        let disk = FaultyDisk()
        let journal = try Journal(in: data, now: 1, options: options(), disk: disk)
        try append(0..<1, to: journal)
        var frames: [UInt8] = []
        for number in 1..<5 { try journal.encode(.sample(number), into: &frames) }
        disk.set { $0.room = room }
        #expect(throws: JournalError.full) { try journal.append(frames, count: 4, lane: 0) }
        #expect(try entries(journal) == expected(0..<1))
        #expect(journal.statistics.failures == 4)
        disk.set { $0.room = nil }
        try journal.append(frames, count: 4, lane: 0)
        #expect(try entries(journal) == expected(0..<5))
    }

    @Test func recordsThatCannotBeWrittenTogetherAreKeptInMemory() throws {
        let disk = FaultyDisk()
        let journal = try Journal(in: data, now: 1, options: options { $0.policy = .continue }, disk: disk)
        var frames: [UInt8] = []
        for number in 0..<4 { try journal.encode(.sample(number), into: &frames) }
        disk.set { $0.room = 0 }
        try journal.append(frames, count: 4, lane: 0)
        #expect(journal.takeKept(atMost: 10).map(\.entry) == expected(0..<4))
    }

    @Test func filesAreForTheirOwnerOnly() throws {
        let journal = try Journal(in: data, now: 1, options: options())
        try append(0..<1, to: journal)
        for name in try folder.names(in: "data") { #expect(try folder.mode(of: "data/\(name)") == 0o600) }
    }

    /// A real disk without room: KANMON_SMALL_DISK names an empty folder on a file system of a few megabytes.
    @Test(.enabled(if: ProcessInfo.processInfo.environment["KANMON_SMALL_DISK"] != nil))
    func aFullDiskRefusesAndRecovers() throws {
        let path = try #require(ProcessInfo.processInfo.environment["KANMON_SMALL_DISK"])
        let small = try DataFolder(path + "/data")
        let journal = try Journal(
            in: small,
            now: 1,
            options: options {
                $0.reserveBytes = 256 * 1024
                $0.fileBytes = 256 * 1024
            }
        )
        var count = 0
        while journal.isAccepting {
            try append(count..<count + 1, to: journal)
            count += 1
        }
        #expect(throws: JournalError.full) {
            while true {
                try append(count..<count + 1, to: journal)
                count += 1
            }
        }
        #expect(try entries(journal) == expected(0..<count))
        journal.recover()
        #expect(!journal.isAccepting)
        for source in journal.sources() where source.isSealed { try journal.discard(source, keeping: false) }
        journal.sync()
        journal.recover()
        #expect(journal.isAccepting)
    }
}
