/// A field of logs or spans: what programs call it and what it means. What writes it and what documents it use the same one.
///
/// Its texts are parts of the program: whoever passes a field on counts no references, which lines of logs do for every value.
public struct FieldDefinition: Sendable {
    /// The name.
    public let name: StaticString
    /// What its values are: `string`, `int`, `bool`, `double`, `list` or `object`.
    public let type: StaticString
    /// What it means, in a sentence; Markdown.
    public let help: StaticString

    init(_ name: StaticString, _ type: StaticString, _ help: StaticString) {
        self.name = name
        self.type = type
        self.help = help
    }

    /// A table of fields, in Markdown.
    static func table(_ title: String, _ fields: [FieldDefinition]) -> String {
        "| \(title) | type | what |\n|---|---|---|\n"
            + fields.map { "| `\($0.name)` | \($0.type) | \($0.help) |\n" }.joined()
    }
}
