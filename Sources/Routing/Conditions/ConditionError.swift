/// Why a condition cannot be made of what the configuration says.
public enum ConditionError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The operator does not take this kind of value.
    case wrongValue(Condition.Operator, expected: String)
    /// The regular expression is none.
    case pattern(PatternError)

    /// What to change.
    public var description: String {
        switch self {
        case .wrongValue(let word, let expected): "`\(word.rawValue)` takes \(expected)"
        case .pattern(let error): error.description
        }
    }
}
