import NIOSSL
public import Settings

/// What is known of a listener's certificate.
public enum ServerCertificate {
    /// When the certificate of an identity expires, in seconds since 1970 UTC: of a chain, the first one's end. Reads a file.
    /// - Throws: where the file cannot be read.
    public static func expiry(of identity: TLSIdentity) throws -> Int64? {
        try NIOSSLCertificate.fromPEMFile(identity.certificate).map { Int64($0.notValidAfter) }.min()
    }
}
