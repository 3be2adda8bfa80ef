/// Why the gateway cannot start.
public struct GatewayError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable reason.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Reason: String {
            case configuration = "invalid_configuration"
            case listen = "cannot_listen"
        }

        private let reason: Reason

        private init(_ reason: Reason) { self.reason = reason }

        /// The code in `snake_case`.
        public var description: String { reason.rawValue }

        /// A part of the configuration cannot be used: a certificate, a provider.
        public static let configuration = Code(.configuration)
        /// The address cannot be listened on.
        public static let listen = Code(.listen)
    }

    /// The stable reason.
    public let code: Code
    /// What is wrong, in words, without secrets.
    public let detail: String

    /// Creates an error.
    public init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// What is wrong.
    public var description: String { detail }
}
