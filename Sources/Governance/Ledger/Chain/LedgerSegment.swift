/// A stretch of the ledger that was written at once: rows with consecutive sequence numbers under one digest.
public struct LedgerSegment: Hashable, Sendable {
    /// What is there of a row.
    public enum Leaf: Hashable, Sendable {
        /// Its canonical bytes.
        case bytes([UInt8])
        /// Its hash: retention has taken the bytes.
        case tombstone([UInt8])
    }

    /// A row's place and what is there of it.
    public struct Row: Hashable, Sendable {
        /// The sequence number.
        public var sequence: Int64
        /// What is there.
        public var leaf: Leaf

        /// A row.
        public init(sequence: Int64, leaf: Leaf) {
            self.sequence = sequence
            self.leaf = leaf
        }
    }

    /// Its number, from 1.
    public var number: Int64
    /// The first row's sequence number.
    public var first: Int64
    /// How many rows were written.
    public var count: Int64
    /// The digest of the segment before it.
    public var previous: [UInt8]
    /// Its digest.
    public var digest: [UInt8]
    /// The rows in the order in which they are stored.
    public var rows: [Row]

    /// A segment.
    public init(number: Int64, first: Int64, count: Int64, previous: [UInt8], digest: [UInt8], rows: [Row]) {
        self.number = number
        self.first = first
        self.count = count
        self.previous = previous
        self.digest = digest
        self.rows = rows
    }
}
