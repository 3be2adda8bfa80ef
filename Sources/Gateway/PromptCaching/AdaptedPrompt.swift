import Caching

/// What was done to the prompt of one attempt so that its provider's own cache serves it.
struct AdaptedPrompt: Sendable {
    /// The prompt's places, as the target is known by them; `nil` where nothing is marked there.
    var points: PrefixPoints?
    /// The breakpoints that were put in.
    var breakpoints: Breakpoints?
    /// Whether a key for the cache was put in.
    var hasKey = false
    /// How long the provider keeps what it has been told to.
    var lifetime = CacheLifetime.fiveMinutes
    /// How much of the prompt the provider's cache has afterwards, as pieces of the caller's own words.
    var cachedPieces = 0
}
