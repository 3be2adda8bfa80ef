import NIOSSL
import Settings

/// How the listener speaks TLS.
struct ServerTLS: Sendable {
    /// What each new connection takes.
    let context: NIOSSLContext
    /// When the first certificate of the chain expires, in seconds since 1970.
    let expires: Int

    /// Reads a certificate and its key.
    /// - Returns: `nil` where none is configured.
    /// - Throws: ``GatewayError`` where they cannot be used.
    init?(_ identity: TLSIdentity?) throws(GatewayError) {
        guard let identity else { return nil }
        do {
            let chain = try NIOSSLCertificate.fromPEMFile(identity.certificate)
            let key = try NIOSSLPrivateKey(file: identity.key, format: .pem)
            var tls = TLSConfiguration.makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(key)
            )
            tls.applicationProtocols = ["http/1.1"]
            tls.minimumTLSVersion = .tlsv12
            context = try NIOSSLContext(configuration: tls)
            expires = chain.map { Int($0.notValidAfter) }.min() ?? 0
        } catch {
            throw GatewayError(.configuration, "server.tls: \(error)")
        }
    }
}
