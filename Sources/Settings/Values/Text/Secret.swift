/// A credential. It never prints: description, debug description, mirror and string interpolation all show a
/// placeholder, so that a secret cannot slip into a log, an error or a dump by accident.
public struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let value: String

    /// Wraps a credential.
    /// - Parameter value: the credential in clear text.
    public init(_ value: String) { self.value = value }

    /// The credential in clear text: for the one place that sends or hashes it.
    /// - Returns: the text given at creation.
    public func reveal() -> String { value }

    /// Always the same placeholder.
    public var description: String { "<secret>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children, so that `dump` shows nothing either.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
