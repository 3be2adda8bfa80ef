import JSONText
import ModelAPI
import Testing

@Suite("Gemini errors")
struct GeminiErrorTests {
    private let dialect = GeminiDialect()

    private func read(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> APIError {
        dialect.readError(status: status, body: Array(body.utf8).span) { headers[$0] }
    }

    private func body(_ message: String, _ details: String = "[]") -> String {
        #"{"error":{"code":400,"message":"\#(message)","status":"X","details":\#(details)}}"#
    }

    @Test("the recorded limit with its wait", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func recorded() throws {
        let bytes = try Recordings.bytes("gemini/google-429-retry-info.json")
        let error = dialect.readError(status: 429, body: bytes.span) { _ in nil }
        #expect(error.kind == .rateLimited)
        #expect(error.retryAfter == 34.4)
        #expect(error.providerCode == nil)
        #expect(error.message == "You exceeded your current quota, please check your plan.")
    }

    @Test(
        "kinds",
        arguments: [
            (400, "Unknown name \\\"foo\\\"", APIError.Kind.invalidRequest),
            (
                400, "The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).",
                .contextLengthExceeded
            ),
            (400, "API key not valid. Please pass a valid API key.", .upstreamAuth),
            (400, "The prompt was blocked due to PROHIBITED_CONTENT", .contentPolicy), (401, "x", .upstreamAuth),
            (402, "x", .rateLimited), (403, "x", .upstreamAuth), (404, "models/x is not found", .modelNotFound),
            (408, "x", .upstreamTimeout), (413, "x", .bodyTooLarge), (422, "x", .invalidRequest),
            (429, "x", .rateLimited),
            (500, "x", .upstreamError), (502, "x", .upstreamError), (503, "The model is overloaded.", .overloaded),
            (504, "x", .upstreamTimeout), (529, "x", .overloaded), (302, "x", .upstreamError),
        ]
    )
    func kinds(status: Int, message: String, kind: APIError.Kind) {
        #expect(read(status, body(message)).kind == kind)
        #expect(read(status, "[\(body(message))]").kind == kind)
    }

    @Test("words about credentials and our troubles stay here", arguments: [400, 401, 403, 500, 503])
    func secrets(status: Int) {
        let details = #"[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]"#
        let error = read(status, body("key AIzaSECRET at 10.0.0.1", details))
        #expect(!error.message.contains("SECRET"))
        #expect(!error.message.contains("10.0.0.1"))
    }

    @Test(
        "any body gives an error",
        arguments: ["", "<html>502</html>", "{", "[]", "null", #"{"error":"x"}"#, "\u{FEFF}{}"]
    )
    func bodies(body: String) {
        #expect(read(502, body).kind == .upstreamError)
        #expect(read(400, body).kind == .invalidRequest)
        #expect(!read(400, body).message.isEmpty)
    }

    @Test("long words are cut")
    func bounded() {
        let error = read(400, body(String(repeating: "日", count: 5_000)))
        #expect(error.message.utf8.count < 2_010)
    }

    @Test("the longest wait counts")
    func waits() {
        let info = #"[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"1.5s"}]"#
        #expect(read(429, body("x", info)).retryAfter == 1.5)
        #expect(read(429, body("x", info), ["retry-after": "7"]).retryAfter == 7)
        #expect(read(429, body("x", info), ["retry-after-ms": "250"]).retryAfter == 1.5)
        #expect(read(503, "", ["retry-after-ms": "250"]).retryAfter == 0.25)
        for odd in ["nan", "-1", "inf", "soon", ""] { #expect(read(429, "", ["retry-after": odd]).retryAfter == nil) }
    }

    @Test("a quota that is spent is told from a limit per minute")
    func quotas() {
        let perDay = #"[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProject"}]}]"#
        #expect(read(429, body("You exceeded your current quota", perDay)).providerCode == "insufficient_quota")
        #expect(read(429, body("Your prepayment credits are depleted.")).providerCode == "insufficient_quota")
        #expect(read(402, "").providerCode == "insufficient_quota")
        #expect(read(429, body("Resource exhausted")).providerCode == nil)
    }

    @Test("every kind has Google's shape, its status and the stable code", arguments: APIError.Kind.allCases)
    func written(kind: APIError.Kind) throws {
        let error = APIError(kind, "words", parameter: "contents[0]", retryAfter: 2.5)
        let (status, body) = dialect.writeError(error, requestID: "req-1")
        if kind == .contentPolicy {
            #expect(status == 200)
            #expect(body["promptFeedback"]?["blockReason"] == "PROHIBITED_CONTENT")
            #expect(try dialect.readResponse(body).choices[0].stop == .contentFilter("PROHIBITED_CONTENT"))
            return
        }
        #expect(status == error.status)
        #expect(body["error"]?["code"]?.int == status)
        #expect(body["error"]?["message"] == "words")
        #expect(body["error"]?["status"]?.string?.isEmpty == false)
        let details = try #require(body["error"]?["details"]?.array)
        #expect(details.count == 4)
        #expect(details[0]["reason"]?.string == error.code)
        #expect(details[0]["domain"] == "kanmon")
        #expect(details[1]["fieldViolations"]?[0]?["field"] == "contents[0]")
        #expect(details[2]["retryDelay"] == "2.5s")
        #expect(details[3]["requestId"] == "req-1")
    }

    @Test("an error ends a stream as an event Google's clients raise on")
    func streamError() {
        let text = String(
            decoding: dialect.writeStreamError(APIError(.contentPolicy, "a\nb"), requestID: ""),
            as: UTF8.self
        )
        #expect(text.hasPrefix(#"data: {"error":{"code":400,"message":"a\nb""#))
        #expect(text.hasSuffix("}\n\n"))
        #expect(text.split(separator: "\n").count == 1)
    }
}
