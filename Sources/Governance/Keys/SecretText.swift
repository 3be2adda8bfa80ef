/// A text that must not be seen: a password, a key, a token. It never prints: description, debug description, mirror and
/// string interpolation all show a placeholder.
public struct SecretText: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    /// Wraps a text.
    public init(_ value: String) { self.value = value }

    /// The text: for the one place that hashes, sends or shows it.
    public func reveal() -> String { value }

    /// Always the same placeholder.
    public var description: String { "<secret>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
