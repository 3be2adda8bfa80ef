/// What a ledger's writer has done since it began.
public struct LedgerWriterStatistics: Hashable, Sendable {
    /// Records that are new in the store.
    public var written = 0
    /// Records that were in the store already.
    public var duplicates = 0
    /// Frames that are no records of this version; their files are kept as `*.log.kept`.
    public var rejected = 0
    /// Bytes at the ends of files that a process wrote when it was ended.
    public var tornBytes = 0
    /// Bytes of files that nothing could be read from; their files are kept as `*.log.kept`.
    public var damagedBytes = 0
    /// Records that were read from damaged frames.
    public var repaired = 0
    /// Times that the store or a file failed; what was to be written is tried again.
    public var failures = 0
    /// The last failure.
    public var lastFailure: StoreError?

    /// The bytes of the journal that were not in the store when it was looked at last.
    public var pendingBytes = 0
    /// Since when everything that was in the journal then is in the store.
    public var caughtUp = ContinuousClock.now

    /// Nothing yet.
    public init() {}

    /// Adds what was wrong with a file.
    mutating func add(_ damage: JournalDamage) {
        rejected += damage.rejected
        tornBytes += damage.tornBytes
        damagedBytes += damage.damagedBytes
        repaired += damage.repaired
    }
}
