public import Pricing

/// What a request may use at worst, as far as is known before it is sent. Limits and budgets reserve it.
public struct AdmissionEstimate: Hashable, Sendable {
    /// Tokens of the prompt, by an estimate that is rather too high.
    public var inputTokens: Int
    /// Tokens of the answer: what the caller allows, or what ``OutputAssumption`` says.
    public var outputTokens: Int
    /// Whether ``outputTokens`` is an assumption because the caller set no bound.
    ///
    /// A limit of tokens then holds of the output only what it has left, so that an assumption alone refuses nobody; a
    /// budget holds all of its cost.
    public var isOutputAssumed: Bool
    /// What both together cost; `nil` where no price is known.
    public var cost: Money?

    /// An estimate of a request.
    public init(inputTokens: Int, outputTokens: Int, isOutputAssumed: Bool = false, cost: Money?) {
        self.inputTokens = inputTokens
        self.outputTokens = outputTokens
        self.isOutputAssumed = isOutputAssumed
        self.cost = cost
    }
}
