import JSONText

/// What the errors of OpenAI and its imitators mean, as answers of their own and inside streams.
///
/// Provider's words go on only from the JSON of a 4xx answer, bounded, and never about credentials, which they may echo.
enum OpenAIChatErrorReader {
    /// The most of a provider's message that goes on, in bytes.
    private static let messageLimit = 2000
    /// No error worth reading is larger, in bytes.
    private static let bodyLimit = 1 << 20

    /// What an error answer means.
    static func read(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError {
        var details = OpenAIChatErrorDetails()
        // A body that is no JSON says nothing; the status still does.
        if body.count <= bodyLimit, let value = try? JSONValue(parsing: body) {
            details = OpenAIChatErrorDetails(body: value)
        }
        var error = meaning(status: status, details)
        if [.rateLimited, .overloaded, .upstreamTimeout].contains(error.kind), !details.isQuota {
            error.retryAfter = OpenAIChatWaitHint.seconds(header)
        }
        return error
    }

    /// The error that a 200 answer or an event of a stream carries, if it carries one.
    static func find(in object: JSONObject) -> APIError? {
        guard let details = OpenAIChatErrorDetails(insideAnswer: object) else { return nil }
        return meaning(status: details.impliedStatus, details)
    }

    private static func meaning(status: Int, _ details: OpenAIChatErrorDetails) -> APIError {
        func said(_ kind: APIError.Kind, _ fallback: String) -> APIError {
            APIError(
                kind,
                details.message.map(bounded) ?? fallback,
                parameter: details.parameter,
                providerCode: details.code.map(bounded)
            )
        }
        switch status {
        case _ where details.isAboutCredential, 401, 403:
            return APIError(.upstreamAuth, "The provider does not accept the gateway's credential.")
        case 402:
            return quotaSpent(said(.rateLimited, "The provider account's quota is spent."))
        case 429 where details.isQuota:
            return quotaSpent(said(.rateLimited, "The provider account's quota is spent."))
        case 429 where details.isOverload, 503, 529:
            return APIError(.overloaded, "The provider is overloaded. Try again later.")
        case 429,
            413 where details.code == "rate_limit_exceeded":
            return said(.rateLimited, "The provider's rate limit is reached. Try again later.")
        case 404:
            return said(.modelNotFound, "The provider does not know this model.")
        case 408, 504:
            return APIError(.upstreamTimeout, "The provider took too long.")
        case 413 where !details.isContextLength:
            return said(.bodyTooLarge, "The request is too large for the provider.")
        case 400, 413, 422:
            if details.isContextLength {
                return said(.contextLengthExceeded, "The prompt is too long for the model.")
            }
            if details.isContentPolicy { return said(.contentPolicy, "The provider's policy refused the prompt.") }
            return said(.invalidRequest, "The provider refused the request as invalid.")
        default:
            return APIError(.upstreamError, "The provider failed with status \(status).")
        }
    }

    private static func quotaSpent(_ error: APIError) -> APIError {
        var error = error
        error.providerCode = "insufficient_quota"
        return error
    }

    /// A text cut to the limit at a character's start.
    private static func bounded(_ text: String) -> String {
        guard text.utf8.count > messageLimit else { return text }
        let bytes = Array(text.utf8.prefix(messageLimit))
        let end = bytes.lastIndex { $0 & 0xC0 != 0x80 } ?? 0
        return String(decoding: bytes[..<end], as: UTF8.self)
    }
}
