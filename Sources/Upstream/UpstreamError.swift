/// Why a request to a provider got no answer, or no whole answer.
///
/// The text of an error is safe to log: it never carries a host name, a header value or a byte of a body.
public struct UpstreamError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A stable reason that callers may branch on and that logs and metrics may use as a label.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        private enum Reason: String {
            case invalidConfiguration = "invalid_configuration"
            case invalidRequest = "invalid_request"
            case resolveFailed = "resolve_failed"
            case connectFailed = "connect_failed"
            case connectTimeout = "connect_timeout"
            case tlsFailed = "tls_failed"
            case proxyFailed = "proxy_failed"
            case queueFull = "queue_full"
            case queueTimeout = "queue_timeout"
            case firstByteTimeout = "first_byte_timeout"
            case idleTimeout = "idle_timeout"
            case totalTimeout = "total_timeout"
            case connectionClosed = "connection_closed"
            case truncatedBody = "truncated_body"
            case invalidResponse = "invalid_response"
            case responseHeadTooLarge = "response_head_too_large"
            case bodyTooLarge = "body_too_large"
            case unsupportedEncoding = "unsupported_encoding"
            case decompressionFailed = "decompression_failed"
            case decompressionLimit = "decompression_limit"
            case cancelled = "cancelled"
            case shutDown = "shut_down"
        }

        private let reason: Reason

        private init(_ reason: Reason) {
            self.reason = reason
        }

        /// The code in `snake_case`, as used in logs and metric labels.
        public var description: String { reason.rawValue }

        /// A setting cannot be used: an origin, a certificate, a proxy address.
        public static let invalidConfiguration = Self(.invalidConfiguration)
        /// The request itself cannot be put on the wire, for example a header value with a line break.
        public static let invalidRequest = Self(.invalidRequest)
        /// No address was found for the host name.
        public static let resolveFailed = Self(.resolveFailed)
        /// Every address of the host refused the connection or could not be reached.
        public static let connectFailed = Self(.connectFailed)
        /// No usable connection (TCP, proxy and TLS together) came about in time.
        public static let connectTimeout = Self(.connectTimeout)
        /// The TLS handshake failed: certificate, host name, protocol version.
        public static let tlsFailed = Self(.tlsFailed)
        /// The proxy could not be reached or refused the tunnel.
        public static let proxyFailed = Self(.proxyFailed)
        /// All connections are in use and the wait queue is full.
        public static let queueFull = Self(.queueFull)
        /// All connections stayed in use for as long as this request could wait.
        public static let queueTimeout = Self(.queueTimeout)
        /// The answer did not begin in time, see ``UpstreamTimeouts/firstByte``.
        public static let firstByteTimeout = Self(.firstByteTimeout)
        /// The answer stopped half way for too long, see ``UpstreamTimeouts/idle``.
        public static let idleTimeout = Self(.idleTimeout)
        /// The exchange took too long altogether, see ``UpstreamTimeouts/total``.
        public static let totalTimeout = Self(.totalTimeout)
        /// The peer closed the connection before its answer's head was complete.
        public static let connectionClosed = Self(.connectionClosed)
        /// The peer closed the connection in the middle of the body.
        public static let truncatedBody = Self(.truncatedBody)
        /// The answer is not sound HTTP/1.1.
        public static let invalidResponse = Self(.invalidResponse)
        /// Status line and header fields exceed ``UpstreamLimits/maxHeadBytes`` or the number of fields allowed.
        public static let responseHeadTooLarge = Self(.responseHeadTooLarge)
        /// The body exceeds what the caller wanted to collect.
        public static let bodyTooLarge = Self(.bodyTooLarge)
        /// The answer uses a content coding that was not asked for and is not known.
        public static let unsupportedEncoding = Self(.unsupportedEncoding)
        /// The compressed body is damaged.
        public static let decompressionFailed = Self(.decompressionFailed)
        /// The compressed body grows beyond the ratio or size allowed.
        public static let decompressionLimit = Self(.decompressionLimit)
        /// The calling task was cancelled.
        public static let cancelled = Self(.cancelled)
        /// The client has been shut down.
        public static let shutDown = Self(.shutDown)
    }

    /// The stable reason.
    public let code: Code
    /// What exactly went wrong, in words that are safe to log. May be empty.
    public let detail: String
    /// Whether the provider may have seen the request. `false` means that it certainly did not, so that sending it
    /// somewhere else cannot cost anything twice.
    public let requestWasSent: Bool

    /// Makes an error.
    /// - Parameters:
    ///   - code: The stable reason.
    ///   - detail: What exactly went wrong; must not contain secrets, host names or payload.
    ///   - requestWasSent: Whether the provider may have seen the request.
    public init(_ code: Code, _ detail: String = "", requestWasSent: Bool = false) {
        self.code = code
        self.detail = detail
        self.requestWasSent = requestWasSent
    }

    /// The code, and the detail where there is one.
    public var description: String {
        detail.isEmpty ? code.description : "\(code): \(detail)"
    }
}
