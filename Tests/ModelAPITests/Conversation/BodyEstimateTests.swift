import ModelAPI
import Testing

struct BodyEstimateTests {
    private func tokens(_ text: String) -> Int {
        let bytes = Array(text.utf8)
        return TokenEstimate.tokens(inBody: bytes.span)
    }

    @Test(
        "counts Latin text by four bytes and Japanese by the character",
        arguments: [
            ("", 0), ("abcd", 1), ("abcde", 2), ("The quick brown fox.", 5), ("東京", 2), ("東京タワー", 5),
            ("カタカナ and kana", 7),
            ("été", 2), ("👩‍🚀", 3),
        ]
    )
    func texts(text: String, expected: Int) { #expect(tokens(text) == expected) }

    @Test("counts escaped characters as themselves")
    func escapes() {
        #expect(tokens(#"\u6771\u4eac"#) == 2)
        #expect(tokens(#"\u0061\u0062\u0063\u0064"#) == 1)
        #expect(tokens(#"a\nb\""#) == tokens("a\\nb\\\""))
        // What is cut short is no escape, and no reason to read beyond the end.
        #expect(tokens(#"\u67"#) == 1)
        #expect(tokens("\\") == 1)
    }

    @Test("counts a picture in base64 as one picture, however large it is")
    func pictures() {
        let picture = String(repeating: "iVBORw0KGgo+/A9", count: 10_000)
        #expect((1000...1010).contains(tokens(#"{"url":"data:image/png;base64,\#(picture)"}"#)))
        #expect((2000...2010).contains(tokens("\"\(picture)\",\"\(picture)\"")))
        // A long word is still a word.
        #expect(tokens(String(repeating: "a", count: 512)) == 128)
    }

    @Test(
        "counts a picture or a file by its address as one",
        arguments: [
            (#"{"image_url":{"url":"https://example.com/a.png"}}"#, 1), (#"{"url": "http://a"}"#, 1),
            (#"{"fileData":{"fileUri":"gs://bucket/file"}}"#, 1), (#"{"file":{"file_id":"file-123"}}"#, 1),
            (#"{"text":"https://example.com/a.png"}"#, 0), (#"{"$schema":"http://json-schema.org/draft"}"#, 0),
            (#"{"url":"data"}"#, 0), (#"{"a":"url:https"}"#, 0), (#"["https://x","url"]"#, 0), (#""http"#, 0),
            (#":"http"#, 0),
        ]
    )
    func addresses(body: String, pictures: Int) {
        #expect(tokens(body) / 1000 == pictures)
    }

    @Test("is not below the careful count of what the body says")
    func bounds() throws {
        let text = "Please summarise: 吾輩は猫である。名前はまだ無い。Thanks!"
        let body = #"{"model":"m","messages":[{"role":"user","content":"\#(text)"}]}"#
        let careful = TokenEstimate.tokens(in: text)
        #expect(tokens(body) >= careful)
        #expect(tokens(body) <= careful + 20)
    }

    @Test("counts sixteen bytes at once as it counts them one by one, whatever they are and wherever they begin")
    func blocks() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "word ", "a", "日本語", "é", "👩", "\"", "\"url\":\"http", "\"url\": \"cat\"", "\\n", "\\u6771", "\\u0041", " ", ",", "{}[]",
            String(repeating: "Ab+/=-_9", count: 3), String(repeating: "x", count: 600), "\u{7F}",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0...20, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            #expect(tokens(text) == BodyEstimateReference.tokens(Array(text.utf8)), "\(text)")
        }
    }
}
