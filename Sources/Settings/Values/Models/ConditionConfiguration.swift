public import Routing

/// When a branch of a conditional model is taken.
public indirect enum ConditionConfiguration: Sendable, Hashable {
    /// A part of the request compared with a value.
    case comparison(Field, Condition.Operator, Value)
    /// All of them hold; never empty.
    case all([ConditionConfiguration])
    /// At least one of them holds; never empty.
    case any([ConditionConfiguration])
    /// It does not hold.
    case not(ConditionConfiguration)

    /// A part of a request, or of what is known of it.
    public enum Field: Sendable, Hashable {
        /// A header field, by its name in lower case.
        case header(String)
        /// An entry of the body's `metadata`.
        case metadata(String)
        /// A member of the body, by its path: names joined by dots.
        case parameter(String)
        /// The name of the caller's virtual key.
        case key
        /// The name of the caller's team.
        case team
        /// The estimated number of tokens of the prompt.
        case inputTokens
        /// The model's name as the caller wrote it.
        case model
    }

    /// What a field is compared with: a list for `in` and `nin`, a number for the four orders, a string for `regex`.
    public enum Value: Sendable, Hashable {
        /// Text.
        case string(String)
        /// A number.
        case number(Double)
        /// A truth value.
        case bool(Bool)
        /// Single values; never empty, never nested.
        case list([Value])
    }
}
