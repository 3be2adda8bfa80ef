/// An error as a caller sees it, in no dialect's shape: what went wrong, whose fault it is, what to do.
///
/// It never carries a provider's key, host name or raw body.
public struct APIError: Error, Hashable, Sendable {
    /// The kinds of error; each dialect has a status and a shape for every one.
    public enum Kind: String, Hashable, Sendable, CaseIterable {
        /// The request itself is wrong.
        case invalidRequest = "invalid_request"
        /// The prompt does not fit the model's context window.
        case contextLengthExceeded = "context_length_exceeded"
        /// The provider's policy refused the prompt.
        case contentPolicy = "content_policy"
        /// A guardrail of the operator's refused the prompt or the answer.
        case guardrailBlocked = "guardrail_blocked"
        /// A guardrail could not look, and lets nothing pass then.
        case guardrailUnavailable = "guardrail_unavailable"
        /// The caller's key is unknown.
        case invalidKey = "invalid_key"
        /// The caller's key was valid once.
        case keyExpired = "key_expired"
        /// The caller's key demands a signature, and the request has none that is good.
        case invalidSignature = "invalid_signature"
        /// The caller's key may not do this, or not from there.
        case forbidden
        /// The caller's key may not use this model.
        case modelNotAllowed = "model_not_allowed"
        /// There is no such model.
        case modelNotFound = "model_not_found"
        /// There is no such path or object.
        case notFound = "not_found"
        /// The path exists, the method does not.
        case methodNotAllowed = "method_not_allowed"
        /// The request's body is larger than allowed.
        case bodyTooLarge = "body_too_large"
        /// The request's headers are more or larger than allowed.
        case headersTooLarge = "headers_too_large"
        /// The client took too long to send its request.
        case requestTimeout = "request_timeout"
        /// Too many requests or tokens.
        case rateLimited = "rate_limited"
        /// A budget of the caller's is spent.
        case budgetExceeded = "budget_exceeded"
        /// The provider, or we, have no capacity.
        case overloaded = "overloaded"
        /// The provider took too long.
        case upstreamTimeout = "upstream_timeout"
        /// The provider cannot be reached.
        case upstreamUnavailable = "upstream_unavailable"
        /// The provider failed, or what it said makes no sense.
        case upstreamError = "upstream_error"
        /// The provider does not take our credential; never shown as the caller's own 401.
        case upstreamAuth = "upstream_auth"
        /// Our fault.
        case `internal` = "internal"
    }

    /// What went wrong.
    public var kind: Kind
    /// What to say to a person: what is wrong and what to change.
    public var message: String
    /// The field of the request that is at fault, as `messages[0].content`.
    public var parameter: String?
    /// A more exact code of the provider's, worth keeping for clients of the same dialect (`unsupported_parameter`).
    public var providerCode: String?
    /// After how many seconds trying again may help.
    public var retryAfter: Double?

    /// Creates an error.
    public init(
        _ kind: Kind,
        _ message: String,
        parameter: String? = nil,
        providerCode: String? = nil,
        retryAfter: Double? = nil
    ) {
        self.kind = kind
        self.message = message
        self.parameter = parameter
        self.providerCode = providerCode
        self.retryAfter = retryAfter
    }

    /// The stable code of this kind, as it stands in every dialect's error body.
    public var code: String { kind.rawValue }

    /// The HTTP status where the dialect has no other opinion.
    public var status: Int {
        switch kind {
        case .invalidRequest, .contextLengthExceeded, .contentPolicy, .guardrailBlocked: 400
        case .invalidKey, .keyExpired, .invalidSignature: 401
        case .modelNotAllowed, .forbidden: 403
        case .modelNotFound, .notFound: 404
        case .methodNotAllowed: 405
        case .requestTimeout: 408
        case .bodyTooLarge: 413
        case .rateLimited, .budgetExceeded: 429
        case .headersTooLarge: 431
        case .internal: 500
        case .upstreamError, .upstreamAuth: 502
        case .overloaded, .upstreamUnavailable, .guardrailUnavailable: 503
        case .upstreamTimeout: 504
        }
    }
}
