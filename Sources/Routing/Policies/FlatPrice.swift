/// What a target's tokens cost, in US dollars a million.
public struct FlatPrice: Hashable, Sendable {
    /// A million tokens of prompt.
    public var inputPerMillion: Double
    /// A million tokens of answer.
    public var outputPerMillion: Double

    /// Creates a price.
    public init(inputPerMillion: Double, outputPerMillion: Double) {
        self.inputPerMillion = inputPerMillion
        self.outputPerMillion = outputPerMillion
    }

    /// What a request costs, in dollars.
    public func cost(inputTokens: Int, outputTokens: Int) -> Double {
        (Double(inputTokens) * inputPerMillion + Double(outputTokens) * outputPerMillion) / 1_000_000
    }
}
