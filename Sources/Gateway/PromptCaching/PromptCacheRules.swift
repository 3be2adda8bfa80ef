import Caching

/// What of the settings for providers' own caches holds for the requests of one configuration.
final class PromptCacheRules: Sendable {
    /// What is done for whom.
    let policies: PromptCachePolicies
    /// Whether requests that say nothing of it may have to do with it.
    let appliesUnasked: Bool

    init(_ policies: PromptCachePolicies) {
        self.policies = policies
        appliesUnasked = policies.appliesUnasked
    }
}
