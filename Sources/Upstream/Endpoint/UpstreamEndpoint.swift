import NIOSSL

/// One prepared place to send requests to. Whatever can be computed from the configuration is computed here, once.
///
/// It is a class because its identity is the key of its connection pools: two endpoints never share connections, even if
/// they look alike. Connections of an endpoint that is no longer used close after ``UpstreamLimits/idleKeepAlive``.
public final class UpstreamEndpoint: Sendable {
    /// The server.
    public let origin: UpstreamOrigin
    /// The proxy that leads to it, if any.
    public let proxy: UpstreamProxy?
    /// Bounds of what this endpoint may use.
    public let limits: UpstreamLimits

    /// Present if the origin's scheme is `https`.
    let tls: NIOSSLContext?
    /// Present if the proxy itself is spoken to over TLS.
    let proxyTLS: NIOSSLContext?
    /// Everything between the request target and the caller's header fields.
    let requestLineEnd: [UInt8]

    /// Prepares an endpoint; reads certificate files, so do it while the configuration is loaded.
    /// - Parameters:
    ///   - origin: The server.
    ///   - tls: Whom to trust and who to be; not used for plain `http`.
    ///   - proxy: The proxy that leads to the server, see ``ProxySettings/proxy(for:)``.
    ///   - limits: Bounds of what this endpoint may use.
    /// - Throws: ``UpstreamError`` with code `invalid_configuration`.
    public init(
        origin: UpstreamOrigin,
        tls: UpstreamTLS = UpstreamTLS(),
        proxy: UpstreamProxy? = nil,
        limits: UpstreamLimits = UpstreamLimits()
    ) throws(UpstreamError) {
        self.origin = origin
        self.proxy = proxy
        self.limits = limits
        self.tls = origin.scheme == .https ? try tls.makeContext() : nil
        proxyTLS = proxy?.origin.scheme == .https ? try tls.makeContext() : nil
        requestLineEnd = Array(" HTTP/1.1\r\nhost: \(origin.authority)\r\naccept-encoding: identity\r\n".utf8)
    }
}
