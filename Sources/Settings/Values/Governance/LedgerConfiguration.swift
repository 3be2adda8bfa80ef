/// How the record of every request is kept.
public struct LedgerConfiguration: Sendable, Hashable {
    /// What happens to new requests when the journal, or its disk, is full; the raw value is what a document writes.
    public enum FullPolicy: String, Sendable, Hashable, CaseIterable {
        /// They are refused with 503, so that none goes unrecorded.
        case refuse
        /// They are served; those without a record are counted.
        case `continue`
    }

    /// What happens to new requests when the journal, or its disk, is full.
    public let onFull: FullPolicy
    /// The most bytes of the journal that have not reached the database yet.
    public let maxJournal: Int
    /// The longest time between writing a record and having it synced to the disk.
    public let sync: Duration
    /// How long rows are kept, of teams that say nothing themselves.
    public let retention: Duration

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(
        onFull: FullPolicy = .refuse,
        maxJournal: Int = 1 << 30,
        sync: Duration = .milliseconds(50),
        retention: Duration = .seconds(400 * 86_400)
    ) {
        self.onFull = onFull
        self.maxJournal = maxJournal
        self.sync = sync
        self.retention = retention
    }
}
