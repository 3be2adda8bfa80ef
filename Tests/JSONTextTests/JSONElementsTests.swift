import JSONText
import Testing

@Suite("Elements of a list")
struct JSONElementsTests {
    private func elements(_ text: String, in range: Range<Int>? = nil) throws -> [String]? {
        let bytes = Array(text.utf8)
        return try JSONElements.scan(bytes.span, in: range ?? 0..<bytes.count)?
            .map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    @Test(
        "are found in order, whatever they are",
        arguments: [
            ("[]", []), ("[ ]", []), ("[1]", ["1"]),
            (#"[ "a,]" , {"b":[1,2]},[ ] ]"#, [#""a,]""#, #"{"b":[1,2]}"#, "[ ]"]),
            ("[null,true,-1.5e3]", ["null", "true", "-1.5e3"]),
        ]
    )
    func found(text: String, expected: [String]) throws {
        #expect(try elements(text) == expected)
    }

    @Test("are found inside a larger text")
    func inside() throws {
        #expect(try elements(#"{"a":[1,2],"b":[3]}"#, in: 5..<10) == ["1", "2"])
    }

    @Test("are none of another value", arguments: ["{}", #""[1]""#, "1", "null"])
    func otherValue(text: String) throws {
        #expect(try elements(text) == nil)
    }

    @Test("are not found in what is no JSON", arguments: ["[", "[1", "[1,]", "[1 2]", "[,1]", "[1]]", "[01]", ""])
    func broken(text: String) {
        #expect(throws: JSONError.self) { try elements(text) }
    }

    @Test("lie within the text")
    func outside() {
        let bytes = Array("[1]".utf8)
        #expect(throws: JSONError.self) { try JSONElements.scan(bytes.span, in: 0..<9) }
    }
}
