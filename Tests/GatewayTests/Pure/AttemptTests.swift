import JSONText
import ModelAPI
import NIOCore
import Testing

@testable import Gateway

@Suite("Attempt")
struct AttemptTests {
    private func attempt(_ path: String, _ body: String, to target: String, _ fields: [String] = []) throws -> Attempt {
        let call = try Heads.call(path, body, fields)
        return try Attempt(call, to: TestCatalog.seat(target), Heads.facts(call, fields))
    }

    private func text(_ attempt: Attempt) -> String { String(buffer: attempt.body) }

    // MARK: - The same dialect

    @Test(
        "replaces the model's name and no other byte",
        arguments: [
            (#"{"model":"openai/m"}"#, #"{"model":"m"}"#),
            (
                #" { "a" : [1.0,1e2 ] ,"mod\u0065l"  :  "openai\/m" ,"z":"\u00e9é"}"#,
                #" { "a" : [1.0,1e2 ] ,"mod\u0065l"  :  "m" ,"z":"\u00e9é"}"#
            ),
            (#"{"metadata":{"model":"openai/m"},"model":"x"}"#, #"{"metadata":{"model":"openai/m"},"model":"m"}"#),
            (#"{"model":"m","b":"openai/m"}"#, #"{"model":"m","b":"openai/m"}"#),
        ]
    )
    func model(body: String, sent: String) throws {
        #expect(try text(attempt("/v1/chat/completions", body, to: "openai/m")) == sent)
    }

    @Test("writes any model's name as JSON")
    func odd() throws {
        let sent = try text(attempt("/v1/chat/completions", #"{"model":"a"}"#, to: "openai/q\"\\\n\u{1F600}"))
        #expect(try JSONValue(parsing: sent)["model"]?.string == "q\"\\\n\u{1F600}")
    }

    /// A streaming body, what is sent for it, and whether the usage that comes back was not asked for.
    private static let streams: [(String, String, Bool)] = [
        (
            #"{"model":"m","stream":true}"#, #"{"stream_options":{"include_usage":true},"model":"m","stream":true}"#,
            true
        ),
        (
            #"{"model":"m","stream":true,"stream_options":null}"#,
            #"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#, true
        ),
        (
            #"{"model":"m","stream":true,"stream_options":{}}"#,
            #"{"model":"m","stream":true,"stream_options":{"include_usage":true}}"#, true
        ),
        (
            #"{"stream_options": { "x":1 } ,"stream":true,"model":"m"}"#,
            #"{"stream_options": {"include_usage":true, "x":1 } ,"stream":true,"model":"m"}"#, true
        ),
        (
            #"{"stream_options":{"include_usage":false,"x":{"include_usage":false}},"stream":true,"model":"m"}"#,
            #"{"stream_options":{"include_usage":true,"x":{"include_usage":false}},"stream":true,"model":"m"}"#, true
        ),
        (
            #"{"stream_options":{"include_usage": null },"stream":true,"model":"m"}"#,
            #"{"stream_options":{"include_usage": true },"stream":true,"model":"m"}"#, true
        ),
        (
            #"{"stream_options":{"include_us\u0061ge": true },"stream":true,"model":"m"}"#,
            #"{"stream_options":{"include_us\u0061ge": true },"stream":true,"model":"m"}"#, false
        ),
        (#"{"model":"m","stream":false}"#, #"{"model":"m","stream":false}"#, false),
    ]

    @Test("asks for usage on streams, and remembers whether the caller did", arguments: streams)
    func usage(body: String, sent: String, withholds: Bool) throws {
        let attempt = try attempt("/v1/chat/completions", body, to: "openai/m")
        #expect(text(attempt) == sent)
        #expect(attempt.withholdsUsage == withholds)
    }

    @Test(
        "refuses stream options that cannot be completed",
        arguments: ["3", "\"x\"", "[]", "true", #"{"include_usage":true,"include_usage":false}"#]
    )
    func badOptions(value: String) {
        let body = #"{"model":"m","stream":true,"stream_options":\#(value)}"#
        #expect { try attempt("/v1/chat/completions", body, to: "openai/m") } throws: {
            ($0 as? APIError)?.parameter == "stream_options"
        }
    }

    @Test("changes nothing of a Gemini body, whose model is in the path")
    func gemini() throws {
        let body = #"{ "model":"openai/m","stream_options":3,"contents":[ ] }"#
        let attempt = try attempt("/v1beta/models/x:streamGenerateContent", body, to: "gemini/m")
        #expect(text(attempt) == body)
        #expect(attempt.path == "/v1beta/models/m:streamGenerateContent?alt=sse")
        #expect(attempt.fields.isEmpty)
    }

    // MARK: - Paths and fields

    @Test(
        "lets no model's name reach another path",
        arguments: [
            ("../x?y#z", "..%2Fx%3Fy%23z"),
            ("a b\r\nhost: evil", "a%20b%0D%0Ahost%3A%20evil"),
            ("%2e%2e/", "%252e%252e%2F"),
            ("tuned:generateContent?", "tuned%3AgenerateContent%3F"),
            ("é", "%C3%A9"),
            ("gemini-2.5_pro~x", "gemini-2.5_pro~x"),
        ]
    )
    func escaping(model: String, escaped: String) throws {
        let body = #"{"model":"x","messages":[{"role":"user","content":"hi"}]}"#
        let chat = try attempt("/v1/chat/completions", body, to: "gemini/" + model)
        #expect(chat.path == "/v1beta/models/\(escaped):generateContent")
        #expect(chat.provider.countPath(model: model) == "/v1beta/models/\(escaped):countTokens")
    }

    @Test("asks for Anthropic's beta form where the caller did, and only of Anthropic")
    func beta() throws {
        let body = #"{"model":"x","max_tokens":5,"messages":[{"role":"user","content":"hi"}]}"#
        let same = try attempt("/v1/messages?beta=true", body, to: "claude/m", ["anthropic-beta: b"])
        #expect(same.path == "/v1/messages?beta=true")
        #expect(same.fields.map(\.name) == ["anthropic-version", "anthropic-beta"])
        #expect(try attempt("/v1/messages?beta=1", body, to: "claude/m").path == "/v1/messages")
        let other = try attempt("/v1/messages?beta=true", body, to: "openai/m", ["anthropic-beta: b"])
        #expect(other.path == "/v1/chat/completions")
        #expect(other.fields.isEmpty)
    }

    @Test("adds Anthropic's version where the caller speaks another dialect, and continues its trace")
    func version() throws {
        let body = #"{"model":"x","messages":[{"role":"user","content":"hi"}]}"#
        let fields = ["traceparent: 00-a-b-01", "anthropic-version: 1999-01-01", "anthropic-beta: b"]
        let attempt = try attempt("/v1/chat/completions", body, to: "claude/m", fields)
        #expect(
            attempt.fields.map { "\($0.name): \($0.value)" } == [
                "traceparent: 00-a-b-01", "anthropic-version: 2023-06-01",
            ]
        )
    }

    // MARK: - Another dialect

    @Test("translates, and says what is lost")
    func translates() throws {
        let body =
            #"{"model":"x","stream":true,"logit_bias":{"1":2},"user":"u","messages":[{"role":"user","content":"hi"}]}"#
        let attempt = try attempt("/v1/chat/completions", body, to: "claude/m")
        let sent = try JSONValue(parsing: text(attempt))
        #expect(sent["model"]?.string == "m")
        #expect(sent["stream"]?.bool == true)
        #expect(sent["messages"]?[0]?["role"]?.string == "user")
        #expect(sent["logit_bias"] == nil)
        #expect(attempt.dropped?.text == "logit_bias")
        #expect(!attempt.withholdsUsage)
        #expect(attempt.translated?.includeUsage == false)
    }

    @Test("always asks an OpenAI target for usage, and keeps the caller's own wish for its answer")
    func translatedUsage() throws {
        let body = #"{"model":"x","stream":true,"max_tokens":5,"messages":[{"role":"user","content":"hi"}]}"#
        let attempt = try attempt("/v1/messages", body, to: "openai/m")
        #expect(try JSONValue(parsing: text(attempt))["stream_options"]?["include_usage"]?.bool == true)
    }

    @Test("reads a call once for all its targets")
    func readOnce() throws {
        let call = try Heads.call(
            "/v1/chat/completions",
            #"{"model":"x","stream":true,"messages":[{"role":"user","content":"hi"}]}"#
        )
        let facts = try Heads.facts(call)
        _ = try Attempt(call, to: TestCatalog.seat("claude/m"), facts)
        let first = try #require(facts.request)
        _ = try Attempt(call, to: TestCatalog.seat("gemini/m"), facts)
        // What one target's attempt changes for itself must not show in the next one's.
        #expect(facts.request == first)
    }
}
