import Testing

@testable import Guardrails

@Suite struct ScannerTests {
    private struct Digits: Detector {
        let patterns = [Pattern("never-here"), Pattern("[0-9]{4}")]
        func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] {
            matches.map {
                Finding(
                    type: FindingType(rawValue: "DIGITS"),
                    range: $0.start..<$0.end,
                    score: 1,
                    rule: "\($0.pattern)"
                )
            }
        }
    }

    @Test func `each detector sees the matches of its own patterns by its own numbers`() throws {
        let scanner = try Scanner([Digits(), Digits()])
        let scratch = try scanner.makeScratch()
        let found = try scanner.scan(Array("番号は1234です".utf8), context: ScanContext(), using: scratch)
        #expect(found.map(\.rule) == ["1", "1"])
        #expect(found.map(\.range) == [9..<13, 9..<13])
    }

    @Test func `a pattern that the engine does not know is named`() {
        #expect {
            try Scanner([Broken()])
        } throws: { error in
            (error as? PatternError)?.description.contains("(?<=a)b") == true
        }
    }

    @Test func `a text with more matches than its length allows is refused`() throws {
        let scanner = try Scanner([Flood()])
        let scratch = try scanner.makeScratch()
        #expect(throws: PatternError.tooManyMatches) {
            try scanner.scan([UInt8](repeating: 0x61, count: 4096), context: ScanContext(), using: scratch)
        }
        // The working memory is good for the next text.
        #expect(try scanner.scan(Array("bab".utf8), context: ScanContext(), using: scratch).isEmpty)
    }

    @Test func `what is hidden is found at the place of what hides it`() throws {
        let scanner = try Scanner([Digits()])
        let scratch = try scanner.makeScratch()
        let tags = String(String.UnicodeScalarView("PIN 1234".unicodeScalars.compactMap { .init($0.value + 0xE0000) }))
        let found = try scanner.scan(Array("こんにちは\(tags)。".utf8), context: ScanContext(), using: scratch)
        #expect(found.map(\.range) == [15..<47])
        #expect(found.map(\.encoding) == [.tags])
    }

    @Test func `what stands openly beside something escaped is found once, at its own place`() throws {
        let scanner = try Scanner([Digits()])
        let scratch = try scanner.makeScratch()
        let text = "/a?n=1234&q=%E5%B1%B1%E7%94%B0&m=%35%36%37%38"
        let found = try scanner.scan(Array(text.utf8), context: ScanContext(), using: scratch)
        #expect(found.map(\.range) == [0..<text.utf8.count, 5..<9])
        #expect(found.map(\.encoding) == [.percent, nil])
    }

    private struct Flood: Detector {
        let patterns = (1...6).map { Pattern("a{\($0)}") }
        func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] { [] }
    }

    private struct Broken: Detector {
        let patterns = [Pattern("a"), Pattern("(?<=a)b")]
        func findings(in text: NormalizedText, matches: [PatternMatch], context: ScanContext) -> [Finding] { [] }
    }
}
