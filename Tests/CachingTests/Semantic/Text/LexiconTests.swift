import Testing

@testable import Caching

@Suite struct LexiconTests {
    @Test func `every form is found again`() {
        #expect(Lexicon.shared.concepts.count > 1000)
        for (text, concept) in [("turn on", "enable"), ("パスワード", "password"), ("e-mail", "email"), ("有休", "vacation")] {
            let tokens = AnalyzedText(text).tokens
            #expect(tokens.map { $0.concept < 0 ? "" : Lexicon.shared.concepts[Int($0.concept)].name } == [concept])
        }
    }

    @Test func `no alias and no opposite names a concept that is not there`() {
        let broken = Lexicon.shared.collisions.filter { $0.hasPrefix("alias") || $0.hasPrefix("opposites") }
        #expect(broken.isEmpty)
    }

    @Test func `a table is read with its tags`() {
        let lexicon = Lexicon(tables: [
            "# Things\nunit | mile, miles\nbig, large\nsmall\nvast -> big\nopposites | big/small"
        ])
        #expect(lexicon.concepts.map(\.name) == ["mile", "big", "small"])
        #expect(lexicon.concepts[0].isUnit)
        #expect(lexicon.opposites == [1: 2, 2: 1])
        #expect(lexicon.collisions.isEmpty)
    }
}
