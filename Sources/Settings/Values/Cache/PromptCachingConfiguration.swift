public import Caching

/// What is done so that providers' own caches serve prompts.
public struct PromptCachingConfiguration: Sendable, Hashable {
    /// The most bytes that is remembered of prompts in memory.
    public let maximumBytes: Int
    /// What is done for whom.
    public let policies: PromptCachePolicies

    /// Puts the settings together in code; nothing is checked. The defaults are those of the document.
    public init(maximumBytes: Int = 16 << 20, policies: PromptCachePolicies = PromptCachePolicies()) {
        self.maximumBytes = maximumBytes
        self.policies = policies
    }
}
