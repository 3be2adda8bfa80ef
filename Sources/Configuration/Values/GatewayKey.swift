/// A virtual key: what a caller presents to the gateway instead of a provider's credential.
public struct GatewayKey: Sendable, Hashable {
    /// The name by which logs and metrics know it.
    public let name: String
    /// The key itself.
    public let key: Secret

    /// Puts a key together in code; nothing is checked.
    public init(name: String, key: Secret) {
        self.name = name
        self.key = key
    }
}
