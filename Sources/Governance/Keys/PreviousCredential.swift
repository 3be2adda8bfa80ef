/// The text that a key had before its last rotation.
public struct PreviousCredential: Hashable, Sendable {
    /// How the text is known.
    public var credential: KeyCredential
    /// The first moment at which it is refused.
    public var validUntil: Timestamp

    /// A text that is valid until then.
    public init(_ credential: KeyCredential, validUntil: Timestamp) {
        self.credential = credential
        self.validUntil = validUntil
    }
}
