/// A header field that is added to every request to a provider. The value counts as a secret: it may be a credential.
public struct HeaderField: Sendable, Hashable {
    /// The field's name in lower case, a token (RFC 9110 §5.6.2).
    public let name: String
    /// The field's value: visible ASCII, spaces and tabs.
    public let value: Secret

    /// Puts a field together in code; nothing is checked.
    public init(name: String, value: Secret) {
        self.name = name
        self.value = value
    }
}
