/// What an archive has done since the process began, and what is in it.
public struct ArchiveStatistics: Hashable, Sendable {
    /// How many answers are there.
    public var entries = 0
    /// What they take, in bytes, with everything that finds them.
    public var bytes = 0
    /// The most bytes they may take.
    public var maximumBytes = 0
    /// Answers that were written.
    public var writes = 0
    /// Answers that were to be written and were not: too many waited, or the disk would not take them.
    public var drops = 0
    /// Answers that gave their room to others.
    public var evictions = 0
    /// Answers whose time was over.
    public var expirations = 0
    /// Answers removed by hand.
    public var purges = 0
    /// Answers read at the start.
    public var loaded = 0
    /// Rows that were not what was written; they are gone.
    public var damaged = 0
    /// How often the whole file was given up: it was damaged, or of another version.
    public var resets = 0
    /// Whether answers are still being read.
    public var isLoading = false
    /// What the disk would not do, as long as it does not.
    public var problem: String?

    /// Creates statistics of nothing.
    public init() {}
}
