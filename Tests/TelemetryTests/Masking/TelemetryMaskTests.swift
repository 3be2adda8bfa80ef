import JSONText
import Testing

@testable import Telemetry

@Suite("What must not leave the process")
struct TelemetryMaskTests {
    private static let hidden: [(String, String)] = [
        ("the key sk-proj-0123456789abcdef0123 is wrong", "the key [masked:credential] is wrong"),
        ("sk-km-tests-0123456789abcdef", "[masked:credential]"),
        ("Bearer abcdef0123456789", "Bearer [masked:credential]"),
        ("Authorization: Basic dXNlcjpwYXNz", "Authorization: [masked:authorization]"),
        ("proxy-authorization:Digest a=b, c=d\nnext: line", "proxy-authorization:[masked:authorization]\nnext: line"),
        (#"{"authorization": "Bearer x", "a": 1}"#, #"{"authorization": "[masked:authorization]", "a": 1}"#),
        (#"{\"cookie\":\"a=b; c=d\"}"#, #"{\"cookie\":\"[masked:cookie]\"}"#),
        ("set-cookie: session=abc; HttpOnly", "set-cookie: [masked:cookie]"),
        ("GET /v1?key=abc&x=1", "GET /v1?key=[masked:parameter]&x=1"),
        ("GET /v1?x=1&key=abc HTTP", "GET /v1?x=1&key=[masked:parameter] HTTP"),
        ("https://h/p?api_key=k1&token=t2#f", "https://h/p?api_key=[masked:parameter]&token=[masked:parameter]#f"),
        ("password=hunter2, user=hana", "password=[masked:parameter], user=hana"),
        ("x-api-key: abc", "x-api-key: [masked:parameter]"),
        ("X-Amz-Signature=0a1b", "X-Amz-Signature=[masked:parameter]"),
        ("ask hana@example.com.", "ask [masked:email]."),
        ("card 4111 1111 1111 1111 ok", "card [masked:card] ok"),
        ("card 4111-1111-1111-1111", "card [masked:card]"),
        ("tel 090-1234-5678", "tel [masked:phone]"),
        ("tel 03(1234)5678", "tel [masked:phone]"),
        ("tel +81 90-1234-5678", "tel [masked:phone]"),
        ("０９０－１２３４－５６７８", "[masked:phone]"),
        ("number 123456789018", "number [masked:my_number]"),
        ("number 1234 5678 9018.", "number [masked:my_number]."),
        ("he said \"4111111111111111\"", "he said \"[masked:card]\""),
    ]

    @Test("is hidden", arguments: hidden)
    func hides(text: String, expected: String) {
        #expect(TelemetryMask.standard.masked(text) == expected)
    }

    private static let harmless = [
        "", "nothing of note", "2026-11-21T22:05:03.123456Z", "2026-11-21", "order 20261121-0042",
        "version 1.2.3-beta.4",
        "127.0.0.1:4000", "kanmon 0.1.0 (linux x86_64)", "gpt-4o-mini-2024-07-18", "claude-sonnet-4-5-20250929",
        "max_tokens: 4096", "the token was refused", "key=3 of 7", "a sketch of sk-", "the key: it is wrong",
        "cost 0.000123", "4111111111111112", "1234567890123", "123456789012", "0120", "duration=12345678us",
        "0af7651916cd43dd8448eb211c80319c", "日本語の文章です。", "a@b", "@everyone", "status=503 code=overloaded",
        "openai/fault-status-502: 502, then the next target", "x".padding(200), "author: hana", "cookies: 3",
    ]

    @Test("is not what only looks like it", arguments: harmless)
    func leaves(text: String) {
        #expect(TelemetryMask.standard.masked(text) == text)
    }

    @Test("is hidden in sound JSON, whatever stands around it", arguments: hidden.map(\.0) + harmless)
    func literals(text: String) throws {
        for text in [text, "\"\(text)\\", "\u{1}\n\(text)\u{7F}\u{2028}", "日\(text)本"] {
            let value = try JSONValue(parsing: TelemetryMask.standard.literal(text).span)
            #expect(value.string != nil)
        }
    }

    @Test("is found behind every mixture of quotes and signs without end or trap")
    func noise() {
        var seed: UInt64 = 7
        let pieces = [
            "authorization", "cookie", "key", "?", "&", "=", ":", "\"", "\\", " ", "\n", "sk-", "0123456789", "@",
            "a.b", "日",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<12 {
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(seed >> 33) % pieces.count]
            }
            _ = TelemetryMask.standard.masked(text)
        }
    }
}

extension String {
    fileprivate func padding(_ count: Int) -> String { String(repeating: self, count: count).prefix(7) + " end" }
}
