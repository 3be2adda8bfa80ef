import Gateway
import Governance
import Store

/// The journal as the place where the gateway puts records of requests.
struct JournalSink: LedgerSink {
    let journal: Journal

    var isAccepting: Bool { journal.isAccepting }

    func append(_ record: LedgerRecord, lane: Int, using buffer: inout [UInt8]) throws {
        try journal.append(record, lane: lane, using: &buffer)
    }
}
