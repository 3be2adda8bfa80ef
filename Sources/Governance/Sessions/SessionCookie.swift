/// The cookie that a session's token travels in.
///
/// `HttpOnly`: no script reads it. `SameSite=Strict`: no other site's page sends it along. `Secure` and the prefix
/// `__Host-` (RFC 6265bis §4.1.3.2) wherever the gateway is reached by TLS; over plain HTTP, which is for loopback,
/// browsers would not store such a cookie.
public enum SessionCookie {
    /// The field that changing requests bring the CSRF token in.
    public static let csrfField = "x-kanmon-csrf"

    /// The cookie's name.
    /// - Parameter isSecure: whether the gateway is reached by TLS.
    public static func name(isSecure: Bool) -> String { isSecure ? "__Host-kanmon_session" : "kanmon_session" }

    /// The value of `set-cookie` that hands a token out.
    public static func set(_ token: SessionToken, isSecure: Bool, policy: SessionPolicy) -> String {
        "\(name(isSecure: isSecure))=\(token.reveal()); Max-Age=\(policy.absolute)\(attributes(isSecure))"
    }

    /// The value of `set-cookie` that takes it away again.
    public static func clear(isSecure: Bool) -> String {
        "\(name(isSecure: isSecure))=; Max-Age=0\(attributes(isSecure))"
    }

    /// Finds the token among a request's cookies.
    /// - Parameters:
    ///   - cookies: the value of `cookie`.
    ///   - isSecure: whether the gateway is reached by TLS: a cookie without the prefix does not count there.
    /// - Returns: the token; `nil` where there is none, or several that differ, of which one may be planted.
    public static func token(in cookies: String, isSecure: Bool) -> SessionToken? {
        let start = name(isSecure: isSecure) + "="
        var found: Set<Substring> = []
        for pair in cookies.split(separator: ";") {
            let pair = pair.drop { $0 == " " }
            if pair.hasPrefix(start) { found.insert(pair.dropFirst(start.count)) }
        }
        guard found.count == 1, let text = found.first else { return nil }
        return SessionToken(String(text))
    }

    private static func attributes(_ isSecure: Bool) -> String {
        "; Path=/; HttpOnly; SameSite=Strict" + (isSecure ? "; Secure" : "")
    }
}
