import JSONText
import ModelAPI
import Testing

@Suite("Token estimate")
struct TokenEstimateTests {
    @Test(
        "is near what tokenizers count",
        arguments: [
            ("", 0...0),
            ("a", 1...1),
            ("The quick brown fox jumps over the lazy dog.", 9...13),
            ("吾輩は猫である。名前はまだ無い。", 12...18),
            ("関門 is a gateway", 5...8),
            ("Съешь же ещё этих мягких французских булок", 15...25),
            ("👩‍🚀", 1...8),
            (String(repeating: "a", count: 4000), 1000...1000),
        ]
    )
    func texts(text: String, expected: ClosedRange<Int>) {
        #expect(expected.contains(TokenEstimate.tokens(in: text)), "\(TokenEstimate.tokens(in: text))")
    }

    @Test("never shrinks where text is added")
    func monotonous() {
        let text = "Grüße an 関門 👩‍🚀, \u{0} and so on."
        var last = 0
        for end in text.indices {
            let tokens = TokenEstimate.tokens(in: String(text[..<end]))
            #expect(tokens >= last)
            last = tokens
        }
    }

    @Test("counts turns, tools and pictures beside texts")
    func requests() throws {
        func estimate(_ body: String) throws -> Int {
            let tree = try JSONValue(parsing: body)
            return TokenEstimate.tokens(of: try Dialects.openAIChat.readRequest(tree, model: nil, stream: nil))
        }
        let turn = #"{"role":"user","content":"Hello there"}"#
        let one = try estimate(#"{"model":"m","messages":[\#(turn)]}"#)
        let two = try estimate(#"{"model":"m","messages":[\#(turn),\#(turn)]}"#)
        #expect(two == 2 * one)
        let tool = #"{"type":"function","function":{"name":"weather","parameters":{"type":"object","properties":{}}}}"#
        #expect(try estimate(#"{"model":"m","messages":[\#(turn)],"tools":[\#(tool)]}"#) > one + 10)
        let picture = #"{"type":"image_url","image_url":{"url":"https://example.com/a.png"}}"#
        #expect(try estimate(#"{"model":"m","messages":[{"role":"user","content":[\#(picture)]}]}"#) > 500)
    }
}
