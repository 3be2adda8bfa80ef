import Guardrails
import Testing

@Suite("Placeholders")
struct PlaceholderRestorerTests {
    private static func placeholders(_ values: [(FindingType, String)]) -> Placeholders {
        var placeholders = Placeholders()
        for (type, value) in values { _ = placeholders.placeholder(for: type, value.utf8) }
        return placeholders
    }

    private static let two = placeholders([(.personName, "山田太郎"), (.email, #"a"b\c@example.com"#)])

    @Test("are the same for the same value, and never what stands in the text already")
    func numbering() {
        var placeholders = Placeholders()
        placeholders.reserve(in: Array("<PERSON_1> と <person_2>、<b> <PERSON_3 <<PERSON_4>>".utf8))
        #expect(placeholders.placeholder(for: .personName, "A".utf8) == "<PERSON_3>")
        #expect(placeholders.placeholder(for: .personName, "B".utf8) == "<PERSON_5>")
        #expect(placeholders.placeholder(for: .personName, "A".utf8) == "<PERSON_3>")
        #expect(placeholders.placeholder(for: .email, "A".utf8) == "<EMAIL_1>")
        #expect(placeholders.original(of: "<PERSON_1>") == nil)
        #expect(placeholders.original(of: "<person_3>") == Array("A".utf8))
    }

    @Test(
        "are put back wherever an answer is cut",
        arguments: [
            "<PERSON_1>様、<EMAIL_1>", "a < b <PERSON_1>> <<person_1>", "<PERSON_9> <PERSON_1 > <>", "1 < 2 and <PERSON_",
            "<PERSON_1><PERSON_1>", "<", "", "<\(String(repeating: "A", count: 100))> <PERSON_1>",
        ]
    )
    func cuts(text: String) {
        let bytes = Array(text.utf8)
        let whole = PlaceholderRestorer.restore(bytes, Self.two)
        let expected = text.replacing("<PERSON_1>", with: "山田太郎").replacing("<person_1>", with: "山田太郎")
            .replacing("<EMAIL_1>", with: #"a"b\c@example.com"#)
        #expect(String(decoding: whole, as: UTF8.self) == expected)
        for size in 1...7 {
            var restorer = PlaceholderRestorer(Self.two)
            var out: [UInt8] = []
            var start = 0
            while start < bytes.count {
                let end = min(start + size, bytes.count)
                out += restorer.take(bytes[start..<end])
                // Nothing more is held back than what may become a placeholder.
                #expect(out.count + PlaceholderRestorer.longest >= end - start)
                start = end
            }
            out += restorer.finish()
            #expect(out == whole, "\(size)")
            #expect(!restorer.isHolding)
        }
    }

    @Test("only what may become a placeholder is held back")
    func holding() {
        var restorer = PlaceholderRestorer(Self.two)
        #expect(restorer.take("ことば".utf8) == Array("ことば".utf8) && !restorer.isHolding)
        #expect(restorer.take("x <PER".utf8) == Array("x ".utf8) && restorer.isHolding)
        #expect(restorer.take("Lと".utf8) == Array("<PERLと".utf8) && !restorer.isHolding)
        #expect(restorer.take("<".utf8).isEmpty)
        #expect(restorer.take("PERSON_1".utf8).isEmpty)
        #expect(restorer.take(">".utf8) == Array("山田太郎".utf8))
        var idle = PlaceholderRestorer(Placeholders())
        #expect(idle.take("<PERSON_1".utf8) == Array("<PERSON_1".utf8))
    }

    @Test("within JSON values are escaped, and brackets may be", arguments: 1...9)
    func json(size: Int) {
        let bytes = Array(#"{"to":"<EMAIL_1>","name":"\u003cPERSON_1\u003E","x":"\u003d \u003"}"#.utf8)
        var restorer = PlaceholderRestorer(Self.two, form: .json)
        var out: [UInt8] = []
        var start = 0
        while start < bytes.count {
            let end = min(start + size, bytes.count)
            out += restorer.take(bytes[start..<end])
            start = end
        }
        out += restorer.finish()
        #expect(
            String(decoding: out, as: UTF8.self)
                == #"{"to":"a\"b\\c@example.com","name":"山田太郎","x":"\u003d \u003"}"#
        )
    }

    @Test("a value that looks like a placeholder is not looked at again")
    func noRecursion() {
        let placeholders = Self.placeholders([(.personName, "<EMAIL_1>"), (.email, "secret@example.com")])
        let restored = PlaceholderRestorer.restore(Array("<PERSON_1>".utf8), placeholders)
        #expect(String(decoding: restored, as: UTF8.self) == "<EMAIL_1>")
    }
}
