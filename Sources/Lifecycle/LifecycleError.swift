/// Why something that the process was started with cannot be used.
public struct LifecycleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable reason.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Reason: String {
            case activation = "invalid_activation"
            case notification = "invalid_notify_socket"
        }

        private let reason: Reason

        private init(_ reason: Reason) { self.reason = reason }

        /// The code in `snake_case`.
        public var description: String { reason.rawValue }

        /// The sockets that were passed in cannot be served on.
        public static let activation = Code(.activation)
        /// `NOTIFY_SOCKET` names no address that can be sent to.
        public static let notification = Code(.notification)
    }

    /// The stable reason.
    public let code: Code
    /// What is wrong, in words.
    public let detail: String

    init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    /// What is wrong.
    public var description: String { detail }
}
