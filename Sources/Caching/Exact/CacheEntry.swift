/// An answer in the cache, with what the cache knows of it.
public struct CacheEntry: Sendable {
    /// The answer.
    public let answer: CachedAnswer
    /// How often it has been given.
    public let hits: Int
    /// What it takes in memory.
    public let bytes: Int
}
