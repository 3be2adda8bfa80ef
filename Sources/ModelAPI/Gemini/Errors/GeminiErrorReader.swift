import JSONText

/// Reads what a provider's error answer means.
enum GeminiErrorReader {
    /// Reads an error answer.
    /// - Parameters:
    ///   - status: the HTTP status.
    ///   - body: the body, which may be anything.
    ///   - header: looks up an answer header by its lower-case name.
    static func read(status: Int, body: Span<UInt8>, header: (String) -> String?) -> APIError {
        var value = try? JSONValue(parsing: body)
        // Endpoints that stream wrap the error in an array.
        if let first = value?[0] { value = first }
        return read(value?["error"], status: status, headerWait: wait(from: header))
    }

    /// Reads the value of an `error` member in a stream or in an answer of status 200.
    static func read(_ error: JSONValue) -> APIError {
        let code = error["code"]?.int ?? 0
        return read(error, status: (400...599).contains(code) ? code : 500, headerWait: nil)
    }

    /// Reads the value of a `promptFeedback` member: whether, and why, the prompt was blocked.
    static func refusal(_ feedback: JSONValue?) -> APIError? {
        guard let reason = feedback?["blockReason"]?.string else { return nil }
        let message = feedback?["blockReasonMessage"]?.string ?? ""
        return APIError(
            .contentPolicy,
            message.isEmpty ? "The provider's policy refused the prompt (\(reason.prefix(64)))." : bounded(message)
        )
    }

    private static func read(_ error: JSONValue?, status: Int, headerWait: Double?) -> APIError {
        let message = error?["message"]?.string ?? ""
        let details = error?["details"]?.array ?? []
        let wait = [headerWait, retryDelay(in: details)].compactMap { $0 }.max()
        let kind = kind(status: status, message: message.lowercased(), details: details)
        var result = APIError(kind, text(of: kind, message: message, status: status), retryAfter: wait)
        if kind == .rateLimited, isQuotaSpent(status: status, message: message.lowercased(), details: details) {
            result.providerCode = "insufficient_quota"
        }
        return result
    }

    // MARK: - Kinds

    private static func kind(status: Int, message: String, details: [JSONValue]) -> APIError.Kind {
        switch status {
        case 400, 422:
            // A bad key is a 400 here.
            if details.contains(where: { $0["reason"]?.string?.hasPrefix("API_KEY") == true })
                || message.contains("api key not valid") || message.contains("api key expired")
            {
                return .upstreamAuth
            }
            if message.contains("token count"), message.contains("exceeds") { return .contextLengthExceeded }
            if message.contains("prohibited_content") || message.contains("prompt was blocked")
                || message.contains("safety policy") || message.contains("violates")
            {
                return .contentPolicy
            }
            return .invalidRequest
        case 401, 403: return .upstreamAuth
        case 402, 429: return .rateLimited
        case 404: return .modelNotFound
        case 408, 504: return .upstreamTimeout
        case 413: return .bodyTooLarge
        case 503, 529: return .overloaded
        case 405..<500: return .invalidRequest
        default: return .upstreamError
        }
    }

    /// What the caller may read: the provider's words only where they are about the caller's request. Words about credentials
    /// might repeat one.
    private static func text(of kind: APIError.Kind, message: String, status: Int) -> String {
        switch kind {
        case .upstreamAuth: return "The provider did not accept the gateway's credential."
        case .overloaded: return "The provider is overloaded."
        case .upstreamTimeout: return "The provider took too long."
        case .upstreamError: return "The provider failed with status \(status)."
        default: break
        }
        if !message.isEmpty { return bounded(message) }
        switch kind {
        case .rateLimited: return "The provider's rate limit is reached."
        case .modelNotFound: return "The provider does not know this model."
        case .bodyTooLarge: return "The request is too large for the provider."
        default: return "The provider refused the request with status \(status)."
        }
    }

    private static func bounded(_ message: String) -> String {
        let most = 2_000
        guard message.utf8.count > most else { return message }
        // A scalar cut in two at the end becomes one replacement character.
        return String(decoding: message.utf8.prefix(most), as: UTF8.self)
    }

    // MARK: - Limits

    /// Whether a limit was hit that a short wait does not lift. The words of the message are the same for limits per minute, so
    /// the ids of the quotas decide where there are any.
    private static func isQuotaSpent(status: Int, message: String, details: [JSONValue]) -> Bool {
        if status == 402 { return true }
        let quotas = details.flatMap { $0["violations"]?.array ?? [] }.compactMap { $0["quotaId"]?.string }
        if !quotas.isEmpty { return quotas.contains { $0.contains("PerDay") } }
        return ["credits are depleted", "spending cap", "billing account"].contains { message.contains($0) }
    }

    /// `RetryInfo.retryDelay`, as `34.4s`.
    private static func retryDelay(in details: [JSONValue]) -> Double? {
        for detail in details {
            guard let text = detail["retryDelay"]?.string, text.hasSuffix("s") else { continue }
            return seconds(String(text.dropLast()))
        }
        return nil
    }

    private static func wait(from header: (String) -> String?) -> Double? {
        if let milliseconds = header("retry-after-ms").flatMap(seconds) { return milliseconds / 1_000 }
        return header("retry-after").flatMap(seconds)
    }

    private static func seconds(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value
    }
}
