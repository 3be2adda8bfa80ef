public import Caching

/// How answers are kept and given again.
public struct CacheConfiguration: Sendable, Hashable {
    /// The most bytes that answers take in memory, everything counted.
    public let maximumBytes: Int
    /// What is kept, for whom and for how long.
    public let policies: CachePolicies

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(maximumBytes: Int = 256 << 20, policies: CachePolicies = CachePolicies()) {
        self.maximumBytes = maximumBytes
        self.policies = policies
    }
}
