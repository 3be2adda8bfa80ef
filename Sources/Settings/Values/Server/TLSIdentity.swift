/// A certificate chain and its private key, as paths of PEM files. Relative paths of a document are resolved
/// against the document's folder, and both files could be read when the document was checked.
public struct TLSIdentity: Sendable, Hashable {
    /// Path of the certificate chain, leaf first.
    public let certificate: String
    /// Path of the private key.
    public let key: String

    /// Names the two files.
    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}
