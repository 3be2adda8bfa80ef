/// `providers.*.tls`: TLS towards a provider, beyond the system's trusted roots.
enum ProviderTLSSection: Section {
    static let ca = Field<String?>.optional(
        "ca",
        .file,
        "PEM file with certificate authorities that are trusted beside the system's."
    )
    static let certificate = Field<String?>.optional(
        "certificate",
        .file,
        "PEM file with a client certificate chain, leaf first."
    )
    static let key = Field<String?>.optional(
        "key",
        .file,
        "PEM file with the client certificate's private key."
    )

    static let description = SectionDescription(
        help: "TLS towards the provider, beyond the system's trusted roots.",
        fields: [ca.description, certificate.description, key.description],
        pairs: [(certificate.name, key.name)]
    )

    static func read(_ section: SectionReader) -> ProviderTLS? {
        let certificate = section[certificate]
        let key = section[key]
        let ca = section[ca]
        guard let certificate, let key else { return ProviderTLS(ca: ca) }
        return ProviderTLS(ca: ca, identity: TLSIdentity(certificate: certificate, key: key))
    }
}
