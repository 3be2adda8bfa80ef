/// Mailboxes, and the server that takes mail for them.
public struct MailDestination: Sendable, Hashable {
    /// How the connection is protected; the raw value is what a document writes.
    public enum Security: String, Sendable, Hashable, CaseIterable {
        /// It begins in the clear and goes on in TLS, or not at all.
        case starttls
        /// TLS from the first byte.
        case tls
        /// Not at all.
        case none

        /// The port where servers usually wait for it.
        public var usualPort: Int {
            switch self {
            case .starttls: 587
            case .tls: 465
            case .none: 25
            }
        }
    }

    /// The server's name or address.
    public let host: String
    /// Its port.
    public let port: Int
    /// How the connection is protected.
    public let security: Security
    /// Who signs in; `nil` where nobody does.
    public let username: String?
    /// With what.
    public let password: Secret?
    /// A file of certificates that the server's is checked against; `nil` for the system's.
    public let authorities: String?
    /// The sender's address.
    public let from: String
    /// The receivers' addresses.
    public let to: [String]

    /// Puts a destination together in code; nothing is checked.
    public init(
        host: String,
        port: Int? = nil,
        security: Security = .starttls,
        username: String? = nil,
        password: Secret? = nil,
        authorities: String? = nil,
        from: String,
        to: [String]
    ) {
        self.host = host
        self.port = port ?? security.usualPort
        self.security = security
        self.username = username
        self.password = password
        self.authorities = authorities
        self.from = from
        self.to = to
    }
}
