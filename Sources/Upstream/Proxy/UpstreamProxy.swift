/// A proxy that opens tunnels with HTTP `CONNECT` (RFC 9110 §9.3.6). It is used for `http` origins too, so that it never
/// sees a provider's credentials in the head of a request.
public struct UpstreamProxy: Hashable, Sendable {
    /// Where the proxy listens; with `https` it is itself spoken to over TLS.
    public let origin: UpstreamOrigin
    /// The value of `proxy-authorization`, a secret.
    let authorization: String?

    /// Makes a proxy.
    /// - Parameters:
    ///   - origin: Where it listens.
    ///   - user: The user name for Basic authentication, if it needs any.
    ///   - password: The password.
    public init(origin: UpstreamOrigin, user: String? = nil, password: String = "") {
        self.origin = origin
        authorization = user.map { "Basic " + Base64.encode(Array("\($0):\(password)".utf8)) }
    }

    /// Reads `http://user:password@host:port`; the scheme defaults to `http`, user and password are percent-decoded.
    /// - Parameter url: The address, as in `HTTPS_PROXY`.
    /// - Throws: ``UpstreamError`` with code `invalid_configuration`; its text does not repeat the address.
    public init(url: String) throws(UpstreamError) {
        var address = url[...]
        var scheme = UpstreamOrigin.Scheme.http
        if let separator = address.firstRange(of: "://") {
            guard let known = UpstreamOrigin.Scheme(rawValue: address[..<separator.lowerBound].lowercased()) else {
                throw UpstreamError(.invalidConfiguration, "the proxy's scheme is neither http nor https")
            }
            scheme = known
            address = address[separator.upperBound...]
        }
        if address.last == "/" {
            address = address.dropLast()
        }
        guard !address.contains("/") else {
            throw UpstreamError(.invalidConfiguration, "the proxy address has a path")
        }
        var user: String?
        var password = ""
        if let at = address.lastIndex(of: "@") {
            let parts = address[..<at].split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            user = try Self.percentDecoded(parts.first ?? "")
            password = parts.count > 1 ? try Self.percentDecoded(parts[1]) : ""
            address = address[at...].dropFirst()
        }
        let (host, port) = try UpstreamOrigin.splitAuthority(address)
        self.init(
            origin: try UpstreamOrigin(scheme: scheme, host: host, port: port),
            user: user,
            password: password
        )
    }

    private static func percentDecoded(_ text: Substring) throws(UpstreamError) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst(), let low = rest.popFirst(),
                let value = UInt8(String(decoding: [high, low], as: UTF8.self), radix: 16)
            else {
                throw UpstreamError(.invalidConfiguration, "the proxy's user or password is not percent-encoded")
            }
            bytes.append(value)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension UpstreamProxy: CustomStringConvertible, CustomReflectable {
    /// The address without user and password.
    public var description: String { "UpstreamProxy(\(origin))" }
    /// Nothing, so that `dump` shows no secret.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
