import JSONText

/// A type of value that documents hold: how it looks, how it is read, and how a default of it is written.
struct ValueType<Value: Sendable>: Sendable {
    let shape: Shape
    /// Reads a value; nil means that it is wrong and that the problem has been reported.
    let read: @Sendable (Located, Reading) -> Value?
    /// The value as a document would write it; nil for types that have no short form.
    let write: (@Sendable (Value) -> JSONValue)?

    init(_ shape: Shape, read: @escaping @Sendable (Located, Reading) -> Value?) {
        self.init(shape, read: read, write: nil)
    }

    private init(
        _ shape: Shape,
        read: @escaping @Sendable (Located, Reading) -> Value?,
        write: (@Sendable (Value) -> JSONValue)?
    ) {
        self.shape = shape
        self.read = read
        self.write = write
    }

    /// The same type with a way to write a default.
    func written(as write: @escaping @Sendable (Value) -> JSONValue) -> ValueType {
        ValueType(shape, read: read, write: write)
    }

    /// The same type of values, as values of another type.
    func map<Other>(_ transform: @escaping @Sendable (Value) -> Other) -> ValueType<Other> {
        ValueType<Other>(shape) { place, reading in read(place, reading).map(transform) }
    }
}
