/// Where a provider is reached: `http://host:port/prefix`, in parts.
public struct BaseURL: Sendable, Hashable, CustomStringConvertible {
    /// How the provider is spoken to.
    public enum Scheme: String, Sendable, Hashable {
        /// Plain text; for providers on this machine or a trusted network.
        case http
        /// TLS.
        case https

        /// The port where a URL names none.
        public var defaultPort: Int { self == .http ? 80 : 443 }
    }

    /// The scheme.
    public let scheme: Scheme
    /// Lower-case host name, IPv4 address, or IPv6 address without brackets.
    public let host: String
    /// The port, 1 to 65535.
    public let port: Int
    /// What stands before every path: empty or `/v1`, never with a slash at its end.
    public let pathPrefix: String

    /// Puts a base URL together in code; nothing is checked.
    public init(scheme: Scheme, host: String, port: Int? = nil, pathPrefix: String = "") {
        self.scheme = scheme
        self.host = host
        self.port = port ?? scheme.defaultPort
        self.pathPrefix = pathPrefix
    }

    /// Reads an absolute `http` or `https` URL (RFC 3986). Slashes at the end are dropped.
    /// - Parameter text: the URL, such as `https://api.openai.com/v1`.
    /// - Throws: ``InvalidURL`` for user information, a query, a fragment, or what is no URL at all.
    public init(parsing text: String) throws(InvalidURL) {
        let (schemeName, rest) = try Self.splitScheme(text)
        guard let scheme = Scheme(rawValue: schemeName.lowercased()) else { throw .unsupportedScheme }
        let end = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let authority = Authority(String(rest[..<end])), authority.port != 0 else { throw .invalidHost }
        var path = rest[end...]
        while path.last == "/" { path = path.dropLast() }
        guard Self.isPath(path) else { throw .invalidPath }
        self.init(scheme: scheme, host: authority.host, port: authority.port, pathPrefix: String(path))
    }

    /// Splits `scheme://rest` and refuses what a base URL must not carry.
    private static func splitScheme(_ text: String) throws(InvalidURL) -> (Substring, Substring) {
        guard text.utf8.allSatisfy(\.isVisible) else { throw .invalidCharacter }
        guard let separator = text.firstRange(of: "://") else { throw .notAbsolute }
        let rest = text[separator.upperBound...]
        if rest.contains("#") { throw .fragment }
        if rest.contains("?") { throw .query }
        if rest.prefix(while: { $0 != "/" }).contains("@") { throw .userInformation }
        return (text[..<separator.lowerBound], rest)
    }

    /// Segments of unreserved characters, sub-delimiters and percent escapes; no `..` that would climb out.
    private static func isPath(_ path: Substring) -> Bool {
        let bytes = Array(path.utf8)
        for (index, byte) in bytes.enumerated() {
            if byte == UInt8(ascii: "%") {
                guard bytes.dropFirst(index + 1).prefix(2).filter(\.isHexDigit).count == 2 else { return false }
            } else if !byte.isAlphanumeric && !"/-._~!$&'()*+,;=:@".utf8.contains(byte) {
                return false
            }
        }
        return path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
    }

    /// The `Host` field's value: the port only where it is not the scheme's own, IPv6 addresses in brackets.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return port == scheme.defaultPort ? name : "\(name):\(port)"
    }

    /// The URL as a document writes it.
    public var description: String { "\(scheme.rawValue)://\(authority)\(pathPrefix)" }
}
