/// One thing that is wrong with an object's JSON: where, what, and what would be right.
///
/// Messages never show the value that was given: it may be a secret in the wrong place.
public struct FieldProblem: Hashable, Sendable, CustomStringConvertible {
    /// The kind of problem, for programs.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A member that the object does not have.
        case unknownField = "unknown_field"
        /// A member that must be there.
        case missingField = "missing_field"
        /// A string where an array belongs, and the like.
        case wrongType = "wrong_type"
        /// A value of the right type that is not allowed.
        case invalidValue = "invalid_value"
        /// Something that stands twice.
        case duplicate
        /// A member that only the gateway sets.
        case readOnly = "read_only"
        /// Values that are fine alone but not together.
        case conflict
    }

    /// The kind of problem.
    public let code: Code
    /// The way from the object's root: `parameters.max_tokens`, `budgets[1].amount`; empty for the object itself.
    public let path: String
    /// What is wrong and what is allowed.
    public let message: String

    /// A problem.
    public init(_ code: Code, at path: String, _ message: String) {
        self.code = code
        self.path = path
        self.message = message
    }

    /// The path and the message.
    public var description: String { path.isEmpty ? message : "\(path): \(message)" }
}
