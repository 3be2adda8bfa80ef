import Crypto

/// What a browser shows to go on with a session: 256 random bits, kept by the gateway as a digest alone. It never prints.
public struct SessionToken: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    private let text: String

    /// Makes a token from the system's random numbers.
    public static func generate() -> SessionToken {
        var random = SystemRandomNumberGenerator()
        return generate(using: &random)
    }

    /// Makes a token.
    /// - Parameter random: where the bits come from; anything but the system's generator is for tests.
    public static func generate(using random: inout some RandomNumberGenerator) -> SessionToken {
        SessionToken(unchecked: RandomText.base64URL(RandomText.bytes(32, using: &random)))
    }

    private init(unchecked text: String) { self.text = text }

    /// Reads what a cookie holds.
    /// - Parameter text: 43 characters of base64url; anything else gives `nil`.
    public init?(_ text: String) {
        guard text.utf8.count == 43, text.utf8.allSatisfy(RandomText.isBase64URL) else { return nil }
        self.text = text
    }

    /// The token's text, for the cookie.
    public func reveal() -> String { text }

    /// What is kept of it: its SHA-256. The token is random itself and needs no secret.
    public var digest: KeyDigest { KeyDigest(sha256: Array(text.utf8)) }

    /// What changing requests must bring in ``SessionCookie/csrfField``: it follows from the token, so it belongs to this
    /// session alone, and a page of another origin, which sends the cookie but cannot read it, does not know it.
    public var csrfToken: String {
        let code = HMAC<SHA256>
            .authenticationCode(for: Array("kanmon csrf".utf8), using: SymmetricKey(data: Array(text.utf8)))
        return RandomText.base64URL(Array(code))
    }

    /// Whether a request's CSRF token is this session's. Compares in constant time.
    /// - Parameter presented: the field's value; `nil` where the request has none.
    public func accepts(csrf presented: String?) -> Bool {
        guard let presented else { return false }
        return KeyDigest(sha256: Array(presented.utf8)) == KeyDigest(sha256: Array(csrfToken.utf8))
    }

    /// Always the same placeholder.
    public var description: String { "<secret>" }

    /// Always the same placeholder.
    public var debugDescription: String { description }

    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
