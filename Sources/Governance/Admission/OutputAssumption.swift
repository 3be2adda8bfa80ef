/// How long an answer may become whose caller set no `max_tokens`.
///
/// Few answers come near what a model could produce (often 64,000 tokens and more). Reserving that much for each would
/// have small budgets refuse everything; reserving less lets an answer cost more than was reserved. The default takes the
/// middle: 4,096 tokens, or the model's limit where that is lower. ``modelLimit(otherwise:)`` makes budgets exact.
public enum OutputAssumption: Hashable, Sendable {
    /// That many tokens, or the model's limit where that is lower.
    case tokens(Int)
    /// What the model can produce at most; that many tokens where its limit is not known.
    case modelLimit(otherwise: Int)

    /// 4,096 tokens.
    public static let standard = Self.tokens(4096)

    /// The tokens to reserve for the output.
    ///
    /// - Parameters:
    ///   - asked: The bound that the caller set for one answer, if any.
    ///   - outputLimit: The model's own limit, if it is known.
    ///   - choices: How many answers are asked for.
    /// - Returns: The tokens of all answers together, and whether they are an assumption.
    public func outputTokens(asked: Int?, outputLimit: Int?, choices: Int = 1) -> (tokens: Int, isAssumed: Bool) {
        let limit = max(0, outputLimit ?? .max)
        let one =
            if let asked {
                min(max(0, asked), limit)
            } else {
                switch self {
                case .tokens(let tokens): min(max(0, tokens), limit)
                case .modelLimit(let otherwise): outputLimit == nil ? max(0, otherwise) : limit
                }
            }
        let (all, overflow) = one.multipliedReportingOverflow(by: max(1, choices))
        return (overflow ? .max : all, asked == nil)
    }
}
