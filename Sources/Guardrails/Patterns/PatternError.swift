/// Why patterns could not be compiled or run.
public enum PatternError: Error, Sendable, Hashable, CustomStringConvertible {
    /// An expression is not understood, or is too large.
    case invalid(expression: String, reason: String)
    /// A text has more matches than its length allows.
    case tooManyMatches
    /// A text is longer than the engine reads at once: 4 GiB.
    case tooLong
    /// The engine refused, with its own code.
    case engine(code: Int32)

    /// A stable name of the problem.
    public var code: String {
        switch self {
        case .invalid: "pattern_invalid"
        case .tooManyMatches: "too_many_matches"
        case .tooLong: "text_too_long"
        case .engine: "pattern_engine"
        }
    }

    /// The problem in words.
    public var description: String {
        switch self {
        case .invalid(let expression, let reason): "the pattern \(expression) cannot be used: \(reason)"
        case .tooManyMatches: "the text has more matches than its length allows"
        case .tooLong: "the text is longer than 4 GiB"
        case .engine(let code): "the pattern engine refused with code \(code)"
        }
    }
}
