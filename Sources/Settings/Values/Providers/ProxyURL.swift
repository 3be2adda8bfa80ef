/// An HTTP proxy that connections go through by `CONNECT` (RFC 9110 §9.3.6).
public struct ProxyURL: Sendable, Hashable {
    /// Lower-case host name, IPv4 address, or IPv6 address without brackets.
    public let host: String
    /// The port, 1 to 65535.
    public let port: Int
    /// User name for the proxy, percent escapes decoded.
    public let username: String?
    /// Password for the proxy, percent escapes decoded.
    public let password: Secret?

    /// Puts a proxy's address together in code; nothing is checked.
    public init(host: String, port: Int, username: String? = nil, password: Secret? = nil) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
    }

    /// Reads `http://[user[:password]@]host[:port][/]`; the port is 80 where none is named.
    /// - Throws: ``InvalidURL``, which does not repeat the text.
    public init(parsing text: String) throws(InvalidURL) {
        guard text.utf8.allSatisfy(\.isVisible) else { throw .invalidCharacter }
        guard let separator = text.firstRange(of: "://") else { throw .notAbsolute }
        guard text[..<separator.lowerBound].lowercased() == "http" else { throw .unsupportedScheme }
        var rest = text[separator.upperBound...]
        if rest.contains("#") { throw .fragment }
        if rest.contains("?") { throw .query }
        if rest.last == "/" { rest = rest.dropLast() }
        if rest.contains("/") { throw .invalidPath }
        var credentials: Substring?
        if let at = rest.lastIndex(of: "@") {
            credentials = rest[..<at]
            rest = rest[rest.index(after: at)...]
        }
        guard let authority = Authority(String(rest)), authority.port != 0 else { throw .invalidHost }
        host = authority.host
        port = authority.port ?? 80
        guard let credentials else {
            username = nil
            password = nil
            return
        }
        let colon = credentials.firstIndex(of: ":")
        guard let name = Self.percentDecoded(credentials[..<(colon ?? credentials.endIndex)]), !name.isEmpty else {
            throw .userInformation
        }
        username = name
        if let colon {
            guard let word = Self.percentDecoded(credentials[credentials.index(after: colon)...]) else {
                throw .userInformation
            }
            password = Secret(word)
        } else {
            password = nil
        }
    }

    private static func percentDecoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            let digits = rest.prefix(2)
            guard digits.count == 2, digits.allSatisfy(\.isHexDigit),
                let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 16), value >= 0x20, value != 0x7F
            else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
