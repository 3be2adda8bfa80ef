/// Records on their way into a ledger, as the bytes that it keeps of them: those that an event loop adds in one turn go there
/// together.
public struct LedgerFrames: Sendable {
    /// What the sink has written of the records, one behind the other.
    public var bytes: [UInt8] = []
    /// How many records there are.
    public private(set) var count = 0

    /// No records.
    public init() {}

    /// Notes that the bytes of one more record are there.
    public mutating func noteRecord() { count += 1 }

    /// Forgets the records, and keeps the room for others.
    mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }
}
