import ModelAPI
import Testing

@testable import Gateway

struct DroppedFieldsTests {
    private func dropped(_ names: [String]) -> DroppedFields? {
        DroppedFields(names.map(LostField.verbatim), of: ChatRequest(model: "m"), in: Dialects.openAIChat)
    }

    @Test(arguments: [
        (["seed"], "seed"),
        (["seed", "messages[0].name"], "seed, messages[0].name"),
        (["a, b"], "a%2C%20b"),
        (["a\r\nx-injected: 1"], "a%0D%0Ax-injected:%201"),
        (["100%"], "100%25"),
        (["\u{95A2}"], "%E9%96%A2"),
    ])
    func namesAreListedAsVisibleASCII(_ names: [String], _ expected: String) {
        #expect(dropped(names)?.text == expected)
        #expect(dropped(names)?.first == names.first)
    }

    @Test
    func nothingLostIsNoList() {
        #expect(dropped([]) == nil)
    }

    @Test
    func namesStandOnce() {
        // Two losses may have one name.
        let lost: [LostField] = [.request(.logprobs), .verbatim("logprobs"), .request(.seed)]
        let found = DroppedFields(lost, of: ChatRequest(model: "m"), in: Dialects.openAIChat)
        #expect(found?.text == "logprobs, seed")
    }

    @Test
    func aLongNameIsCut() throws {
        #expect(try #require(dropped([String(repeating: "k", count: 10_000_000)])).text.utf8.count < 200)
    }

    @Test
    func manyNamesAreCounted() throws {
        let text = try #require(dropped((0..<100_000).map { "field_\($0)" })).text
        #expect(text.utf8.count < 4096)
        #expect(text.hasPrefix("field_0, field_1, "))
        #expect(text.hasSuffix(" more"))
    }
}
