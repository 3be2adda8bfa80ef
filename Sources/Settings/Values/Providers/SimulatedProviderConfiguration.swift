/// How a simulated provider behaves.
public struct SimulatedProviderConfiguration: Sendable, Hashable {
    /// The wire format it speaks.
    public let speaks: ProviderDialect
    /// How long it waits before its first token.
    public let timeToFirstToken: Duration
    /// How many tokens it produces each second; nil means all at once.
    public let tokensPerSecond: Double?

    /// Puts the settings together. The defaults are those of the document.
    public init(
        speaks: ProviderDialect = .openai,
        timeToFirstToken: Duration = .zero,
        tokensPerSecond: Double? = nil
    ) {
        self.speaks = speaks
        self.timeToFirstToken = timeToFirstToken
        self.tokensPerSecond = tokensPerSecond
    }
}
