import HTTPWire

/// Scheme, host and port of a server, checked when the configuration is read.
public struct UpstreamOrigin: Hashable, Sendable, CustomStringConvertible {
    /// How the server is spoken to.
    public enum Scheme: String, Hashable, Sendable {
        /// Plain text.
        case http
        /// TLS.
        case https

        var defaultPort: Int { self == .https ? 443 : 80 }
    }

    /// The scheme.
    public let scheme: Scheme
    /// The host name in lower case, or an IP address without brackets.
    public let host: String
    /// The port, the scheme's own if none was named.
    public let port: Int

    /// Makes an origin.
    /// - Parameters:
    ///   - scheme: The scheme.
    ///   - host: A host name or an IP address, an IPv6 address with or without brackets.
    ///   - port: The port, or `nil` for the scheme's own.
    /// - Throws: ``UpstreamError`` with code `invalid_configuration`.
    public init(scheme: Scheme, host: String, port: Int? = nil) throws(UpstreamError) {
        var name = host.lowercased()[...]
        if name.first == "[", name.last == "]" {
            name = name.dropFirst().dropLast()
        }
        let isAddress = IPAddress(name) != nil
        let isName = !name.isEmpty && name.utf8.count <= 253 && name.utf8.allSatisfy(Self.isHostByte)
        guard isAddress || isName else {
            throw UpstreamError(.invalidConfiguration, "the host is neither a name nor an address")
        }
        let port = port ?? scheme.defaultPort
        guard (1...65535).contains(port) else {
            throw UpstreamError(.invalidConfiguration, "the port is not between 1 and 65535")
        }
        self.scheme = scheme
        self.host = String(name)
        self.port = port
    }

    /// Reads the origin of an absolute URL and what follows it.
    /// - Parameter url: `http://` or `https://`, a host, maybe a port and a path; no user, query or fragment.
    /// - Returns: The origin and the path as it stands, empty or beginning with `/`.
    /// - Throws: ``UpstreamError`` with code `invalid_configuration`.
    public static func parse(_ url: String) throws(UpstreamError) -> (origin: UpstreamOrigin, path: String) {
        guard let separator = url.firstRange(of: "://"),
            let scheme = Scheme(rawValue: url[..<separator.lowerBound].lowercased())
        else {
            throw UpstreamError(.invalidConfiguration, "the URL does not begin with http:// or https://")
        }
        let rest = url[separator.upperBound...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let path = rest[authority.endIndex...]
        guard !authority.contains("@") else {
            throw UpstreamError(.invalidConfiguration, "the URL contains a user name")
        }
        guard path.isEmpty || FieldGrammar.isTarget(String(path)) && !path.contains("?") else {
            throw UpstreamError(.invalidConfiguration, "the URL's path has a character that is not allowed")
        }
        let (host, port) = try splitAuthority(authority)
        return (try UpstreamOrigin(scheme: scheme, host: host, port: port), String(path))
    }

    /// The origin as in a URL, without a port that the scheme implies.
    public var description: String {
        "\(scheme.rawValue)://\(authority)"
    }

    /// Host and, if it is not the scheme's own, port: the value of `host` (RFC 9112 §3.2).
    var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// Whether the host is an IP address, so that there is nothing to resolve.
    var isAddress: Bool { IPAddress(host) != nil }

    /// Splits `host`, `host:port`, `[address]` or `[address]:port`.
    static func splitAuthority(_ authority: Substring) throws(UpstreamError) -> (host: String, port: Int?) {
        let invalidPort = UpstreamError(.invalidConfiguration, "the port is not a number")
        var host = authority
        var port = Substring()
        if authority.first == "[" {
            guard let bracket = authority.firstIndex(of: "]") else {
                throw UpstreamError(.invalidConfiguration, "the address has no closing bracket")
            }
            host = authority[...bracket]
            let rest = authority[bracket...].dropFirst()
            guard rest.isEmpty || rest.first == ":" else { throw invalidPort }
            port = rest.dropFirst()
        } else if let colon = authority.firstIndex(of: ":") {
            host = authority[..<colon]
            port = authority[colon...].dropFirst()
        }
        if port.isEmpty { return (String(host), nil) }
        guard port.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }), let number = Int(port)
        else { throw invalidPort }
        return (String(host), number)
    }

    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"): true
        default: false
        }
    }
}
