/// A field of logs or spans: what programs call it and what it means. What writes it and what documents it use the same one.
public struct FieldDefinition: Hashable, Sendable {
    /// The name.
    public let name: String
    /// What its values are: `string`, `int`, `bool`, `double`, `list` or `object`.
    public let type: String
    /// What it means, in a sentence; Markdown.
    public let help: String

    init(_ name: String, _ type: String, _ help: String) {
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
