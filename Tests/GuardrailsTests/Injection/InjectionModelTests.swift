import CInjectionModel
import Testing

@testable import Guardrails

@Suite struct InjectionModelTests {
    private static let file = Array(
        UnsafeRawBufferPointer(start: kanmon_injection_weights(), count: kanmon_injection_weights_size())
    )

    @Test func `the weights of the binary are read`() throws {
        _ = try NGramModel(parsing: Self.file)
        #expect(Self.file.count <= 1 << 20)
    }

    @Test(arguments: [0, 4, 8, 12, 24, 40, 100_000])
    func `weights with a changed byte are refused`(_ offset: Int) {
        var damaged = Self.file
        damaged[offset] ^= 0x10
        #expect(throws: InjectionError.self) { try NGramModel(parsing: damaged) }
    }

    @Test(arguments: [0, 3, 31, 32, 5000])
    func `weights that end early are refused`(_ count: Int) {
        #expect(throws: InjectionError.self) { try NGramModel(parsing: Array(Self.file.prefix(count))) }
    }

    @Test func `the rules of the binary are read and each has a name, a family and something to match`() throws {
        let text = Array(UnsafeRawBufferPointer(start: kanmon_injection_rules(), count: kanmon_injection_rules_size()))
        let list = try InjectionRuleList(parsing: text)
        #expect(list.rules.count > 60)
        #expect(Set(list.rules.map(\.name)).count == list.rules.count)
        #expect(list.rules.allSatisfy { $0.owasp.hasPrefix("LLM") })
    }

    @Test(arguments: [
        ("match a", "match belongs to a rule"),
        ("rule a\nfamily nothing\nmatch b", "family nothing"),
        ("rule a\nweight much\nmatch b", "weight much"),
        ("rule a\nmatch {b}", "{b} is not defined"),
        ("rule a\nmatch (b", "brackets do not match"),
        ("rule a\nmatch b)", "brackets do not match"),
        ("rule a\nmatch b <x> c", "a gap needs a number"),
        ("rule a\norigins nobody\nmatch b", "origins nobody"),
        ("rule a\nmatch b\nrule a\nmatch c", "a rule needs a name of its own"),
        ("rule a\nfamily hint", "a matches nothing"),
        ("rule a\nshape round\nmatch b", "shape is not known"),
    ])
    func `a rule list that is not understood says where and why`(_ text: String, _ reason: String) {
        #expect {
            try InjectionRuleList(parsing: Array(text.utf8))
        } throws: { error in
            (error as? InjectionError)?.description.contains(reason) == true
        }
    }

    @Test func `steps follow each other within a gap and a sentence`() throws {
        let matcher = PhraseMatcher([
            try InjectionPhrase("ignore <20> (rules|instructions)"), try InjectionPhrase("a <<40>> b"),
            try InjectionPhrase("^stop"),
        ])
        var scratch = matcher.makeScratch()
        func found(_ text: String) -> [Int] {
            var folded = InjectionText()
            folded.fold(Normalizer().normalize(Array(text.utf8)))
            var matches: [PhraseMatcher.Match] = []
            matcher.scan(folded, using: &scratch, into: &matches)
            return matches.map(\.phrase)
        }
        #expect(found("Ignore all the RULES") == [0])
        #expect(found("ignore that. The rules stay") == [])
        #expect(found("ignore all of them, whoever wrote the rules") == [])
        #expect(found("signore rules") == [])
        #expect(found("a. Then b") == [1])
        #expect(found("well. Stop it") == [2])
        #expect(found("do not stop it") == [])
    }
}
