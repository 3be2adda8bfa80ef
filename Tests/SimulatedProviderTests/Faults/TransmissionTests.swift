import JSONText
import Testing

@testable import SimulatedProvider

/// Faults as sending plans, without a socket: what goes out and how it ends.
@Suite struct TransmissionTests {
    private func chat(_ fault: String, stream: Bool = true) -> Exchange {
        var more: JSONObject = [:]
        if stream { more["stream"] = true }
        return Exchange(Requests.chat, Requests.openAI("abcdefghijklmnopqrst", model: "fault-\(fault)", more))
    }

    /// The pieces of content that got out.
    private func pieces(_ exchange: Exchange) -> Int {
        exchange.events.count { $0["choices"]?[0]?["delta"]?["content"]?.string?.isEmpty == false }
    }

    @Test(
        "faults end as they say",
        arguments: [
            ("hang-before-headers", true, 0, TransmissionAction.hang), ("hang-after-headers", true, 200, .hang),
            ("hang-mid-stream", true, 200, .hang), ("hang-mid-stream", false, 200, .hang),
            ("truncated-body", true, 200, .close), ("truncated-body", false, 200, .close), ("reset", true, 0, .reset),
            ("reset-mid-stream", true, 200, .reset), ("reset-mid-stream", false, 200, .reset),
            ("no-terminal", true, 200, .end), ("error-mid-stream", true, 200, .end),
            ("error-mid-stream", false, 503, .end),
            ("html-200", true, 200, .end), ("redirect", true, 307, .end), ("redirect-302", false, 302, .end),
            ("insufficient-quota", true, 429, .end), ("context-length", true, 400, .end),
            ("content-policy", false, 400, .end), ("odd-stream", true, 200, .end), ("gzip", true, 200, .end),
            ("status-204", false, 204, .end), ("status-529", true, 529, .end),
        ]
    )
    func endings(fault: String, stream: Bool, status: Int, end: TransmissionAction) {
        let exchange = chat(fault, stream: stream)
        #expect(exchange.status == status)
        #expect(exchange.last == end)
    }

    @Test("a fault in the middle comes after as many pieces as it says", arguments: [0, 1, 3])
    func middle(count: Int) {
        for fault in ["hang-mid-stream", "reset-mid-stream", "error-mid-stream"] {
            let exchange = chat("\(fault)-after-\(count)")
            #expect(pieces(exchange) == count)
            #expect(!exchange.text.contains("[DONE]"))
            #expect((exchange.events.last?["error"] != nil) == (fault == "error-mid-stream"))
        }
    }

    @Test("a whole body that is cut is shorter than announced")
    func cut() throws {
        let exchange = chat("truncated-body", stream: false)
        let announced = try #require(exchange.header("content-length").flatMap { Int($0) })
        #expect(exchange.body.count == announced / 2)
    }

    @Test("an error in a stream has the dialect's shape")
    func shapes() {
        let anthropic = Exchange(
            Requests.messages,
            Requests.anthropic("hello there", model: "fault-error-mid-stream", ["stream": true])
        )
        let last = ServerSentEvents.parse(anthropic.body).last
        #expect(last?.name == "error")
        #expect(anthropic.events.last?["error"]?["type"] == "overloaded_error")
        let gemini = Exchange(
            "/v1beta/models/fault-error-mid-stream:streamGenerateContent?alt=sse",
            Requests.gemini("hello there")
        )
        #expect(gemini.events.last?["error"]?["status"] == "UNAVAILABLE")
        let array = Exchange(
            "/v1beta/models/fault-error-mid-stream:streamGenerateContent",
            Requests.gemini("hello there")
        )
        #expect(array.json.array?.last?["error"]?["code"] == 503)
    }

    @Test("no terminal event in any dialect, and everything before it")
    func noTerminal() {
        let chat = chat("no-terminal")
        #expect(!chat.text.contains("[DONE]") && !chat.text.contains(#""finish_reason":"stop""#))
        let anthropic = Exchange(
            Requests.messages,
            Requests.anthropic("x", model: "fault-no-terminal", ["stream": true])
        )
        #expect(anthropic.events.last?["type"] == "content_block_stop")
        let gemini = Exchange(
            "/v1beta/models/fault-no-terminal:streamGenerateContent?alt=sse",
            Requests.gemini("x")
        )
        #expect(!gemini.text.contains("finishReason") && gemini.text.contains("You "))
    }

    @Test("waiting hints: headers for OpenAI and Anthropic, the body for Gemini")
    func hints() {
        let seconds = chat("status-429-retry-after-2")
        #expect(seconds.header("retry-after") == "2")
        #expect(seconds.json["error"]?["code"] == "rate_limit_exceeded")
        #expect(chat("status-429-retry-after-ms-150").header("retry-after-ms") == "150")
        #expect(chat("status-429").header("retry-after") == nil)
        let gemini = Exchange(
            "/v1beta/models/fault-status-429-retry-after-ms-1050:generateContent",
            Requests.gemini("x")
        )
        #expect(gemini.header("retry-after") == nil)
        #expect(gemini.json["error"]?["details"]?[0]?["retryDelay"] == "1.050s")
        #expect(gemini.json["error"]?["status"] == "RESOURCE_EXHAUSTED")
    }

    @Test("invalid JSON is invalid, whole and in an event")
    func invalid() {
        for exchange in [chat("invalid-json", stream: false), chat("invalid-sse", stream: false)] {
            #expect(exchange.status == 200)
            #expect(throws: JSONError.self) { try JSONValue(parsing: exchange.body) }
        }
        let events = ServerSentEvents.parse(chat("invalid-sse").body)
        let bad = events.filter { $0.data != "[DONE]" && (try? JSONValue(parsing: $0.data)) == nil }
        #expect(bad.count == 1)
    }

    @Test("a slow drip is the same answer, a byte at a time")
    func drip() {
        let exchange = chat("slow-drip-5ms", stream: false)
        let writes = exchange.actions.compactMap { action -> Int? in
            guard case .write(let bytes) = action else { return nil }
            return bytes.count
        }
        #expect(Set(writes) == [1])
        #expect(exchange.actions.count { $0 == .wait(.milliseconds(5)) } == writes.count)
        #expect(exchange.json["object"] == "chat.completion")
    }

    @Test("an odd stream says the same as a plain one")
    func odd() {
        let plain = Exchange(Requests.chat, Requests.openAI("né 日本", model: "echo", ["stream": true]))
        var headers = [("x-sim-fault", "odd-stream")]
        let odd = Exchange(
            Requests.chat,
            Requests.openAI("né 日本", model: "echo", ["stream": true]),
            headers: headers
        )
        func text(_ exchange: Exchange) -> String {
            exchange.events.compactMap { $0["choices"]?[0]?["delta"]?["content"]?.string }.joined()
        }
        #expect(text(odd) == text(plain))
        #expect(odd.text.contains("\r\n\r\n") && odd.text.contains(": keep-alive"))
        #expect(odd.events.count { $0["choices"]?[0]?["delta"]?["role"] == "assistant" } == 2)
        let splitsCodePoint = odd.actions.contains { action in
            guard case .write(let bytes) = action, let first = bytes.first else { return false }
            return first & 0xC0 == 0x80
        }
        #expect(splitsCodePoint)

        headers.append(("anthropic-version", "2023-06-01"))
        let message = Exchange(Requests.messages, Requests.anthropic("x", ["stream": true]), headers: headers)
        #expect(message.events.count { $0["type"] == "message_start" } == 2)
        let calls = Exchange(
            Requests.chat,
            Requests.openAI("weather", ["stream": true, "tools": Requests.openAITools("weather")]),
            headers: headers
        )
        #expect(calls.events.compactMap { $0["choices"]?[0]?["delta"]?["tool_calls"]?[0]?["index"]?.int }.first == 1)
    }

    @Test("huge answers and events are as large as they say and still well-formed")
    func huge() throws {
        let whole = chat("huge-answer-1", stream: false)
        #expect(whole.body.count > 1_048_576)
        #expect(whole.header("content-length") == String(whole.body.count))
        #expect(whole.json["choices"]?[0]?["message"]?["content"]?.string?.utf8.count ?? 0 > 1_048_576)
        #expect(chat("huge-answer-1").body.count > 1_048_576)
        #expect(chat("huge-answer-1").events.last == "[DONE]")
        let event = chat("huge-event-1")
        #expect(event.events.contains { $0.text.utf8.count > 1_048_576 })
    }

    @Test("compressed answers hold the plain one, whole and streamed", arguments: [true, false])
    func gzip(stream: Bool) throws {
        let exchange = chat("gzip", stream: stream)
        #expect(exchange.header("content-encoding") == "gzip")
        #expect(exchange.header("content-length") == nil)
        let text = String(decoding: try #require(Inflate.read(gzip: exchange.body)).output, as: UTF8.self)
        #expect(text.contains(stream ? "[DONE]" : "chat.completion"))
    }

    @Test("the bomb is small on the wire")
    func bomb() throws {
        let exchange = chat("gzip-bomb-4", stream: false)
        #expect(exchange.body.count < 40_000)
        #expect(abs(try #require(Inflate.read(gzip: exchange.body)).output.count - 4 * 1_048_576) < 4096)
    }

    @Test("the pace: a wait for the first token, then one before each further token")
    func pace() {
        let headers = [("x-sim-ttft", "200ms"), ("x-sim-tps", "50")]
        let body = Requests.openAI("abcdefghij", model: "echo", ["stream": true])
        let stream = Exchange(Requests.chat, body, headers: headers)
        let waits = stream.actions.compactMap { action -> Duration? in
            guard case .wait(let duration) = action else { return nil }
            return duration
        }
        #expect(waits == [.milliseconds(200), .milliseconds(20), .milliseconds(20)])
        let whole = Exchange(Requests.chat, Requests.openAI("abcdefghij", model: "echo"), headers: headers)
        #expect(whole.actions.first == .wait(.milliseconds(240)))
        let named = Exchange(Requests.chat, Requests.openAI("x", model: "pace-ttft-2s-tps-1", ["max_tokens": 3]))
        #expect(named.actions.first == .wait(.seconds(4)))
    }

    @Test(
        "durations are read and bounded",
        arguments: [
            ("200ms", Duration.milliseconds(200)), ("2s", .seconds(2)), ("500us", .microseconds(500)), ("5", nil),
            ("-1s", nil), ("999999999s", .seconds(3600)), ("ms", nil), ("99999999999999999999s", nil),
        ]
    )
    func durations(text: String, duration: Duration?) { #expect(Pace.duration(text[...]) == duration) }
}
