import JSONText

/// A call of a tool.
struct ScriptCall: Hashable, Sendable {
    /// In the shape of the dialect; Gemini's calls have none.
    var id: String
    var name: String
    /// A JSON object, or a string for custom tools.
    var arguments: JSONValue
    var isCustom: Bool
    /// Gemini's `thoughtSignature`.
    var signature: String

    /// The arguments as they are streamed: JSON text, or the bare text of a custom tool.
    var argumentsText: String {
        if isCustom, let text = arguments.string { return text }
        return arguments.text
    }
}
