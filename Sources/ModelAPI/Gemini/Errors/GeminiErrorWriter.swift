import JSONText

/// Writes errors in the shape of Google's APIs (google.rpc.Status, AIP-193).
enum GeminiErrorWriter {
    /// The status and the body of an error answer.
    static func write(_ error: APIError, requestID: String) -> (status: Int, body: JSONValue) {
        // A prompt that was refused is an answer on this wire, not an error.
        if error.kind == .contentPolicy {
            let feedback: JSONValue = [
                "blockReason": "PROHIBITED_CONTENT", "blockReasonMessage": .string(error.message),
            ]
            return (200, ["promptFeedback": feedback])
        }
        return (error.status, body(error, requestID: requestID))
    }

    /// `{"error": {…}}`: the clients of this wire find an error in a stream by this first name.
    static func body(_ error: APIError, requestID: String) -> JSONValue {
        var details: [JSONValue] = [
            ["@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": .string(error.code), "domain": "kanmon"]
        ]
        if let parameter = error.parameter {
            details.append([
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [["field": .string(parameter), "description": .string(error.message)]],
            ])
        }
        if let seconds = error.retryAfter, let delay = JSONNumber(max(seconds, 0)) {
            details.append([
                "@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "\(delay.text)s",
            ])
        }
        if !requestID.isEmpty {
            details.append([
                "@type": "type.googleapis.com/google.rpc.RequestInfo", "requestId": .string(requestID),
            ])
        }
        return [
            "error": [
                "code": JSONValue(error.status), "message": .string(error.message),
                "status": .string(status(of: error.kind)), "details": .array(details),
            ]
        ]
    }

    /// The name of a google.rpc.Code.
    private static func status(of kind: APIError.Kind) -> String {
        switch kind {
        case .invalidRequest, .contextLengthExceeded, .contentPolicy, .guardrailBlocked, .bodyTooLarge,
            .headersTooLarge:
            "INVALID_ARGUMENT"
        case .invalidKey, .keyExpired, .invalidSignature: "UNAUTHENTICATED"
        case .modelNotAllowed, .forbidden: "PERMISSION_DENIED"
        case .modelNotFound, .notFound: "NOT_FOUND"
        case .methodNotAllowed: "UNIMPLEMENTED"
        case .requestTimeout, .upstreamTimeout: "DEADLINE_EXCEEDED"
        case .rateLimited, .budgetExceeded: "RESOURCE_EXHAUSTED"
        case .overloaded, .upstreamUnavailable, .guardrailUnavailable: "UNAVAILABLE"
        case .upstreamError, .upstreamAuth, .internal: "INTERNAL"
        }
    }
}
