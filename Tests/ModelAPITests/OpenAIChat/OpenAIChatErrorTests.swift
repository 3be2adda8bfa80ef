import JSONText
import ModelAPI
import Testing

@Suite("Chat errors")
struct OpenAIChatErrorTests {
    private let dialect = OpenAIChatDialect()

    private func read(_ status: Int, _ body: String, _ headers: [String: String] = [:]) -> APIError {
        let bytes = Array(body.utf8)
        return dialect.readError(status: status, body: bytes.span) { headers[$0] }
    }

    @Test(
        "what providers' errors mean",
        arguments: [
            (
                400, #"{"error":{"message":"bad","type":"invalid_request_error","param":"n","code":null}}"#,
                APIError.Kind.invalidRequest
            ),
            (400, #"{"error":{"message":"too long","code":"context_length_exceeded"}}"#, .contextLengthExceeded),
            (
                400, #"{"error":{"message":"This model's maximum context length is 4096 tokens."}}"#,
                .contextLengthExceeded
            ),
            (
                400, #"{"object":"error","message":"This model's maximum context length is 4096 tokens.","code":400}"#,
                .contextLengthExceeded
            ),
            (400, #"{"error":{"message":"This model's maximum prompt length is 131072"}}"#, .contextLengthExceeded),
            (400, #"{"error":{"message":"filtered","code":"content_filter","innererror":{}}}"#, .contentPolicy),
            (
                400, #"{"error":{"message":"Your request was rejected as a result of our safety system."}}"#,
                .contentPolicy
            ),
            (400, #"{"error":"Incorrect API key provided: sk-12***34"}"#, .upstreamAuth),
            (
                400,
                #"[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]"#,
                .upstreamAuth
            ),
            (
                401, #"{"error":{"message":"Incorrect API key provided: sk-abc","code":"invalid_api_key"}}"#,
                .upstreamAuth
            ),
            (403, "<html>forbidden</html>", .upstreamAuth),
            (402, #"{"error":{"message":"Insufficient Balance"}}"#, .rateLimited),
            (404, #"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#, .modelNotFound),
            (404, "", .modelNotFound),
            (408, "", .upstreamTimeout),
            (413, "", .bodyTooLarge),
            (413, #"{"error":{"message":"Request too large","code":"rate_limit_exceeded"}}"#, .rateLimited),
            (
                422,
                #"{"detail":[{"type":"extra_forbidden","loc":["body","x"],"msg":"Extra inputs are not permitted"}]}"#,
                .invalidRequest
            ),
            (429, #"{"error":{"message":"slow","code":"rate_limit_exceeded"}}"#, .rateLimited),
            (429, #"{"error":{"message":"full","type":"engine_overloaded_error"}}"#, .overloaded),
            (500, #"{"error":{"message":"internal host db-1 failed"}}"#, .upstreamError),
            (502, "<html>Bad Gateway</html>", .upstreamError),
            (503, "", .overloaded),
            (504, "", .upstreamTimeout),
            (529, "", .overloaded),
            (418, "", .upstreamError),
            (302, "", .upstreamError),
            (400, #"{"error":{"mess"#, .invalidRequest),
            (400, "\u{0}\u{1}", .invalidRequest),
        ]
    )
    func meanings(_ status: Int, _ body: String, _ kind: APIError.Kind) {
        #expect(read(status, body).kind == kind)
    }

    @Test("a spent quota is told from a rate limit")
    func quota() {
        let body =
            #"{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}"#
        let spent = read(429, body, ["retry-after": "5"])
        #expect(spent.providerCode == "insufficient_quota")
        #expect(spent.retryAfter == nil)
        #expect(read(402, "").providerCode == "insufficient_quota")
        #expect(read(429, "").providerCode == nil)
    }

    @Test("the provider's words, field and code of a 4xx go on; of a 5xx or about keys they do not")
    func words() {
        let error = read(
            400,
            #"{"error":{"message":"Unsupported parameter: 'max_tokens'","param":"max_tokens","code":"unsupported_parameter"}}"#
        )
        #expect(error.message == "Unsupported parameter: 'max_tokens'")
        #expect(error.parameter == "max_tokens")
        #expect(error.providerCode == "unsupported_parameter")
        #expect(!read(500, #"{"error":{"message":"host db-1"}}"#).message.contains("db-1"))
        #expect(!read(503, #"{"error":{"message":"host db-1"}}"#).message.contains("db-1"))
        let auth = read(401, #"{"error":{"message":"Incorrect API key: sk-abc","code":"sk-abc","param":"sk-abc"}}"#)
        #expect(!"\(auth)".contains("sk-abc"))
        #expect(!read(400, #"{"error":"Incorrect API key provided: sk-abc"}"#).message.contains("sk-abc"))
        #expect(!read(400, "<html>secret</html>").message.contains("secret"))
        #expect(read(422, #"{"detail":[{"loc":["body","x"],"msg":"no"}]}"#).message == "body.x: no")
    }

    @Test("long words are cut at a character")
    func bounded() {
        let words = String(repeating: "é", count: 5000)
        let error = read(400, #"{"error":{"message":"\#(words)"}}"#)
        #expect(
            error.message == String(repeating: "é", count: 1000) || error.message == String(repeating: "é", count: 999)
        )
        #expect(error.message.utf8.count <= 2000)
    }

    @Test("the recorded error", .enabled(if: Recordings.areAvailable, Recordings.missing))
    func recorded() throws {
        let bytes = try Recordings.bytes("openai/reasoning-model-legacy-parameter-error.json")
        let error = dialect.readError(status: 400, body: bytes.span) { _ in nil }
        #expect(error.kind == .invalidRequest)
        #expect(error.parameter == "max_tokens")
        let written = dialect.writeError(error, requestID: "r")
        #expect(written.status == 400)
        #expect(written.body == (try Recordings.json("openai/reasoning-model-legacy-parameter-error.json")))
    }

    @Test(
        "wait hints",
        arguments: [
            ([:], nil),
            (["retry-after": "7"], 7),
            (["retry-after": "0.5"], 0.5),
            (["retry-after": "7", "retry-after-ms": "250"], 0.25),
            (["x-ms-retry-after-ms": "1500"], 1.5),
            (["retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"], nil),
            (["retry-after": "-1"], nil), (["retry-after": "nan"], nil), (["retry-after": "1e300"], 86_400),
            (["x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "6m0s"], 360),
            (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "20ms"], 0.02),
            (["x-ratelimit-remaining-tokens": "5", "x-ratelimit-reset-tokens": "1h2m3.5s"], nil),
            (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "1h2m3.5s"], 3723.5),
            (["x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "soon"], nil),
        ] as [([String: String], Double?)]
    )
    func waits(_ headers: [String: String], _ expected: Double?) {
        #expect(read(429, "", headers).retryAfter == expected)
        #expect(read(400, "", headers).retryAfter == nil)
    }

    @Test("every kind has a status, a type and its stable code", arguments: APIError.Kind.allCases)
    func written(_ kind: APIError.Kind) {
        let (status, body) = dialect.writeError(APIError(kind, "words", parameter: "p"), requestID: "r")
        #expect(status == APIError(kind, "").status)
        #expect(body["error"]?["message"] == "words")
        #expect(body["error"]?["param"] == "p")
        #expect(body["error"]?["code"]?.string == kind.rawValue)
        // What the OpenAI API itself says where an account has nothing left.
        let type = body["error"]?["type"]?.string
        #expect(kind == .budgetExceeded ? type == "insufficient_quota" : type?.hasSuffix("_error") == true)
    }

    @Test("a stream's error is one event and no end")
    func streamError() throws {
        let bytes = dialect.writeStreamError(APIError(.upstreamError, "line\nbreak"), requestID: "r")
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.hasPrefix("data: {\"error\":"))
        #expect(text.hasSuffix("}\n\n"))
        #expect(text.split(separator: "\n").count == 1)
        #expect(!text.contains("[DONE]"))
    }
}
