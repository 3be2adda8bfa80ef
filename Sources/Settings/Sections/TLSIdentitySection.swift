/// `server.tls`: the listener's certificate and key.
enum TLSIdentitySection: Section {
    static let certificate = Field<String?>.required(
        "certificate",
        .file,
        "PEM file with the certificate chain, leaf first."
    )
    static let key = Field<String?>.required(
        "key",
        .file,
        "PEM file with the private key."
    )

    static let description = SectionDescription(
        help: "A certificate and its private key.",
        fields: [certificate.description, key.description]
    )

    static func read(_ section: SectionReader) -> TLSIdentity? {
        let certificate = section[certificate]
        let key = section[key]
        guard let certificate, let key else { return nil }
        return TLSIdentity(certificate: certificate, key: key)
    }
}
