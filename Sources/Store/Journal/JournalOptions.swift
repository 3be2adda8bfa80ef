/// How a journal works.
public struct JournalOptions: Hashable, Sendable {
    /// What happens when the journal cannot take a record.
    public enum Policy: String, Hashable, Sendable, CaseIterable {
        /// Requests are refused until it can.
        case refuse
        /// Requests go on; the records are kept in memory up to a bound, flagged, and counted when lost.
        case `continue`
    }

    /// The most bytes of all files together; from here on new requests are refused. What was under way may use an eighth
    /// more.
    public var maximumBytes = 1 << 30
    /// The size from which a new file is begun, in bytes.
    public var fileBytes = 64 << 20
    /// How many files are written at once. A thread appends to the one of its number.
    public var lanes = 1
    /// The time between two syncs to the disk, in milliseconds: the most that a power cut takes.
    public var syncMilliseconds = 50
    /// The unsynced bytes from which a sync comes earlier.
    public var syncBytes = 1 << 20
    /// What is set aside on the disk so that requests under way can be recorded when it is full, in bytes.
    public var reserveBytes = 4 << 20
    /// What happens when the journal cannot take a record.
    public var policy = Policy.refuse
    /// The most bytes of records kept in memory with ``Policy/continue``.
    public var memoryBytes = 8 << 20

    /// The defaults.
    public init() {}
}
