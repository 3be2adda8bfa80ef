import JSONText

/// What tools give back: on this wire an object in `functionResponse.response`, elsewhere text.
///
/// Google reads the members `output` and `error` of the object as the result and the failure; many send `result`.
enum GeminiFunctionResult {
    private static let resultNames: Set<String> = ["result", "output"]

    /// The text a response object stands for, and whether it is a failure.
    static func read(_ response: JSONObject) -> (text: String, isError: Bool) {
        if response.count == 1, let member = response.members.first {
            if resultNames.contains(member.name) { return (text(member.value), false) }
            if member.name == "error" { return (text(member.value), true) }
        }
        return (JSONValue.object(response).text, false)
    }

    /// The response object for a text: a text that is a JSON object goes as that object, every other one is wrapped.
    static func write(_ text: String, isError: Bool) -> JSONValue {
        let value = structure(text) ?? .string(text)
        if isError { return ["error": value] }
        // An object that reads like a wrapping is wrapped itself, so that it comes back as it was.
        if case .object(let object) = value, !isWrapping(object) { return value }
        return ["result": value]
    }

    private static func isWrapping(_ object: JSONObject) -> Bool {
        guard object.count == 1, let name = object.members.first?.name else { return false }
        return resultNames.contains(name) || name == "error"
    }

    private static func text(_ value: JSONValue) -> String { value.string ?? value.text }

    /// A text as an object or array. Scalars stay text: Google's numbers are floating-point and would change long ones.
    private static func structure(_ text: String) -> JSONValue? {
        let start = text.utf8.first { $0 > 0x20 }
        guard start == UInt8(ascii: "{") || start == UInt8(ascii: "[") else { return nil }
        // A text that only looks like JSON is text.
        return try? JSONValue(parsing: text)
    }
}
