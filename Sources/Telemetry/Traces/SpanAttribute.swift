/// An attribute of a span.
public struct SpanAttribute: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// Its value.
    public var value: SpanValue

    /// An attribute.
    public init(_ name: String, _ value: SpanValue) {
        self.name = name
        self.value = value
    }

    /// An attribute.
    public init(_ field: FieldDefinition, _ value: SpanValue) { self.init(field.name.description, value) }
}
