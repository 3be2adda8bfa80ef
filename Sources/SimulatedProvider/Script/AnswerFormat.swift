import JSONText

/// The form that the answer's text must have.
enum AnswerFormat: Sendable {
    case text
    /// Any JSON object.
    case object
    /// JSON that satisfies a schema.
    case schema(JSONValue)
    /// One bare word out of an enumeration (Gemini's `text/x.enum`).
    case word(JSONValue)
}
