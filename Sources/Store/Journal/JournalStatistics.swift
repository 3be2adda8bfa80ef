/// What a journal has done since it was opened.
public struct JournalStatistics: Hashable, Sendable {
    /// Records appended.
    public var appended = 0
    /// Records that could not be appended, whatever became of them.
    public var failures = 0
    /// Records that were kept in memory because the policy was to go on.
    public var kept = 0
    /// Records that were lost because memory's bound was reached.
    public var lost = 0
    /// Times that bytes were synced to the disk.
    public var syncs = 0
    /// Times that the disk refused to.
    public var syncFailures = 0
    /// The bytes of all files, also of earlier processes.
    public var bytes = 0

    /// Nothing yet.
    public init() {}
}
