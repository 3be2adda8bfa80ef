import Gateway
import Governance
import Synchronization

/// The lines of a ledger that is kept in memory.
final class LedgerLog: LedgerSink {
    private let records = Mutex<[LedgerRecord]>([])
    private let appends = Mutex<[Int]>([])
    /// What happens whenever records are kept.
    private let keeping: @Sendable () throws -> Void

    init(keeping: @escaping @Sendable () throws -> Void = {}) { self.keeping = keeping }

    var isAccepting: Bool { true }

    func add(_ record: LedgerRecord, to frames: inout LedgerFrames) throws {
        var bytes: [UInt8] = []
        try LedgerCodec.encode(record, into: &bytes)
        withUnsafeBytes(of: UInt32(bytes.count).littleEndian) { frames.bytes += $0 }
        frames.bytes += bytes
        frames.noteRecord()
    }

    func append(_ frames: LedgerFrames, lane: Int) throws {
        try keeping()
        var rest = frames.bytes[...]
        while let record = try Self.next(&rest) { records.withLock { $0.append(record) } }
        appends.withLock { $0.append(frames.count) }
    }

    private static func next(_ rest: inout ArraySlice<UInt8>) throws -> LedgerRecord? {
        guard rest.count >= 4 else { return nil }
        let count = rest.prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        rest = rest.dropFirst(4)
        let item = try LedgerCodec.decode(Array(rest.prefix(count)))
        rest = rest.dropFirst(count)
        guard case .record(let record) = item else { return nil }
        return record
    }

    /// What has been written so far.
    var all: [LedgerRecord] { records.withLock { $0 } }

    /// How many records were kept together, each time.
    var batches: [Int] { appends.withLock { $0 } }
}
