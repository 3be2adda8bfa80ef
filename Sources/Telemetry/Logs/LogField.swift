/// A named value in a log's line.
public struct LogField: Hashable, Sendable {
    /// Its name: lower-case words with underscores.
    public var name: String
    /// Its value.
    public var value: LogValue

    /// A field.
    public init(_ name: String, _ value: LogValue) {
        self.name = name
        self.value = value
    }

    /// A field.
    public init(_ field: FieldDefinition, _ value: LogValue) { self.init(field.name.description, value) }
}
