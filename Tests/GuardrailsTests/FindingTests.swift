import Testing

@testable import Guardrails

@Suite struct FindingTests {
    private func finding(_ range: Range<Int>, _ score: Double, _ type: String = "A") -> Finding {
        Finding(type: FindingType(rawValue: type), range: range, score: score, rule: type)
    }

    @Test func `of findings that overlap the surer one stands, then the longer, then the graver`() {
        #expect([finding(0..<10, 0.6), finding(5..<8, 0.9)].resolved().map(\.range) == [5..<8])
        #expect([finding(0..<4, 0.6), finding(2..<9, 0.6)].resolved().map(\.range) == [2..<9])
        #expect(
            [finding(0..<4, 0.6, "PHONE_JP"), finding(0..<4, 0.6, "MY_NUMBER")].resolved().map(\.rule) == ["MY_NUMBER"]
        )
        #expect([finding(0..<4, 0.6), finding(4..<9, 0.9)].resolved().count == 2)
        #expect([Finding]().resolved().isEmpty)
    }

    @Test func `what is kept never overlaps and is the same in any order`() {
        var generator = SplitMix(state: 3)
        for _ in 0..<500 {
            let findings = (0..<Int.random(in: 0..<30, using: &generator)).map { _ in
                let start = Int.random(in: 0..<40, using: &generator)
                let length = Int.random(in: 1..<12, using: &generator)
                return finding(
                    start..<start + length,
                    Double(Int.random(in: 0..<4, using: &generator)) / 4,
                    ["A", "EMAIL", "SECRET"].randomElement(using: &generator) ?? "A"
                )
            }
            let kept = findings.resolved()
            for (left, right) in zip(kept, kept.dropFirst()) {
                #expect(left.range.upperBound <= right.range.lowerBound)
            }
            #expect(findings.shuffled(using: &generator).resolved() == kept)
            // Each that went touches one that stands and is at least as sure.
            for gone in findings where !kept.contains(gone) {
                #expect(kept.contains { $0.range.overlaps(gone.range) && $0.score >= gone.score })
            }
        }
    }

    @Test func `offsets are counted in code points, forwards and back`() {
        var offsets = CodePointOffsets(Array("aあ😀か\u{3099}".utf8) + [0xFF, 0x62])
        #expect([0, 1, 4, 8, 11, 14, 15, 16].map { offsets.codePoints(before: $0) } == [0, 1, 2, 3, 4, 5, 6, 7])
        #expect(offsets.codePoints(before: 5) == 2)
        #expect(offsets.codePoints(before: 1) == 1)
        #expect(offsets.codePoints(before: 99) == 7)
        #expect(offsets.range(4..<8) == 2..<3)
    }

    @Test func `the same value has the same placeholder`() {
        var placeholders = Placeholders()
        let text = Array("山田と鈴木と山田".utf8)
        let names = [
            finding(0..<6, 1, "PERSON_NAME"), finding(9..<15, 1, "PERSON_NAME"), finding(18..<24, 1, "PERSON_NAME"),
        ]
        #expect(
            String(decoding: placeholders.mask(names, in: text), as: UTF8.self) == "<PERSON_1>と<PERSON_2>と<PERSON_1>"
        )
        #expect(placeholders.placeholder(for: FindingType(rawValue: "PHONE_JP"), [1]) == "<PHONE_1>")
        #expect(placeholders.mask([], in: text) == text)
        #expect(placeholders.mask([finding(20..<999, 1)], in: text).count == 20 + "<A_1>".utf8.count)
    }
}
