import JSONText
import ModelAPI
import Testing

@Suite("Messages errors")
struct AnthropicErrorsTests {
    private let dialect = AnthropicMessagesDialect()

    private func read(_ status: Int, _ body: String, headers: [String: String] = [:]) -> APIError {
        dialect.readError(status: status, body: Array(body.utf8).span) { headers[$0] }
    }

    private static func body(_ type: String, _ message: String) -> String {
        let value: JSONValue = ["type": "error", "error": ["type": .string(type), "message": .string(message)]]
        return value.text
    }

    @Test(
        "what a provider's error means",
        arguments: [
            (400, body("invalid_request_error", "max_tokens: too large"), .invalidRequest),
            (422, body("invalid_request_error", "odd"), .invalidRequest),
            (
                400, body("invalid_request_error", "prompt is too long: 210000 tokens > 200000 maximum"),
                .contextLengthExceeded
            ),
            (
                400,
                body(
                    "invalid_request_error",
                    "input length and `max_tokens` exceed context limit: 190000 + 20000 > 200000"
                ),
                .contextLengthExceeded
            ),
            (400, body("invalid_request_error", "Output blocked by content filtering policy"), .contentPolicy),
            (401, body("authentication_error", "invalid x-api-key sk-ant-1"), .upstreamAuth),
            (403, body("permission_error", "no"), .upstreamAuth),
            (404, body("not_found_error", "model: nope"), .modelNotFound),
            (413, body("request_too_large", "big"), .bodyTooLarge),
            (429, body("rate_limit_error", "slow down"), .rateLimited),
            (500, body("api_error", "stack trace"), .upstreamError),
            (500, body("overloaded_error", "busy"), .overloaded),
            (529, body("overloaded_error", "Overloaded"), .overloaded),
            (503, "<html>", .overloaded),
            (504, body("timeout_error", "slow"), .upstreamTimeout),
            (408, "", .upstreamTimeout),
            (502, "<html><body>Bad gateway</body></html>", .upstreamError),
            (302, "", .upstreamError),
            (400, "{\"type\":\"error\",\"err", .invalidRequest),
        ] as [(Int, String, APIError.Kind)]
    )
    func kinds(_ status: Int, _ body: String, _ kind: APIError.Kind) {
        #expect(read(status, body).kind == kind)
    }

    @Test("the provider's words go on only where they can help and cannot hurt")
    func messages() {
        #expect(
            read(400, Self.body("invalid_request_error", "max_tokens: too large")).message == "max_tokens: too large"
        )
        #expect(!read(401, Self.body("authentication_error", "invalid sk-ant-1")).message.contains("sk-ant"))
        #expect(!read(500, Self.body("api_error", "host db-7")).message.contains("db-7"))
        #expect(!read(400, "<html>secret</html>").message.contains("secret"))
        let long = String(repeating: "é", count: 100_000 / 4)
        #expect(read(400, Self.body("invalid_request_error", long)).message.utf8.count <= 2010)
    }

    @Test("a quota that is used up is told apart from a rate limit")
    func quota() {
        let text = "Your credit balance is too low to access the Anthropic API."
        for error in [
            read(400, Self.body("invalid_request_error", text)), read(402, Self.body("billing_error", "pay")),
        ] {
            #expect(error.kind == .rateLimited)
            #expect(error.providerCode == "insufficient_quota")
            #expect(!error.message.contains("credit balance"))
        }
        #expect(read(429, Self.body("rate_limit_error", "slow down")).providerCode == nil)
    }

    @Test(
        "hints how long to wait",
        arguments: [
            (["retry-after": "12"], 12), (["retry-after-ms": "1500", "retry-after": "9"], 1.5),
            (["retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"], nil), (["retry-after": "-1"], nil),
            (["retry-after": "inf"], nil), ([:], nil),
        ] as [([String: String], Double?)]
    )
    func retryAfter(_ headers: [String: String], _ expected: Double?) {
        #expect(read(429, "", headers: headers).retryAfter == expected)
    }

    @Test(
        "errors for clients",
        arguments: [
            (.invalidRequest, 400, "invalid_request_error"), (.contextLengthExceeded, 400, "invalid_request_error"),
            (.contentPolicy, 400, "invalid_request_error"), (.invalidKey, 401, "authentication_error"),
            (.modelNotAllowed, 403, "permission_error"), (.modelNotFound, 404, "not_found_error"),
            (.notFound, 404, "not_found_error"), (.methodNotAllowed, 405, "invalid_request_error"),
            (.bodyTooLarge, 413, "request_too_large"), (.headersTooLarge, 431, "invalid_request_error"),
            (.requestTimeout, 408, "timeout_error"), (.rateLimited, 429, "rate_limit_error"),
            (.overloaded, 529, "overloaded_error"), (.upstreamTimeout, 504, "timeout_error"),
            (.upstreamUnavailable, 503, "api_error"), (.upstreamError, 502, "api_error"),
            (.upstreamAuth, 502, "api_error"), (.internal, 500, "api_error"),
        ] as [(APIError.Kind, Int, String)]
    )
    func written(_ kind: APIError.Kind, _ status: Int, _ type: String) {
        let (written, body) = dialect.writeError(APIError(kind, "Oh."), requestID: "req_1")
        #expect(written == status)
        #expect(
            body == [
                "type": "error",
                "error": ["type": .string(type), "message": "Oh.", "code": .string(kind.rawValue)],
                "request_id": "req_1",
            ]
        )
    }

    @Test("an error event is framed with its name and cannot be broken by its text")
    func event() throws {
        let bytes = dialect.writeStreamError(APIError(.upstreamError, "a\n\ndata: b"), requestID: "r")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("event: error\ndata: {\"type\":\"error\""))
        #expect(text.hasSuffix("}\n\n"))
        #expect(text.split(separator: "\n").count == 2)
    }
}
