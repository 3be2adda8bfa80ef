/// Damages JSON texts the way networks, bugs and attackers do.
struct TextMutator {
    var random: SeededGenerator

    /// Texts in the shapes that model providers send and receive, about 200 bytes each.
    static let originals: [String] = [
        #"{"model":"gpt-4o","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Say \"hi\"\n"}],"temperature":0.7,"max_tokens":64,"stream":true,"stream_options":{"include_usage":true}}"#,
        #"{"id":"chatcmpl-D8Z5f52zQqikDBEK","object":"chat.completion.chunk","created":1770933883,"model":"gpt-4.1-nano","choices":[{"index":0,"delta":{"content":" 世界"},"finish_reason":null}]}"#,
        #"{"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"city\": \"S\u00e3o Paulo\", \"emoji\": \"\ud83d\ude00\"}"}}"#,
        #"{ "candidates" : [ { "content" : { "parts" : [ { "text" : "東京は晴れ ☀️" } ], "role" : "model" }, "finishReason" : "STOP" } ], "usageMetadata" : { "promptTokenCount" : 12 } }"#,
        #"{"object":"list","data":[{"embedding":[0.0057293195,-0.012727811,2.0e-2,-1E+1,0,-0],"index":0}],"usage":{"total_tokens":12}}"#,
        "{\n  \"error\": {\n    \"message\": \"Unsupported parameter: 'max_tokens'\",\n    \"param\": null,\n    \"code\": \"unsupported_parameter\"\n  }\n}",
        #"[true,false,null,"",[],{},[[]],{"a":{}},"\\\/\b\f\r\t\u0000\u001F","aé語😀",-12.5e-3,1234567890123456789]"#,
        #""a lone string with an escape \u3042 and a pair \uD83D\uDE00""#,
        "-120.50e+2",
    ]

    private static let insertions: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "\\", " ", "\t", "\n", "\r", "0", "1", "-", "+", ".", "e", "E", "/",
            "u",
            "true", "null", "NaN", "Infinity", "//", "\\u", "\\u12", "\\ud800", "\\udc00", "\\ud83d\\ude00", "\\x",
            "\\'",
            "'", "00", "1.", ".5", "\u{0}", "\u{1F}", "\u{7F}", "\u{FEFF}", "\u{A0}", "\u{2028}", "1e5", "é", "語", "😀",
        ].map { Array($0.utf8) } + [
            [0x80], [0xBF], [0xC0, 0x80], [0xC1, 0xBF], [0xC3], [0xE0, 0x80, 0x80], [0xE3, 0x81], [0xED, 0xA0, 0x80],
            [0xEF, 0xBB], [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80], [0xF5], [0xFE],
            [0xFF],
        ]

    /// One of the originals with one to three pieces of damage.
    mutating func next() -> [UInt8] {
        var bytes = Array(random.pick(Self.originals).utf8)
        for _ in 0...random.below(3) { damage(&bytes) }
        return bytes
    }

    private mutating func damage(_ bytes: inout [UInt8]) {
        guard !bytes.isEmpty else { return }
        let position = random.below(bytes.count)
        switch random.below(10) {
        case 0: bytes[position] ^= 1 &<< UInt8(random.below(8))
        case 1: bytes[position] = UInt8(truncatingIfNeeded: random.next())
        case 2: bytes.remove(at: position)
        case 3: bytes.removeSubrange(position..<min(bytes.count, position + 1 + random.below(8)))
        case 4: bytes.removeLast(bytes.count - position)
        case 5: bytes.insert(bytes[position], at: position)
        case 6:
            let end = min(bytes.count, position + 1 + random.below(12))
            bytes.insert(contentsOf: bytes[position..<end], at: random.below(bytes.count))
        case 7: bytes.swapAt(position, random.below(bytes.count))
        default: bytes.insert(contentsOf: random.pick(Self.insertions), at: position)
        }
    }
}
