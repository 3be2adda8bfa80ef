import JSONText

/// Writes elements of `parts`.
enum GeminiPartWriter {
    /// Text or a thought.
    static func text(_ text: String, isThought: Bool = false, signature: String? = nil) -> JSONValue {
        var part: JSONObject = ["text": .string(text)]
        if isThought { part.append("thought", true) }
        if let signature { part.append("thoughtSignature", .string(signature)) }
        return .object(part)
    }

    /// A call of a function.
    static func call(id: String?, name: String, arguments: JSONValue, signature: String?) -> JSONValue {
        var call = JSONObject()
        if let id { call.append("id", .string(id)) }
        call.append("name", .string(name))
        call.append("args", arguments)
        var part: JSONObject = ["functionCall": .object(call)]
        if let signature { part.append("thoughtSignature", .string(signature)) }
        return .object(part)
    }

    /// Arguments as the object this wire wants.
    /// - Parameter text: JSON text; nothing at all is no arguments.
    /// - Returns: `nil` where the text is not a JSON object.
    static func arguments(_ text: String) -> JSONValue? {
        if !text.utf8.contains(where: { $0 > 0x20 }) { return .object(JSONObject()) }
        guard let value = try? JSONValue(parsing: text) else { return nil }
        switch value {
        case .object: return value
        case .null: return .object(JSONObject())
        default: return nil
        }
    }
}
