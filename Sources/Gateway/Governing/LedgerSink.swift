public import Governance

/// Where the records of requests are put before the last bytes of their answers leave.
///
/// An event loop gathers the records of the requests that end in one of its turns, has them kept at once, and sends their answers
/// then: a system call for several requests.
public protocol LedgerSink: Sendable {
    /// Whether new requests may begin; `false` while their records could not be kept.
    var isAccepting: Bool { get }

    /// Adds a record to those that are to be kept together; nothing is kept yet.
    ///
    /// It is called on event loops, as ``append(_:lane:)`` is, and must take no more than a few microseconds.
    /// - Parameter frames: records that this sink has added before.
    /// - Throws: where it is no record that could be kept; the others are as they were.
    func add(_ record: LedgerRecord, to frames: inout LedgerFrames) throws

    /// Keeps records; when this returns, the end of the process does not lose them.
    /// - Parameters:
    ///   - frames: what ``add(_:to:)`` has added.
    ///   - lane: the number of the event loop, so that loops need not wait for each other.
    /// - Throws: where the records could not be kept, all of them.
    func append(_ frames: LedgerFrames, lane: Int) throws
}
