import Synchronization

/// The provider's caches of prompts, behind one short lock.
final class PromptCaches: Sendable {
    private let table = Mutex(PromptCacheTable())
    private let begun = ContinuousClock.now

    /// Counts a request's input, and keeps what a provider would keep.
    func use(_ prompt: Prompt, credential: String) -> TokenUsage {
        let now = ContinuousClock.now - begun
        return table.withLock { $0.use(prompt, credential: credential, at: now) }
    }

    /// Forgets everything.
    func clear() { table.withLock { $0 = PromptCacheTable() } }
}
