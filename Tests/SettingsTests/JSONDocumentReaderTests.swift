import Testing

@testable import Settings

@Suite("Reading JSON")
struct JSONDocumentReaderTests {
    private func read(_ text: String) -> DocumentReader.Result {
        DocumentReader.read(Array(text.utf8), isJSON: true)
    }

    @Test("keeps the place of every value, also behind escapes and text beyond ASCII")
    func places() throws {
        let text =
            "{\n  \"a\\\"\\\\\": [1, true,\n    null, {} , []],\r\n\t\"é\\u00e9\" : \"\\ud83d\\ude00,]\", \"n\":-1.5e3}\n"
        let root = try #require(read(text).root)
        #expect(
            root.outline == [
                "1:1 {", "2:3 a\"\\ =", "2:12 [", "2:13 1", "2:16 true", "3:5 null", "3:11 {", "3:16 [",
                "4:2 éé =", "4:14 \"😀,]\"", "4:32 n =", "4:36 -1.5e3",
            ]
        )
    }

    @Test("tells repeated fields and goes on")
    func duplicates() throws {
        let result = read("{\"a\": 1, \"b\": {\"c\": 1,\n\"c\": 2}, \"a\": 3}")
        #expect(
            result.problems.map { "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.path)" } == [
                "2:1 b.c", "2:10 a",
            ]
        )
        #expect(try #require(result.root).text(at: "a") == "1")
    }

    @Test(
        "is strict and tells the place",
        arguments: [
            ("", 1, 1), ("{\"a\": 1,}", 1, 9), ("{\n  // comment\n}", 2, 3), ("{a: 1}", 1, 2), ("{\"a\": é}", 1, 7),
            ("{\"é\": 01}", 1, 7), ("[1] x", 1, 5), ("{\"a\": \"\\x\"}", 1, 8),
        ]
    )
    func strict(text: String, line: Int, column: Int) {
        let result = read(text)
        #expect(result.root == nil)
        #expect(result.problems.map(\.code) == [.syntax])
        let position = result.problems.first?.position
        #expect(position?.line == line)
        #expect(abs((position?.column ?? 0) - column) <= 1)
    }

    @Test("stops at nesting that no configuration has")
    func deep() {
        #expect(read(String(repeating: "[", count: 100_000)).problems.map(\.code) == [.tooLarge])
    }

    @Test("tells the problems of fields with their places")
    func fields() {
        let document = "{\n  \"version\": 1,\n  \"providers\": {\"p\": {\"type\": \"simulated\", \"wieght\": 1}}\n}\n"
        let problems = Harness().problems(document, name: "a.json")
        #expect(problems.count == 1)
        #expect(problems.first?.description.hasPrefix("a.json:3:44: providers.p.wieght: unknown field; ") == true)
    }
}
