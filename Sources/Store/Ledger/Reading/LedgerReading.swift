public import Governance

/// What reading the ledger on from a place gave.
public struct LedgerReading: Hashable, Sendable {
    /// The records, in the order in which they were added.
    public var rows: [LedgerRow]
    /// The sequence number that has been read up to, from which to go on; `nil` where nothing follows.
    public var last: Int64?
    /// The sequence numbers of what cannot be read in any way.
    public var unreadable: [Int64]

    /// A reading.
    /// - Parameters:
    ///   - rows: the records.
    ///   - last: how far has been read, where not up to the last of them.
    ///   - unreadable: what cannot be read.
    public init(_ rows: [LedgerRow], last: Int64? = nil, unreadable: [Int64] = []) {
        self.rows = rows
        self.last = last ?? rows.last?.sequence
        self.unreadable = unreadable
    }
}
