/// What a cache has done since it was made, and what is in it.
public struct CacheStatistics: Hashable, Sendable {
    /// Look-ups that found an answer.
    public var hits = 0
    /// Look-ups that did not, for whatever reason.
    public var misses = 0
    /// Answers whose time was over, found on a look-up or by sweeping.
    public var expirations = 0
    /// Answers stored under a new key.
    public var insertions = 0
    /// Answers stored in place of an older one.
    public var replacements = 0
    /// Answers given up for others.
    public var evictions = 0
    /// New answers that were given up because those in their way are asked for more often.
    public var rejections = 0
    /// Answers that were too large to be stored.
    public var oversized = 0
    /// Answers removed by hand.
    public var purges = 0
    /// How many answers there are.
    public var entries = 0
    /// What they take in memory, in bytes.
    public var bytes = 0
    /// The most bytes they may take.
    public var maximumBytes = 0

    /// Creates statistics of nothing.
    public init() {}

    /// Adds those of another part.
    static func += (sum: inout Self, other: Self) {
        sum.hits += other.hits
        sum.misses += other.misses
        sum.expirations += other.expirations
        sum.insertions += other.insertions
        sum.replacements += other.replacements
        sum.evictions += other.evictions
        sum.rejections += other.rejections
        sum.oversized += other.oversized
        sum.purges += other.purges
        sum.entries += other.entries
        sum.bytes += other.bytes
        sum.maximumBytes += other.maximumBytes
    }
}
