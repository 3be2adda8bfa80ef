/// Why a schema cannot be used, or an answer could not be checked against it.
public enum JSONSchemaError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The schema is no JSON text, or exceeds its bounds.
    case notJSON(reason: String)
    /// A keyword has a value that it cannot have.
    /// - Parameters:
    ///   - at: the JSON pointer of the keyword in the schema.
    case invalid(at: String, reason: String)
    /// A reference leads nowhere within the document; nothing is fetched.
    case unresolved(at: String, reference: String)
    /// Checking an answer would take more steps, or nest deeper, than is allowed.
    case tooMuchWork
    /// The engine of patterns failed.
    case patterns(PatternError)

    /// A stable name of the problem.
    public var code: String {
        switch self {
        case .notJSON: "schema_not_json"
        case .invalid: "schema_invalid"
        case .unresolved: "schema_reference_unresolved"
        case .tooMuchWork: "schema_too_much_work"
        case .patterns(let error): error.code
        }
    }

    /// The problem in words.
    public var description: String {
        switch self {
        case .notJSON(let reason): "the schema is not a JSON text: \(reason)"
        case .invalid(let place, let reason):
            "the schema is not valid at \(place.isEmpty ? "its root" : place): \(reason)"
        case .unresolved(let place, let reference):
            "the schema's reference \(reference) at \(place) leads nowhere within the document"
        case .tooMuchWork: "checking the answer against the schema takes more steps than are allowed"
        case .patterns(let error): "the schema's patterns failed: \(error)"
        }
    }
}
