public import Governance

/// Where the record of a request is put before the last byte of its answer leaves.
public protocol LedgerSink: Sendable {
    /// Whether new requests may begin; `false` while their records could not be kept.
    var isAccepting: Bool { get }

    /// Takes a record; when this returns, the end of the process does not lose it.
    ///
    /// It is called on event loops and must take no more than a few microseconds.
    /// - Parameters:
    ///   - lane: the number of the event loop, so that loops need not wait for each other.
    ///   - buffer: room to work in, kept by the caller.
    /// - Throws: where the record could not be kept.
    func append(_ record: LedgerRecord, lane: Int, using buffer: inout [UInt8]) throws
}
