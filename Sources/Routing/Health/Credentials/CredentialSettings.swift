/// One of a provider's credentials, as far as the choice among them depends on it; the secret itself is not here.
public struct CredentialSettings: Hashable, Sendable {
    /// Its name, unique in the provider: what is known of it is kept by this across reloads.
    public var name: String
    /// Its share of the provider's requests, relative to the others'; 0 is used only when no other can be.
    public var weight: Double
    /// Whether its secret is another one than before the reload: what is known of the old one is forgotten.
    public var isReplaced: Bool

    /// Creates settings.
    public init(name: String, weight: Double = 1, isReplaced: Bool = false) {
        self.name = name
        self.weight = weight
        self.isReplaced = isReplaced
    }
}
