public import Caching

/// Tells of the stored answers of the running gateway, and removes them.
public protocol CacheControl: Sendable {
    /// What the cache has done, and what is in it; `nil` while there is no gateway.
    func cacheStatistics() async -> CacheStatistics?

    /// What is kept of it on the disk; `nil` where nothing is.
    func archiveStatistics() async -> ArchiveStatistics?

    /// Removes answers; those that are on their way at the moment are not stored either.
    /// - Returns: how many there were in memory, and how many on the disk, where any are kept there; `nil` while there is no
    ///   gateway.
    /// - Throws: `CacheError` where those on the disk cannot be removed now; those in memory are gone.
    func purgeCache(_ purge: CachePurge) async throws(CacheError) -> (memory: Int, disk: Int?)?

    /// The answers that are given most often; `nil` while there is no gateway.
    /// - Parameters:
    ///   - count: how many at most.
    ///   - model: only those of this public model.
    ///   - team: only those that this team has asked for.
    func topAnswers(_ count: Int, model: String?, team: String?) async -> [CacheEntry]?

    /// What was found by meaning, given or not; `nil` while there is no gateway.
    func shadowContents() async -> ShadowLog.Contents?

    /// What a request got by meaning, or would have got in shadow mode; `nil` where nothing is known of it.
    func hitByMeaning(_ requestID: String) async -> ServedHit?

    /// Marks what a request got by meaning wrong: the answer goes, and is not given again for those two questions.
    /// - Returns: what was marked; `nil` where nothing is known of it.
    /// - Throws: `CacheError` where the answer cannot be removed from the disk now.
    func markWrong(_ requestID: String) async throws(CacheError) -> ServedHit?
}
