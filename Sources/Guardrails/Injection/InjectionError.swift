/// Why the rules or the weights of the injection score cannot be used.
public enum InjectionError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A line of the rule list is not understood.
    case rules(line: Int, reason: String)
    /// The file of weights is not one, or is damaged.
    case weights(reason: String)

    /// A stable name of the problem.
    public var code: String {
        switch self {
        case .rules: "injection_rules_invalid"
        case .weights: "injection_weights_invalid"
        }
    }

    /// The problem in words.
    public var description: String {
        switch self {
        case .rules(let line, let reason): "line \(line) of the injection rules: \(reason)"
        case .weights(let reason): "the injection weights cannot be used: \(reason)"
        }
    }
}
