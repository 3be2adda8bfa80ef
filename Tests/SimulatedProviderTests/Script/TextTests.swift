import Testing

@testable import SimulatedProvider

@Suite struct TextTests {
    @Test(
        "a token is at most four bytes and splits no code point",
        arguments: [
            ("", []), ("abcd", ["abcd"]), ("abcde", ["abcd", "e"]), ("héllo", ["hél", "lo"]), ("👍👍", ["👍", "👍"]),
            ("aé日本", ["aé", "日", "本"]),
        ]
    )
    func tokens(text: String, pieces: [String]) {
        #expect(Tokens.split(text).map(String.init) == pieces)
        #expect(Tokens.count(text) == pieces.count)
        #expect(Tokens.prefix(text, 1) == pieces.first ?? "")
    }

    @Test(
        "Base64 encodes as RFC 4648 §10 says and comes back",
        arguments: [
            ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("foobar", "Zm9vYmFy"),
        ]
    )
    func base64(plain: String, encoded: String) {
        #expect(Base64.encode(Array(plain.utf8)) == encoded)
        #expect(Base64.decode(encoded) == Array(plain.utf8))
        #expect(Base64.decodedCount(encoded) == plain.utf8.count)
    }

    @Test("what is no Base64 has no length", arguments: ["a", "Zg=", "Z=g=", "Zg===", "Z g=", "é"])
    func noBase64(text: String) { #expect(Base64.decodedCount(text) == nil) }

    @Test("a signature proves its own text and purpose only")
    func signatures() {
        let seed = Fingerprint("request".utf8)
        let signature = Signature.make(.thinking, over: "thought", seed: seed)
        #expect(Signature.isValid(signature, .thinking, over: "thought"))
        #expect(!Signature.isValid(signature, .thinking, over: "thoughts"))
        #expect(!Signature.isValid(signature, .functionCall, over: "thought"))
        let edited = (signature.first == "A" ? "B" : "A") + signature.dropFirst()
        #expect(!Signature.isValid(edited, .thinking, over: "thought"))
        #expect(!Signature.isValid("", .thinking, over: "thought"))
        #expect(!Signature.isValid(String(signature.dropLast(4)), .thinking, over: "thought"))
    }

    @Test("tools are found as whole words, in the order of the text")
    func mentions() {
        let directives = Directives("Please call Clock and weather, not weathering or my-sun")
        #expect(directives.mentioned(["weather", "clock", "sun"]) == ["clock", "weather"])
        #expect(Directives("").mentioned(["a"]).isEmpty)
    }

    @Test(
        "values are words or quoted",
        arguments: [
            ("city=Paris, now", "city", "Paris"), ("x city=\"New York\" y", "city", "New York"), ("City=", "city", ""),
            ("a=1 b=2", "b", "2"), ("velocity=3", "city", nil), ("none", "city", nil),
        ]
    )
    func values(text: String, key: String, value: String?) { #expect(Directives(text).value(of: key) == value) }

    @Test(
        "a wished length is read and bounded",
        arguments: [
            ("write 12 tokens", 12), ("Write 999999999999999999999 tokens", 200_000), ("write tokens", nil),
            ("write 0 tokens", nil), ("write 5 words", nil),
        ]
    )
    func lengths(text: String, count: Int?) { #expect(Directives(text).tokensToWrite == count) }
}
