/// Where stored answers go beside memory, so that they outlive the process.
///
/// Nobody waits for it: an answer that it has no room for, or that it has not written when the process is killed, is
/// forgotten. What is removed by hand is gone for good.
public protocol AnswerArchive: Sendable {
    /// How many removals by hand it knows of, those of other processes among them.
    var removals: Int64 { get }

    /// Takes an answer, to be written soon. Never waits.
    /// - Parameters:
    ///   - answer: an answer that has just been stored in memory.
    ///   - persists: whether it may be written; otherwise it only takes the place of an earlier one under its key.
    ///   - removals: ``removals`` as it was before it was looked whether the answer may be stored: it is not written where
    ///     a later removal fits it.
    func keep(_ answer: CachedAnswer, persists: Bool, knowing removals: Int64)

    /// Takes the question of an answer that it has been given, to be found by meaning. Never waits.
    func keep(_ meaning: StoredMeaning)

    /// Takes a pair of questions that somebody has marked wrong. Never waits.
    func keep(wrong pair: TextPairDigest)

    /// Removes answers. When it returns they are gone, and neither a crash nor another process brings them back.
    /// - Returns: how many there were; `nil` where nothing is kept.
    /// - Throws: ``CacheError`` with the code `cache_archive_unavailable` where that could not be done; it is tried again.
    func purge(_ purge: CachePurge) async throws(CacheError) -> Int?

    /// What it has done, and what is in it; `nil` where nothing is kept.
    var statistics: ArchiveStatistics? { get }
}

/// What an archive fills at a start, and what it learns from.
public protocol AnswerMemory: Sendable {
    /// Takes up an answer that was stored before, unless there is one under its key.
    /// - Parameters:
    ///   - hits: how often it has been given.
    ///   - meaning: its question, where that was kept.
    /// - Returns: whether there is room for more.
    func restore(_ answer: CachedAnswer, hits: Int, _ meaning: StoredMeaning?) -> Bool

    /// Takes up pairs of questions that were marked wrong, the oldest first.
    func restore(wrong pairs: [TextPairDigest])

    /// Removes answers that somebody has removed from the archive.
    func forget(_ purge: CachePurge)

    /// How often answers have been given since the last call, of those that have.
    func takeHits() -> [(digest: CacheDigest, hits: Int)]
}
