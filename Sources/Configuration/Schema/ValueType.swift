import JSONText

/// A type of value that documents hold: how it looks, how it is read, and how a default of it is written.
struct ValueType<Value: Sendable>: Sendable {
    let shape: Shape
    /// Reads a value; nil means that it is wrong and that the problem has been reported.
    let read: @Sendable (Located, Reading) -> Value?
    /// The value as a document would write it; nil for types that have no short form.
    let write: (@Sendable (Value) -> JSONValue)?

    init(
        _ shape: Shape,
        write: (@Sendable (Value) -> JSONValue)? = nil,
        read: @escaping @Sendable (Located, Reading) -> Value?
    ) {
        self.shape = shape
        self.read = read
        self.write = write
    }

    /// The same type, keeping where each value stands for checks that come later.
    var located: ValueType<Placed<Value>> {
        ValueType<Placed<Value>>(shape) { place, reading in
            read(place, reading).map { Placed(value: $0, place: place) }
        }
    }
}

/// A value that was read, and where it stands.
struct Placed<Value: Sendable>: Sendable {
    let value: Value
    let place: Located
}
