/// What TLS towards a provider needs beyond the system's trusted roots.
public struct ProviderTLS: Sendable, Hashable {
    /// Path of a PEM file with certificate authorities that are trusted in addition to the system's.
    public let ca: String?
    /// The client certificate, where the provider asks for one.
    public let identity: TLSIdentity?

    /// Puts the settings together.
    public init(ca: String? = nil, identity: TLSIdentity? = nil) {
        self.ca = ca
        self.identity = identity
    }
}
