/// What the first owner is made with: printed once when the gateway starts with an empty store, kept as a digest until
/// there is an owner. It never prints by itself.
public struct BootstrapToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private static let start = "km-bootstrap-"

    private let text: String

    /// Makes a token from the system's random numbers.
    public static func generate() -> BootstrapToken {
        BootstrapToken(text: start + SessionToken.generate().reveal())
    }

    private init(text: String) { self.text = text }

    /// The token's text, to be printed once.
    public func reveal() -> String { text }

    /// What is kept of it.
    public func digest(pepper: KeyPepper) -> KeyDigest { KeyDigest(of: text.utf8, pepper: pepper) }

    /// Whether somebody presents the token. Compares in constant time.
    /// - Parameters:
    ///   - text: what is presented.
    ///   - digest: what is kept; `nil` where there is an owner already, and nothing is accepted.
    ///   - pepper: the gateway's secret.
    public static func accepts(_ text: SecretText, digest: KeyDigest?, pepper: KeyPepper) -> Bool {
        guard let digest, text.reveal().utf8.count <= 256 else { return false }
        return KeyDigest(of: text.reveal().utf8, pepper: pepper) == digest
    }

    /// Always the same placeholder.
    public var description: String { "<secret>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
