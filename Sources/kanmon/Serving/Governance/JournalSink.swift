import Gateway
import Governance
import Store

/// The journal as the place where the gateway puts records of requests.
struct JournalSink: LedgerSink {
    let journal: Journal

    var isAccepting: Bool { journal.isAccepting }

    func add(_ record: LedgerRecord, to frames: inout LedgerFrames) throws {
        try journal.encode(record, into: &frames.bytes)
        frames.noteRecord()
    }

    func append(_ frames: LedgerFrames, lane: Int) throws {
        try journal.append(frames.bytes, count: frames.count, lane: lane)
    }
}
