/// What a model or a team has otherwise.
public struct PromptCacheOverrides: Hashable, Sendable {
    /// Whether anything is done.
    public var use: CachePolicy.Switch?
    /// Which lifetimes breakpoints may have.
    public var lifetimes: PromptCachePolicy.Lifetimes?
    /// Whether a request prefers the target and the credential that have its beginning.
    public var affinity: Bool?

    /// Creates overrides.
    public init(
        use: CachePolicy.Switch? = nil,
        lifetimes: PromptCachePolicy.Lifetimes? = nil,
        affinity: Bool? = nil
    ) {
        self.use = use
        self.lifetimes = lifetimes
        self.affinity = affinity
    }
}
