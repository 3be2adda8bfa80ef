import Testing

@testable import Gateway

struct DroppedFieldsTests {
    @Test(arguments: [
        ([], ""),
        (["seed"], "seed"),
        (["seed", "messages[0].name"], "seed, messages[0].name"),
        (["a, b"], "a%2C%20b"),
        (["a\r\nx-injected: 1"], "a%0D%0Ax-injected:%201"),
        (["100%"], "100%25"),
        (["\u{95A2}"], "%E9%96%A2"),
    ])
    func namesAreListedAsVisibleASCII(_ names: [String], _ expected: String) {
        #expect(DroppedFields.text(names) == expected)
    }

    @Test
    func aLongNameIsCut() {
        #expect(DroppedFields.text([String(repeating: "k", count: 10_000_000)]).utf8.count < 200)
    }

    @Test
    func manyNamesAreCounted() {
        let text = DroppedFields.text((0..<100_000).map { "field_\($0)" })
        #expect(text.utf8.count < 4096)
        #expect(text.hasPrefix("field_0, field_1, "))
        #expect(text.hasSuffix(" more"))
    }
}
