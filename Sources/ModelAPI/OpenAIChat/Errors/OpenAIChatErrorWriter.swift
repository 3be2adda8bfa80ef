import JSONText

/// Writes errors in OpenAI's form: `{"error": {"message", "type", "param", "code"}}`.
enum OpenAIChatErrorWriter {
    /// Writes the body of an error answer.
    static func body(of error: APIError) -> JSONValue {
        [
            "error": [
                "message": .string(error.message),
                "type": .string(type(of: error.kind)),
                "param": error.parameter.map(JSONValue.string) ?? .null,
                "code": .string(error.providerCode ?? error.code),
            ]
        ]
    }

    /// Writes an error as an event; official clients raise on an `error` in it.
    static func writeEvent(of error: APIError, into output: inout [UInt8]) {
        SSEEvent.write(data: body(of: error).bytes, into: &output)
    }

    private static func type(of kind: APIError.Kind) -> String {
        switch kind {
        case .invalidRequest, .contextLengthExceeded, .contentPolicy, .guardrailBlocked, .modelNotFound, .notFound,
            .methodNotAllowed, .bodyTooLarge, .headersTooLarge, .requestTimeout:
            "invalid_request_error"
        case .invalidKey, .keyExpired, .invalidSignature: "authentication_error"
        case .modelNotAllowed, .forbidden: "permission_error"
        case .rateLimited: "rate_limit_error"
        case .budgetExceeded: "insufficient_quota"
        case .overloaded, .upstreamUnavailable, .guardrailUnavailable: "service_unavailable_error"
        case .upstreamTimeout: "timeout_error"
        case .upstreamError, .upstreamAuth, .internal: "server_error"
        }
    }
}
