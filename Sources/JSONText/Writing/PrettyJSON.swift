/// JSON for people: two spaces for each level, short lists of single values on one line.
public enum PrettyJSON {
    /// The text of a value, ending in a line break.
    public static func text(_ value: JSONValue) -> String {
        var text = ""
        write(value, indent: "", into: &text)
        return text + "\n"
    }

    private static func write(_ value: JSONValue, indent: String, into text: inout String) {
        let inner = indent + "  "
        switch value {
        case .object(let object) where !object.isEmpty:
            text += "{"
            for (index, member) in object.members.enumerated() {
                text += index == 0 ? "\n" : ",\n"
                text += inner + JSONValue.string(member.name).text + ": "
                write(member.value, indent: inner, into: &text)
            }
            text += "\n\(indent)}"
        case .array(let elements) where elements.contains { $0.object != nil || $0.array != nil }:
            text += "["
            for (index, element) in elements.enumerated() {
                text += (index == 0 ? "\n" : ",\n") + inner
                write(element, indent: inner, into: &text)
            }
            text += "\n\(indent)]"
        case .array(let elements):
            text += "[" + elements.map(\.text).joined(separator: ", ") + "]"
        default:
            text += value.text
        }
    }
}
