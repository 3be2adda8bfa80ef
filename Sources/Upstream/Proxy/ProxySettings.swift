import HTTPWire

/// Which proxy, if any, leads to which origin, by the conventions of the usual environment variables.
public struct ProxySettings: Hashable, Sendable {
    /// For origins with scheme `http`.
    public var http: UpstreamProxy?
    /// For origins with scheme `https`.
    public var https: UpstreamProxy?
    private let exceptions: ProxyExceptions

    /// Makes settings.
    /// - Parameters:
    ///   - http: For origins with scheme `http`.
    ///   - https: For origins with scheme `https`.
    ///   - noProxy: Whom to reach directly, separated by commas or spaces: host names (with all their subdomains),
    ///     addresses, CIDR blocks, each of the first two with an optional port, or `*` for everybody.
    public init(http: UpstreamProxy? = nil, https: UpstreamProxy? = nil, noProxy: String = "") {
        self.http = http
        self.https = https
        exceptions = ProxyExceptions(noProxy)
    }

    /// Reads `HTTP_PROXY`, `HTTPS_PROXY`, `ALL_PROXY` and `NO_PROXY`; the lower-case spelling wins, an empty value
    /// counts as unset.
    /// - Parameter environment: The environment variables.
    /// - Throws: ``UpstreamError`` with code `invalid_configuration` for an address that cannot be used.
    public init(environment: [String: String]) throws(UpstreamError) {
        func value(_ name: String) -> String? {
            for spelling in [name.lowercased(), name] {
                if let value = environment[spelling], !value.isEmpty { return value }
            }
            return nil
        }
        func proxy(_ name: String) throws(UpstreamError) -> UpstreamProxy? {
            guard let url = value(name) ?? value("ALL_PROXY") else { return nil }
            return try UpstreamProxy(url: url)
        }
        self.init(http: try proxy("HTTP_PROXY"), https: try proxy("HTTPS_PROXY"), noProxy: value("NO_PROXY") ?? "")
    }

    /// The proxy for an origin. `localhost` and loopback addresses are always reached directly.
    /// - Parameter origin: The server to reach.
    public func proxy(for origin: UpstreamOrigin) -> UpstreamProxy? {
        let isLocal =
            origin.host == "localhost" || origin.host.hasSuffix(".localhost")
            || IPAddress(origin.host)?.isLoopback == true
        guard !isLocal, !exceptions.match(origin) else { return nil }
        return origin.scheme == .https ? https : http
    }
}
