import JSONText

/// Errors as this dialect has them (`{"type":"error","error":{"type","message"}}`), both ways.
enum AnthropicErrors {
    // MARK: - For clients

    /// The HTTP status of an error.
    static func status(_ error: APIError) -> Int {
        // The API's own status for a lack of capacity.
        error.kind == .overloaded ? 529 : error.status
    }

    /// The body of an error, with our stable code beside the API's type.
    /// - Parameter requestID: the request's id; `nil` where the writer does not know it.
    static func body(_ error: APIError, requestID: String?) -> JSONValue {
        var body: JSONObject = [
            "type": "error",
            "error": [
                "type": .string(type(error.kind)),
                "message": .string(error.message),
                "code": .string(error.code),
            ],
        ]
        if let requestID { body.append("request_id", .string(requestID)) }
        return .object(body)
    }

    /// An error as the last event of a stream.
    static func event(_ error: APIError, requestID: String?, into output: inout [UInt8]) {
        SSEEvent.write(name: "error", data: body(error, requestID: requestID).bytes, into: &output)
    }

    private static func type(_ kind: APIError.Kind) -> String {
        switch kind {
        case .invalidRequest, .contextLengthExceeded, .contentPolicy, .guardrailBlocked, .methodNotAllowed,
            .headersTooLarge:
            "invalid_request_error"
        case .invalidKey, .keyExpired, .invalidSignature: "authentication_error"
        case .modelNotAllowed, .forbidden: "permission_error"
        case .modelNotFound, .notFound: "not_found_error"
        case .bodyTooLarge: "request_too_large"
        case .rateLimited, .budgetExceeded: "rate_limit_error"
        case .overloaded: "overloaded_error"
        case .requestTimeout, .upstreamTimeout: "timeout_error"
        case .upstreamUnavailable, .upstreamError, .upstreamAuth, .guardrailUnavailable, .internal: "api_error"
        }
    }

    // MARK: - From providers

    /// No more of an error's body than this is looked at, in bytes.
    private static let bodyLimit = 65_536
    /// No more of a provider's message than this goes on, in bytes.
    private static let messageLimit = 2000

    /// What a provider's error answer means.
    static func read(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError {
        var detail: JSONValue?
        if body.count <= bodyLimit { detail = (try? JSONValue(parsing: body))?["error"] }
        let message = detail?["message"]?.string ?? detail?.string
        var error = error(type: detail?["type"]?.string, message, status: status)
        error.retryAfter = retryAfter(header)
        return error
    }

    /// What an error in a provider's words means.
    /// - Parameters:
    ///   - type: its type in the provider's words.
    ///   - message: its message.
    ///   - status: the HTTP status; `nil` where it came inside an answer that began well.
    static func error(type: String?, _ message: String?, status: Int? = nil) -> APIError {
        let kind = kind(type: type, message: message ?? "", status: status ?? 0)
        switch kind {
        case .invalidRequest, .contextLengthExceeded, .contentPolicy, .modelNotFound, .bodyTooLarge:
            return APIError(kind, message.map(bounded) ?? "The provider refused the request.")
        case .rateLimited:
            if isOutOfCredit(type: type, message: message ?? "", status: status ?? 0) {
                return APIError(
                    .rateLimited,
                    "The provider's quota for this gateway is used up.",
                    providerCode: "insufficient_quota"
                )
            }
            return APIError(.rateLimited, message.map(bounded) ?? "The provider's rate limit is reached.")
        case .upstreamAuth:
            return APIError(.upstreamAuth, "The provider does not accept the gateway's credential.")
        case .overloaded:
            return APIError(.overloaded, "The provider is overloaded.")
        case .upstreamTimeout:
            return APIError(.upstreamTimeout, "The provider took too long.")
        default:
            return APIError(.upstreamError, "The provider failed.")
        }
    }

    private static func kind(type: String?, message: String, status: Int) -> APIError.Kind {
        if isOutOfCredit(type: type, message: message, status: status) { return .rateLimited }
        switch status {
        case 401, 403: return .upstreamAuth
        case 404: return .modelNotFound
        case 408, 504: return .upstreamTimeout
        case 413: return .bodyTooLarge
        case 429: return .rateLimited
        case 503, 529: return .overloaded
        case 500...: return type == "overloaded_error" ? .overloaded : .upstreamError
        case 400..<500: return invalid(message)
        default: break
        }
        // Inside a stream only the type tells.
        switch type {
        case "invalid_request_error": return invalid(message)
        case "authentication_error", "permission_error": return .upstreamAuth
        case "not_found_error": return .modelNotFound
        case "request_too_large": return .bodyTooLarge
        case "rate_limit_error": return .rateLimited
        case "overloaded_error": return .overloaded
        case "timeout_error": return .upstreamTimeout
        default: return .upstreamError
        }
    }

    private static func isOutOfCredit(type: String?, message: String, status: Int) -> Bool {
        status == 402 || type == "billing_error" || message.contains("credit balance is too low")
    }

    /// What a refused request lacks, told by its text since the type does not.
    private static func invalid(_ message: String) -> APIError.Kind {
        let tooLong = ["prompt is too long", "exceed context limit", "context window", "input is too long"]
        if tooLong.contains(where: message.contains) { return .contextLengthExceeded }
        if message.contains("content filtering policy") || message.contains("Usage Policy") { return .contentPolicy }
        return .invalidRequest
    }

    private static func retryAfter(_ header: (String) -> String?) -> Double? {
        if let text = header("retry-after-ms"), let milliseconds = seconds(text) { return milliseconds / 1000 }
        return header("retry-after").flatMap(seconds)
    }

    private static func seconds(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value
    }

    /// A message of bounded length.
    private static func bounded(_ message: String) -> String {
        guard message.utf8.count > messageLimit else { return message }
        return String(decoding: message.utf8.prefix(messageLimit - 4), as: UTF8.self) + "…"
    }
}
