public import Guardrails

/// A JSON Schema that answers must keep to: as it is written, and compiled.
public struct AnswerSchema: Sendable, Hashable {
    /// As it is written.
    public let text: String
    /// Compiled.
    public let schema: JSONSchema

    /// Compiles a schema.
    /// - Throws: ``Guardrails/JSONSchemaError`` where it is none.
    public init(parsing text: String) throws {
        self.text = text
        schema = try JSONSchema(parsing: Array(text.utf8))
    }

    /// Whether two are written alike.
    public static func == (one: AnswerSchema, other: AnswerSchema) -> Bool { one.text == other.text }

    /// Hashes the text.
    public func hash(into hasher: inout Hasher) { hasher.combine(text) }
}
