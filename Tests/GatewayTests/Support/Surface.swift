import JSONText
import ModelAPI
import Testing

/// One of the gateway's surfaces: how it is asked, and how its answers are read.
struct Surface: CustomTestStringConvertible, Sendable {
    var name: String
    /// The fixture's provider that speaks the same dialect.
    var provider: String
    var path: @Sendable (_ model: String, _ stream: Bool) -> String
    var body: @Sendable (_ model: String, _ stream: Bool, _ prompt: String) -> String
    var text: @Sendable (JSONValue) -> String?
    /// What ends a good stream and stands nowhere else.
    var terminal: String
    /// The last event of a good stream, or a part of it.
    var lastEvent: String
    /// What an error says of itself in this shape.
    var isError: @Sendable (JSONValue) -> Bool

    var testDescription: String { name }

    /// A whole request.
    func request(
        _ model: String,
        stream: Bool,
        prompt: String = "Hello",
        fields: [String] = [],
        closes: Bool = true
    ) -> String {
        GatewayFixture.request(path(model, stream), body(model, stream, prompt), fields: fields, closes: closes)
    }

    static let all = [
        Surface(
            name: "OpenAI",
            provider: "openai",
            path: { _, _ in "/v1/chat/completions" },
            body: { #"{"model":"\#($0)","stream":\#($1),"messages":[{"role":"user","content":"\#($2)"}]}"# },
            text: { $0["choices"]?[0]?["message"]?["content"]?.string },
            terminal: "[DONE]",
            lastEvent: "data: [DONE]\n\n",
            isError: { $0["error"]?["message"]?.string != nil && $0["error"]?["type"]?.string != nil }
        ),
        Surface(
            name: "Anthropic",
            provider: "claude",
            path: { _, _ in "/v1/messages" },
            body: {
                #"{"model":"\#($0)","stream":\#($1),"max_tokens":50000,"messages":[{"role":"user","content":"\#($2)"}]}"#
            },
            text: { $0["content"]?[0]?["text"]?.string },
            terminal: "message_stop",
            lastEvent: "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n",
            isError: { $0["type"]?.string == "error" && $0["error"]?["type"]?.string != nil }
        ),
        Surface(
            name: "Gemini",
            provider: "gemini",
            path: { "/v1beta/models/\($0):" + ($1 ? "streamGenerateContent?alt=sse" : "generateContent") },
            body: { _, _, prompt in #"{"contents":[{"role":"user","parts":[{"text":"\#(prompt)"}]}]}"# },
            text: { $0["candidates"]?[0]?["content"]?["parts"]?[0]?["text"]?.string },
            terminal: "\"finishReason\":\"STOP\"",
            lastEvent: "\"finishReason\":\"STOP\"",
            isError: { $0["error"]?["status"]?.string != nil && $0["error"]?["code"]?.number?.int != nil }
        ),
    ]
    static let providers = ["openai", "claude", "gemini"]
}

extension HTTPText {
    /// The payloads of a stream's events.
    static func events(_ body: String) throws -> [String] {
        var parser = SSEParser()
        parser.append(Array(body.utf8).span)
        var events: [String] = []
        while let event = try parser.next() { events.append(String(decoding: event.data, as: UTF8.self)) }
        return events
    }

    /// The value of a header field.
    static func field(_ name: String, _ answer: String) -> String? {
        let head = answer.prefix(upTo: answer.firstRange(of: "\r\n\r\n")?.lowerBound ?? answer.endIndex)
        return head.split(separator: "\r\n").first { $0.hasPrefix(name + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }
}
