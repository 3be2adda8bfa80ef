/// How one text of a virtual key is known: two of them are valid at once while a key is being rotated.
public struct KeyCredential: Hashable, Sendable {
    /// What the key's text hashes to.
    public var digest: KeyDigest
    /// What people see of the key's text.
    public var prefix: String

    /// What is kept of a key's text.
    public init(digest: KeyDigest, prefix: String) {
        self.digest = digest
        self.prefix = prefix
    }

    /// What is kept of a key's text.
    public init(of key: KeyText, pepper: KeyPepper) {
        self.init(digest: KeyDigest(of: key, pepper: pepper), prefix: key.prefix)
    }

    /// What is kept of a text that the configuration gives, whatever its form.
    public init(ofDeclared text: SecretText, pepper: KeyPepper) {
        self.init(
            digest: KeyDigest(of: text.reveal().utf8, pepper: pepper),
            prefix: KeyText.prefix(of: text.reveal())
        )
    }
}
