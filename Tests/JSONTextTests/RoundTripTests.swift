import JSONText
import Testing

@Suite("Writing and reading back")
struct RoundTripTests {
    @Test("what is written reads back the same, to the byte", arguments: UInt64(1)...8)
    func generatedTrees(seed: UInt64) throws {
        var generator = TreeGenerator(random: SeededGenerator(seed: seed))
        for _ in 0..<500 {
            let tree = generator.tree()
            let bytes = tree.bytes
            let back = try JSONValue(parsing: bytes)
            try #require(back == tree)
            try #require(back.hashValue == tree.hashValue)
            try #require(back.bytes == bytes)
            let loose = generator.loosely(tree)
            try #require(try JSONValue(parsing: loose) == tree, "\(loose)")
            try #require(Array(tree.text.utf8) == bytes)
        }
    }

    @Test("raw bytes are written as they are, from any kind of sequence")
    func rawBytes() {
        let bytes: [UInt8] = [0x5B, 0x31, 0x5D]
        var writer = JSONWriter(capacity: 0)
        writer.write(raw: bytes)
        writer.write(raw: bytes.span)
        writer.write(raw: bytes[1...])
        writer.write(raw: bytes.lazy.map { $0 })
        writer.write(raw: "{}")
        #expect(String(decoding: writer.bytes, as: UTF8.self) == "[1][1]1][1]{}")
    }

    @Test("strings are escaped where RFC 8259 demands it and nowhere else")
    func escapes() {
        let controls = String(String.UnicodeScalarView((0..<0x20).compactMap { Unicode.Scalar($0) }))
        let escaped =
            #"\u0000\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f"#
            + #"\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f"#
        #expect(JSONValue.string(controls).text == "\"\(escaped)\"")
        #expect(JSONValue.string("/\u{7F}\u{80}\u{2028}語😀\"\\").text == "\"/\u{7F}\u{80}\u{2028}語😀\\\"\\\\\"")
    }

    @Test("an escape is found at every position of a long string", arguments: ["\"", "\\", "\n", "\u{1F}"])
    func positions(special: String) throws {
        for position in 0..<70 {
            let text = String(repeating: "x", count: position) + special + String(repeating: "語", count: 9)
            try #require(try JSONValue(parsing: JSONValue.string(text).bytes) == .string(text))
            let raw = "\"" + String(repeating: "é", count: position) + "\u{1}"
            let error = #expect(throws: JSONError.self) { try JSONValue(parsing: raw) }
            try #require(error == JSONError(.controlCharacter, at: 1 + 2 * position))
        }
    }
}
