import ModelAPI
import Routing
import Upstream

/// Why one attempt gave no answer: what a caller would be told, and what kind of failure it is for whoever decides what comes
/// next.
struct AttemptFailure: Error {
    /// What the caller is told if nobody else answers.
    var error: APIError
    /// What kind of failure it is.
    var kind: FailureClass
    /// What it says about the credential, where that does not follow from ``kind``.
    var credentialVerdict: CredentialVerdict?
    /// The answer that told of it, where it is one that the caller can be given.
    private(set) var answer: RefusedAnswer?

    /// A failure of a known kind.
    init(_ kind: FailureClass, _ error: APIError) {
        self.kind = kind
        self.error = error
    }

    /// A failure on the way to or from the provider.
    init(_ error: UpstreamError) {
        self.error = APIError(error)
        kind =
            switch error.code {
            case .resolveFailed, .connectFailed, .proxyFailed: .connect
            case .tlsFailed: .tls
            case .connectTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout: .timeout
            case .queueFull, .queueTimeout: .busy
            case .connectionClosed, .truncatedBody: .truncated
            case .cancelled, .shutDown: .cancelled
            case .invalidRequest, .invalidConfiguration: .invalidRequest
            default: .invalidBody
            }
    }

    /// A provider's error answer.
    /// - Parameters:
    ///   - status: its HTTP status.
    ///   - error: what its body means.
    init(status: Int, _ error: APIError) {
        self.error = error
        // Known, but not for this model: no reason to give the credential up for the others.
        if status == 403 { credentialVerdict = .forbidden }
        kind =
            switch error.kind {
            case .upstreamAuth: .credential
            case .rateLimited where error.providerCode == "insufficient_quota": .quota
            case .contextLengthExceeded: .contextWindow
            case .contentPolicy: .contentPolicy
            case .invalidRequest, .bodyTooLarge, .modelNotFound, .notFound: .invalidRequest
            case .rateLimited: .status(429)
            default: .status(status)
            }
        switch kind {
        case .quota:
            // It is the gateway's account that is empty, not the caller's.
            self.error = APIError(.upstreamUnavailable, "The provider's quota for this gateway is used up.")
        case .status(502):
            // The provider's own provider cannot be reached.
            self.error = APIError(
                .upstreamUnavailable,
                "The model provider cannot be reached.",
                retryAfter: error.retryAfter
            )
        default: break
        }
    }

    /// An error that a stream or a whole answer with a good status carries inside.
    init(inside error: APIError) {
        switch error.kind {
        case .rateLimited, .upstreamAuth, .contextLengthExceeded, .contentPolicy, .invalidRequest, .bodyTooLarge,
            .modelNotFound, .notFound:
            self.init(status: error.status, error)
        case .overloaded: self.init(.status(529), error)
        default: self.init(.errorEvent, error)
        }
    }

    /// A prompt that was refused in an answer with a good status. If nobody else may be asked, the caller gets that answer.
    init(refused error: APIError, in answer: OpenedAnswer) {
        self.init(.contentPolicy, error)
        self.answer = RefusedAnswer(answer)
    }

    /// An answer that is not what its dialect says.
    static func invalidBody(_ message: String) -> AttemptFailure {
        AttemptFailure(.invalidBody, APIError(.upstreamError, message))
    }

    /// An answer that ended too soon.
    static var truncated: AttemptFailure {
        AttemptFailure(.truncated, APIError(.upstreamError, "The model provider broke off its answer."))
    }

    /// The time for the request as a whole ended before an answer came.
    static var timeIsOver: AttemptFailure {
        AttemptFailure(.timeout, APIError(.upstreamTimeout, "The time for this request is over."))
    }

    /// How long the provider asks to be left alone, where it says so; a day at most.
    var retryAfter: Duration? {
        error.retryAfter.flatMap { $0.isFinite ? .milliseconds(Int64(max(0, min($0, 86_400)) * 1000)) : nil }
    }

    /// How the target's health is judged by it.
    var outcome: AttemptOutcome { .failure(kind, retryAfter: retryAfter) }
}

extension APIError {
    /// What a caller is told of a failure on the way to or from a provider: no host names, no details of ours.
    init(_ error: UpstreamError) {
        switch error.code {
        case .connectTimeout, .queueTimeout, .firstByteTimeout, .idleTimeout, .totalTimeout:
            self.init(.upstreamTimeout, "The model provider took too long to answer.")
        case .queueFull: self.init(.overloaded, "Too many requests are waiting for this model.", retryAfter: 1)
        case .connectFailed, .proxyFailed:
            self.init(.upstreamUnavailable, "The model provider cannot be reached.")
        case .resolveFailed, .tlsFailed:
            // Nothing that waiting would mend: somebody has to look.
            self.init(.upstreamError, "The model provider cannot be reached.")
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
