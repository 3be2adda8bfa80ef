import ModelAPI
import Upstream

/// Why one attempt gave no answer, and whether the next target may be asked.
struct AttemptFailure: Error {
    /// What the caller is told if nobody else answers.
    var error: APIError
    /// Whether another target may do better: never where the request itself is at fault.
    var mayFallOver: Bool

    /// A failure that another target may not share, judged by its kind.
    init(_ error: APIError) {
        self.error = error
        switch error.kind {
        case .invalidRequest, .contextLengthExceeded, .contentPolicy, .bodyTooLarge, .modelNotFound, .notFound:
            mayFallOver = false
        default: mayFallOver = true
        }
    }

    /// A failure on the way to or from the provider.
    init(_ error: UpstreamError) {
        self.error = APIError(error)
        mayFallOver = error.code != .cancelled && error.code != .invalidRequest
    }
}

extension APIError {
    /// What a caller is told of a failure on the way to or from a provider: no host names, no details of ours.
    init(_ error: UpstreamError) {
        switch error.code {
        case .connectTimeout, .queueTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout:
            self.init(.upstreamTimeout, "The model provider took too long to answer.")
        case .queueFull: self.init(.overloaded, "Too many requests are waiting for this model.", retryAfter: 1)
        case .resolveFailed, .connectFailed, .tlsFailed, .proxyFailed:
            self.init(.upstreamUnavailable, "The model provider cannot be reached.")
        case .connectionClosed, .truncatedBody:
            self.init(.upstreamError, "The model provider broke off its answer.")
        case .invalidResponse, .responseHeadTooLarge, .bodyTooLarge, .unsupportedEncoding, .decompressionFailed,
            .decompressionLimit:
            self.init(.upstreamError, "The model provider's answer cannot be used.")
        case .cancelled, .shutDown: self.init(.overloaded, "The gateway is shutting down.", retryAfter: 1)
        default: self.init(.internal, "The request could not be sent to the model provider.")
        }
    }
}
