import Gateway
import Governance
import Synchronization

/// The lines of a ledger that is kept in memory.
final class LedgerLog: LedgerSink {
    private let records = Mutex<[LedgerRecord]>([])

    var isAccepting: Bool { true }

    func append(_ record: LedgerRecord, lane: Int, using buffer: inout [UInt8]) throws {
        records.withLock { $0.append(record) }
    }

    /// What has been written so far.
    var all: [LedgerRecord] { records.withLock { $0 } }
}
