import JSONText

/// The faults that are answers of their own, not spoilt versions of the right one.
enum FaultReplies {
    /// Faults that are errors in the dialect's shape.
    static func refusal(_ fault: Fault, _ dialect: Dialect) -> Refusal? {
        switch fault {
        case .status(let status, let hint) where status >= 400:
            Refusal(
                status,
                message(status),
                code: dialect == .openAI && status == 429 ? "rate_limit_exceeded" : nil,
                retryAfter: hint
            )
        case .insufficientQuota:
            switch dialect {
            case .openAI:
                Refusal(
                    429,
                    "You exceeded your current quota, please check your plan and billing details.",
                    code: "insufficient_quota"
                )
            case .cohere:
                Refusal(402, "You have reached your spending limit. Please raise it to continue.")
            case .anthropic:
                Refusal(400, "Your credit balance is too low to access the Anthropic API.")
            case .gemini:
                // The words for a spent quota are those for a limit a minute too; an empty account has its own.
                Refusal(429, "Your prepayment credits are depleted. Please manage your project's billing.")
            }
        case .contextLength:
            switch dialect {
            case .openAI:
                Refusal(
                    400,
                    "This model's maximum context length is 128000 tokens. However, your messages resulted in 128001 "
                        + "tokens. Please reduce the length of the messages.",
                    param: "messages",
                    code: "context_length_exceeded"
                )
            case .cohere: Refusal(400, "too many tokens: size limit exceeded by 1 tokens.")
            case .anthropic: Refusal(400, "prompt is too long: 200001 tokens > 200000 maximum")
            case .gemini:
                Refusal(
                    400,
                    "The input token count (1048577) exceeds the maximum number of tokens allowed (1048576)."
                )
            }
        case .contentPolicy:
            Refusal(
                400,
                dialect == .anthropic
                    ? "Output blocked by content filtering policy"
                    : "The response was filtered due to the prompt triggering the provider's content management policy.",
                param: dialect == .openAI ? "prompt" : nil,
                code: dialect == .openAI ? "content_filter" : nil
            )
        default: nil
        }
    }

    /// Faults that are answers in no dialect at all.
    static func reply(_ fault: Fault, _ request: IncomingRequest) -> Reply? {
        switch fault {
        case .status(let status, _):
            // These have no body in HTTP.
            guard status != 204, status != 304 else { return Reply(status: status, headers: [], body: .whole([])) }
            return Responder.json([:], status: status)
        case .html:
            let page = "<!DOCTYPE html><html><body><h1>Welcome to nginx!</h1></body></html>\n"
            return Reply(status: 200, headers: [.init("content-type", "text/html")], body: .whole(Array(page.utf8)))
        case .redirect(let status):
            let host = request.header("host") ?? "127.0.0.1"
            return Reply(
                status: status,
                headers: [.init("location", "http://\(host)/sim/redirect-target")],
                body: .whole([])
            )
        case .invalidJSON:
            let headers = [RecordedRequest.Header("content-type", "application/json")]
            return Reply(status: 200, headers: headers, body: .whole(Array(#"{"id": "broken", "choices": [{"#.utf8)))
        case .gzipBomb:
            let headers = [
                RecordedRequest.Header("content-type", "application/json"), .init("content-encoding", "gzip"),
            ]
            return Reply(status: 200, headers: headers, body: .whole([]))
        default: return nil
        }
    }

    private static func message(_ status: Int) -> String {
        switch status {
        case 401: "Incorrect API key provided."
        case 403: "You are not allowed to do that."
        case 404: "The requested resource was not found."
        case 429: "Rate limit reached for requests."
        case 529: "Overloaded"
        case 500...: "The server had an error while processing your request."
        default: "Simulated error \(status)."
        }
    }
}
