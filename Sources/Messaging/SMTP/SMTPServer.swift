/// A server that takes mail.
public struct SMTPServer: Hashable, Sendable {
    /// How the connection is kept from others.
    public enum Security: String, Sendable, CaseIterable {
        /// It becomes TLS before anything is said (RFC 3207); a server that cannot is not used.
        case startTLS = "starttls"
        /// It is TLS from the beginning (RFC 8314 §3.3).
        case tls
        /// It is not. Passwords are only sent to this machine.
        case none
    }

    /// Who is let in.
    public struct Credentials: Hashable, Sendable, CustomStringConvertible {
        /// The user's name.
        public var username: String
        /// The user's password.
        public var password: String

        /// Credentials.
        public init(username: String, password: String) {
            self.username = username
            self.password = password
        }

        /// Without the password.
        public var description: String { username }
    }

    /// Its name or address.
    public var host: String
    /// Its port.
    public var port: Int
    /// How the connection is kept from others.
    public var security: Security
    /// Who is let in; `nil` where anybody is.
    public var credentials: Credentials?
    /// What this side calls itself (RFC 5321 §4.1.1.1).
    public var clientName: String
    /// A PEM file with authorities to trust beside the system's.
    public var authorities: String?

    /// A server.
    public init(
        host: String,
        port: Int,
        security: Security = .startTLS,
        credentials: Credentials? = nil,
        clientName: String = "localhost",
        authorities: String? = nil
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.credentials = credentials
        self.clientName = clientName
        self.authorities = authorities
    }

    /// Whether it is this machine.
    public var isLocal: Bool {
        host == "localhost" || host == "::1" || (host.hasPrefix("127.") && host.allSatisfy { $0.isNumber || $0 == "." })
    }
}
