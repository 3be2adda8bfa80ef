public import Caching

/// Tells of the stored answers of the running gateway, and removes them.
public protocol CacheControl: Sendable {
    /// What the cache has done, and what is in it; `nil` while there is no gateway.
    func cacheStatistics() async -> CacheStatistics?

    /// Removes answers; those that are on their way at the moment are not stored either.
    /// - Returns: how many there were; `nil` while there is no gateway.
    func purgeCache(_ purge: CachePurge) async -> Int?
}
