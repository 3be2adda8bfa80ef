import Crypto

/// The secret that keys are hashed with: whoever reads the store without it can neither check nor make a key.
///
/// It never prints.
public struct KeyPepper: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Shorter secrets are refused.
    public static let leastByteCount = 32

    let key: SymmetricKey

    /// Takes a secret.
    /// - Parameter bytes: at least 32 bytes; fewer give `nil`.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count >= Self.leastByteCount else { return nil }
        key = SymmetricKey(data: bytes)
    }

    /// Makes a new secret from the system's random numbers.
    public static func generate() -> KeyPepper { KeyPepper(key: SymmetricKey(size: .bits256)) }

    private init(key: SymmetricKey) { self.key = key }

    /// The secret's bytes: for the one place that writes them to the data folder.
    public func reveal() -> [UInt8] { key.withUnsafeBytes { Array($0) } }

    /// A secret that only the pepper's holder can work out again.
    /// - Parameter purpose: what it is for; different purposes give independent secrets.
    func derived(for purpose: String) -> SymmetricKey {
        SymmetricKey(data: HMAC<SHA256>.authenticationCode(for: Array(purpose.utf8), using: key))
    }

    /// The key that values found by guardrails are hashed with, 32 bytes.
    public var evidenceKey: [UInt8] { derived(for: "guardrail evidence").withUnsafeBytes { Array($0) } }

    /// Always the same placeholder.
    public var description: String { "<secret>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
