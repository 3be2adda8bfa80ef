/// A value that belongs to the books and not to the meaning: where something came from, not what it says.
///
/// It does not count when two wholes are compared or hashed.
@propertyWrapper
public struct Bookkeeping<Value: Sendable>: Hashable, Sendable {
    /// The value.
    public var wrappedValue: Value

    /// Keeps a value.
    public init(wrappedValue: Value) { self.wrappedValue = wrappedValue }

    /// Always true.
    public static func == (_: Self, _: Self) -> Bool { true }

    /// Adds nothing.
    public func hash(into _: inout Hasher) {}
}
