/// Why the gateway cannot start, or cannot take up another configuration.
public struct GatewayError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable reason.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Reason: String {
            case configuration = "invalid_configuration"
            case listen = "cannot_listen"
            case notRunning = "not_running"
        }

        private let reason: Reason

        private init(_ reason: Reason) { self.reason = reason }

        /// The code in `snake_case`.
        public var description: String { reason.rawValue }

        /// A part of the configuration cannot be used: a certificate, a provider.
        public static let configuration = Code(.configuration)
        /// The address cannot be listened on.
        public static let listen = Code(.listen)
        /// It has not been started, or is shutting down.
        public static let notRunning = Code(.notRunning)
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
