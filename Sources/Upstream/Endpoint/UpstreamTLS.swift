import NIOCore
import NIOSSL

/// Whom to trust and who to be when a server is spoken to over TLS. The certificate and the host name are always
/// verified; there is no switch to turn that off.
public struct UpstreamTLS: Hashable, Sendable {
    /// A certificate chain and its key, both PEM files.
    public struct ClientCertificate: Hashable, Sendable {
        /// Path of the chain, the client's own certificate first.
        public var chainFile: String
        /// Path of the unencrypted private key.
        public var keyFile: String

        /// Names the two files.
        /// - Parameters:
        ///   - chainFile: Path of the PEM chain.
        ///   - keyFile: Path of the PEM key.
        public init(chainFile: String, keyFile: String) {
            self.chainFile = chainFile
            self.keyFile = keyFile
        }
    }

    /// Path of a PEM file with certificate authorities to trust beside those of the system.
    public var additionalAuthoritiesFile: String?
    /// What to present to servers that ask for a client certificate.
    public var clientCertificate: ClientCertificate?

    /// Makes settings; without arguments, the system's authorities and no client certificate.
    /// - Parameters:
    ///   - additionalAuthoritiesFile: Path of a PEM file with further authorities.
    ///   - clientCertificate: What to present to servers that ask.
    public init(additionalAuthoritiesFile: String? = nil, clientCertificate: ClientCertificate? = nil) {
        self.additionalAuthoritiesFile = additionalAuthoritiesFile
        self.clientCertificate = clientCertificate
    }

    /// Reads the files and builds the context that all connections share.
    func makeContext() throws(UpstreamError) -> NIOSSLContext {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        // The chain only: whose certificate it is, ``ServerIdentity`` decides before a byte of a request is written. The
        // library would take one for the connection's address in place of one for the name.
        configuration.certificateVerification = .noHostnameVerification
        configuration.applicationProtocols = ["http/1.1"]
        // A peer that does not answer our goodbye must not keep the socket for long.
        configuration.shutdownTimeout = .milliseconds(500)
        if let file = additionalAuthoritiesFile {
            configuration.additionalTrustRoots = [.certificates(try Self.certificates(in: file))]
        }
        if let client = clientCertificate {
            configuration.certificateChain = try Self.certificates(in: client.chainFile).map { .certificate($0) }
            do {
                configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: client.keyFile, format: .pem))
            } catch {
                throw UpstreamError(.invalidConfiguration, "the client key cannot be read as PEM")
            }
        }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw UpstreamError(.invalidConfiguration, "the TLS settings do not fit together")
        }
    }

    private static func certificates(in file: String) throws(UpstreamError) -> [NIOSSLCertificate] {
        let certificates: [NIOSSLCertificate]
        do {
            certificates = try NIOSSLCertificate.fromPEMFile(file)
        } catch {
            throw UpstreamError(.invalidConfiguration, "a certificate file cannot be read as PEM")
        }
        guard !certificates.isEmpty else {
            throw UpstreamError(.invalidConfiguration, "a certificate file holds no certificate")
        }
        return certificates
    }
}
