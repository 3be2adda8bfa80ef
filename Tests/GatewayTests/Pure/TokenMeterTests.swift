import Testing

@testable import Gateway

/// How much content a stream has brought, told from its bytes.
@Suite("Token meter")
struct TokenMeterTests {
    private static func count(_ text: String, size: Int = .max, enough: Int = .max) -> Int {
        var meter = TokenMeter()
        let bytes = Array(text.utf8)
        for start in stride(from: 0, to: bytes.count, by: min(size, bytes.count)) {
            meter.take(Array(bytes[start..<min(start + min(size, bytes.count), bytes.count)]).span, enough: enough)
        }
        return meter.tokens
    }

    /// A stream, and the tokens of its content.
    static let streams: [(String, Int)] = [
        (#"data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}"#, 0),
        (#"data: {"choices":[{"index":0,"delta":{"content":"Hi"}}]}"#, 1),
        (#"data: {"choices":[{"index":0,"delta":{ "content" : "Hello, world" }}]}"#, 3),
        (#"data: {"choices":[{"delta":{"reasoning_content":"abcd","refusal":"abcd"}}]}"#, 2),
        (
            #"data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"content","arguments":"{\"text\":\"a\"}"}}]}}]}"#,
            3
        ),
        (#"data: {"content":"{\"text\":\"aaaa\\\"}"}"#, 4),
        (#"data: {"content":null,"text":[],"other":"aaaaaaaa","x":["text","aaaaaaaa"]}"#, 0),
        ("event: content_block_delta\ndata: {\"delta\":{\"type\":\"text_delta\",\"text\":\"関門\"}}", 2),
        (#"data: {"delta":{"type":"input_json_delta","partial_json":"{\"a\":1}"}}"#, 2),
        (#"data: {"delta":{"thinking":"abcdefgh"}}"#, 2),
        (#"data: {"candidates":[{"content":{"parts":[{"text":"abcdefgh","thought":true}],"role":"model"}}]}"#, 2),
        (
            #"data: {"candidates":[{"content":{"parts":[{"functionCall":{"name":"f","args":{"a":{"b":"}"},"c":1}}}]}}]}"#,
            5
        ),
        (": \"content\":\"aaaaaaaa\n\ndata: {\"content\":\"abcd\"}", 3),
        (": a \"quote\n\ndata: {\"content\":\"abcd\"}", 1),
    ]

    @Test("counts what is content, and nothing else, however the bytes are cut", arguments: streams)
    func content(text: String, tokens: Int) {
        let stream = text + "\n\n"
        #expect(Self.count(stream) == tokens)
        for size in [1, 2, 3, 7] { #expect(Self.count(stream, size: size) == tokens, "\(size)") }
        #expect(Self.count(stream + stream) == 2 * tokens)
    }

    @Test("looks no further than it has to")
    func enough() {
        let event = #"data: {"content":"abcd"}"# + "\n\n"
        #expect(Self.count(event + event + event, enough: 2) == 2)
    }
}
