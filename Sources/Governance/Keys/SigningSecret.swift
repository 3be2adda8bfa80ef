import Crypto

/// What the holder of a key signs requests with. It never prints.
public struct SigningSecret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
    CustomReflectable
{
    private static let start = "km-sign-"

    let key: SymmetricKey
    private let text: String

    /// A secret that the configuration gives.
    /// - Parameter text: at least 32 bytes in UTF-8; shorter ones give `nil`. The whole text is the HMAC's key.
    public init?(_ text: String) {
        guard text.utf8.count >= 32 else { return nil }
        self.init(unchecked: text)
    }

    init(derivedFor keyID: String, seed: String, pepper: KeyPepper) {
        let secret = pepper.derived(for: "kanmon request signing\n\(keyID)\n\(seed)")
        self.init(unchecked: Self.start + RandomText.base64URL(secret.withUnsafeBytes { Array($0) }))
    }

    private init(unchecked text: String) {
        self.text = text
        key = SymmetricKey(data: Array(text.utf8))
    }

    /// The secret's text: its UTF-8 bytes are the key of the HMAC.
    public func reveal() -> String { text }

    /// Whether both are the same, in a time that does not depend on where they differ.
    public static func == (left: SigningSecret, right: SigningSecret) -> Bool { left.key == right.key }

    /// Feeds nothing that tells of the secret.
    public func hash(into hasher: inout Hasher) { hasher.combine(key.bitCount) }

    /// Always the same placeholder.
    public var description: String { "<secret>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
