import Testing

@testable import Settings

@Suite("Reading YAML")
struct YAMLDocumentReaderTests {
    private func read(_ text: String) -> DocumentReader.Result {
        DocumentReader.read(Array(text.utf8), isJSON: false)
    }

    /// `line:column path code` of each problem.
    private func problems(_ text: String) -> [String] {
        read(text).problems.map { "\($0.position?.line ?? 0):\($0.position?.column ?? 0) \($0.path) \($0.code)" }
    }

    @Test("keeps the place of every value, also behind text beyond ASCII")
    func places() throws {
        let root = try #require(read("# 関門\nあ: {b: 1}\n\"c\":\n  - x\n  - 'y'\n").root)
        #expect(
            root.outline == [
                "2:1 {", "2:1 あ =", "2:4 {", "2:5 b =", "2:8 1", "3:1 c =", "4:3 [", "4:5 x", "5:5 \"y\"",
            ]
        )
    }

    @Test("skips a byte order mark without moving the columns")
    func byteOrderMark() throws {
        let root = try #require(read("\u{FEFF}a: 1").root)
        #expect(root.outline == ["1:1 {", "1:1 a =", "1:4 1"])
    }

    @Test(
        "tells repeated fields wherever they are and goes on",
        arguments: [
            ("a: 1\nb: 2\na: 3\n", ["3:1 a duplicate"]),
            ("a: 1\na: 2\na: 3\n", ["2:1 a duplicate", "3:1 a duplicate"]),
            (
                "x: {b: 1, b: 2}\n\"y\": {'c': 1, \"c\": 2}\nx: 1\n",
                ["1:11 x.b duplicate", "2:15 y.c duplicate", "3:1 x duplicate"]
            ),
            ("l:\n- {é: 1, é: 2, k: 1, k: 2}\n", ["2:4  duplicate"]),
            ("{\"*\": 1, \"*\": 2}\n", ["1:2  duplicate"]),
        ]
    )
    func duplicates(text: String, expected: [String]) {
        let found = problems(text)
        #expect(found.count == expected.count)
        for (one, other) in zip(found, expected) { #expect(one == other) }
    }

    @Test("gives up on documents with more repeated fields than anyone writes, but tells of them")
    func manyDuplicates() {
        let text = (0..<200).map { "a\($0): 1\na\($0): 2\n" }.joined()
        let result = read(text)
        #expect(result.root == nil)
        #expect(result.problems.map(\.code) == [.duplicate])
        #expect(result.problems.first?.message.contains("and 126 more") == true)
    }

    @Test("keeps the first of repeated fields")
    func firstWins() throws {
        #expect(try #require(read("a: 1\na: 2").root).outline == ["1:1 {", "1:1 a =", "1:4 1"])
    }

    @Test("follows aliases and merge keys")
    func aliases() throws {
        let text = """
            base: &base {a: 1, b: 2}
            list: [&x one, *x]
            first: *base
            second: {<<: *base, b: "3*", c: "*x"}
            third: {<<: [*base, {d: 4}]}
            """
        let root = try #require(read(text).root)
        #expect(root.text(at: "list", 1) == "one")
        #expect(root.text(at: "first", "b") == "2")
        #expect(root.text(at: "second", "a") == "1")
        #expect(root.text(at: "second", "b") == "3*")
        #expect(root.text(at: "second", "c") == "*x")
        #expect(root.text(at: "third", "d") == "4")
    }

    @Test(
        "refuses what a configuration has no use for",
        arguments: [
            ("", "1:1  syntax"),
            ("# nothing\n", "1:1  syntax"),
            ("a: *b\n", "1:4 a syntax"),
            ("a: &a [*a]\n", "1:8 a[0] syntax"),
            ("a: !!python/object x\n", "1:4 a syntax"),
            ("a: !!set {b}\n", "1:4 a syntax"),
            ("[a]: 1\n", "1:1  syntax"),
            ("a: &a b\n*a : 1\n", "2:1  syntax"),
            ("a: b\n---\nc: d\n", "2:1  syntax"),
            ("a: [1, 2\n", "2:1  syntax"),
            ("a: \"b\n", "2:1  syntax"),
            ("\ta: 1\n", "1:1  syntax"),
            ("a: b: c\n", "1:5  syntax"),
            ("a: \u{7}\n", "1:4  syntax"),
            ("x: \u{F0001}\n", "1:4  syntax"),
            ("<<: 1\n", "1:5  wrong_type"),
            ("<<: [{a: 1}, b]\n", "1:14  wrong_type"),
        ]
    )
    func refused(text: String, expected: String) { #expect(problems(text) == [expected]) }

    @Test("hints at quotes where a variable breaks the syntax, and shows nothing of the line")
    func hint() {
        let problems = read("a: {k: ${secret-name}, b}}\n").problems
        #expect(problems.count == 1)
        #expect(problems.first?.message.contains("put values with ${…} in quotes") == true)
        #expect(problems.first?.message.contains("secret-name") == false)
    }

    @Test("tells where a text stops being UTF-8")
    func encoding() {
        let result = DocumentReader.read(Array("a: é\nb: ".utf8) + [0xFF, 0x41], isJSON: false)
        #expect(result.root == nil)
        #expect(result.problems.map(\.position) == [Position(line: 2, column: 4)])
    }

    @Test("charges aliases with what they stand for")
    func aliasBomb() {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<30 {
            text +=
                "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
                + "]\n"
        }
        #expect(read(text).problems.map(\.code) == [.tooLarge])
    }

    @Test("does not expand aliases in keys")
    func keyBomb() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1..<60 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        text += "? *a59\n: 1\n? [*a59]\n: 2\n"
        #expect(read(text).root == nil)
    }

    @Test("stops at nesting that no configuration has", arguments: ["[", "{a: ", "- ", "? "])
    func deep(opening: String) {
        for count in [100, 999, 5000, 100_000] {
            #expect(!problems(String(repeating: opening, count: count)).isEmpty)
        }
    }

    @Test("stops at nesting that aliases add up to")
    func deepAliases() {
        var text = "a0: &a0 [x]\n"
        for level in 1..<200 { text += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(read(text).problems.map(\.code) == [.tooLarge])
    }

    @Test("refuses a document that is too large")
    func tooLarge() {
        let result = DocumentReader.read([UInt8](repeating: 0x23, count: (4 << 20) + 1), isJSON: false)
        #expect(result.problems.map(\.code) == [.tooLarge])
    }
}
