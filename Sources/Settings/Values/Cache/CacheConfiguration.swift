public import Caching

/// How answers are kept and given again.
public struct CacheConfiguration: Sendable, Hashable {
    /// The most bytes that answers take in memory, everything counted.
    public let maximumBytes: Int
    /// What is kept, for whom and for how long.
    public let policies: CachePolicies
    /// How answers are found by meaning.
    public let semantic: SemanticConfiguration
    /// The most bytes that answers take on the disk, where they outlive the process.
    public let diskBytes: Int

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(
        maximumBytes: Int = 256 << 20,
        policies: CachePolicies = CachePolicies(),
        semantic: SemanticConfiguration = SemanticConfiguration(),
        diskBytes: Int = 512 << 20
    ) {
        self.maximumBytes = maximumBytes
        self.policies = policies
        self.semantic = semantic
        self.diskBytes = diskBytes
    }
}
