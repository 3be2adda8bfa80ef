/// Why a message was not delivered.
public struct MessagingError: Error, Hashable, Sendable {
    /// What went wrong, stable for programs.
    public enum Code: String, Sendable {
        /// The message or where it goes to is not valid: trying again does not help.
        case invalid
        /// The other side could not be reached, or hung up.
        case unreachable
        /// The other side took too long.
        case timeout
        /// The connection is not secure as it has to be.
        case insecure
        /// The user name or the password was refused.
        case credentials
        /// The other side refused the message for now: trying again may help.
        case deferred
        /// The other side refused the message for good.
        case refused
        /// The other side does not speak the protocol.
        case unexpected
    }

    /// What went wrong.
    public var code: Code
    /// The same for people; without secrets.
    public var detail: String
    /// After how many seconds the other side wants to be asked again; `nil` where it did not say.
    public var retryAfter: Int?

    /// An error.
    public init(_ code: Code, _ detail: String, retryAfter: Int? = nil) {
        self.code = code
        self.detail = detail
        self.retryAfter = retryAfter
    }

    /// Whether trying again later may help.
    public var isTransient: Bool {
        switch code {
        case .unreachable, .timeout, .deferred: true
        case .invalid, .insecure, .credentials, .refused, .unexpected: false
        }
    }
}

extension MessagingError: CustomStringConvertible {
    /// The code and the detail.
    public var description: String { "\(code.rawValue): \(detail)" }
}
