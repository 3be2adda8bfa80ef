/// What kind of failure ended an attempt, as far as what comes next depends on it.
public enum FailureClass: Hashable, Sendable {
    /// No connection came about: refused, unreachable, name not resolved.
    case connect
    /// The TLS handshake failed: certificate, host name, protocol version. Trying again does not help, somebody has to look.
    case tls
    /// Time ran out: connecting, waiting for the first content, or between two pieces.
    case timeout
    /// The provider answered with this status, not 2xx.
    case status(Int)
    /// The answer broke off before its end.
    case truncated
    /// The answer is not what its dialect says: not JSON, not an event stream, HTML with a 200.
    case invalidBody
    /// The stream carried the provider's own error event before any content.
    case errorEvent
    /// The stream was slower than the model's least rate before any of it was released.
    case tooSlow
    /// The provider does not take this credential (401, 403).
    case credential
    /// The credential's account is empty (402, `insufficient_quota`).
    case quota
    /// The prompt does not fit the target's context window.
    case contextWindow
    /// The provider's policy refused the prompt.
    case contentPolicy
    /// The request itself is at fault; nobody else will take it either.
    case invalidRequest
    /// Our own limits for this target: its queue is full or its wait too long.
    case busy
    /// The client has gone, or the gateway is shutting down.
    case cancelled
}

extension FailureClass: CustomStringConvertible {
    /// The stable word for logs, metrics and the configuration's `on:` list.
    public var description: String {
        switch self {
        case .connect: "connect"
        case .tls: "tls"
        case .timeout: "timeout"
        case .status(let status): "\(status)"
        case .truncated: "truncated"
        case .invalidBody: "invalid-body"
        case .errorEvent: "error-event"
        case .tooSlow: "too-slow"
        case .credential: "credential"
        case .quota: "quota"
        case .contextWindow: "context-window"
        case .contentPolicy: "content-policy"
        case .invalidRequest: "invalid-request"
        case .busy: "busy"
        case .cancelled: "cancelled"
        }
    }
}
