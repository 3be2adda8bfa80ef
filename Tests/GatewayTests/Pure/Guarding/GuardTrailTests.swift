import Governance
import Guardrails
import Testing

@testable import Gateway

@Suite("What is remembered of guardrails' findings")
struct GuardTrailTests {
    private func finding(_ offset: Int, _ action: GuardAction, score: Double = 0.9) -> GuardEvidence {
        // No initialiser stands open: what guards a text makes it.
        var evidence = Self.sample
        evidence.offset = offset
        evidence.action = action
        evidence.score = score
        return evidence
    }

    /// What is found in a text with a My Number.
    private static let sample: GuardEvidence = {
        let rule = GuardRule(.personalData, GuardPolicy(name: "pii", actions: [.myNumber: .block]))
        guard let suite = try? GuardSuite([rule], hash: ValueHash(key: [1, 2, 3])),
            let found = try? suite.evidence(of: "マイナンバーは123456789018です。")
        else { preconditionFailure("the built-in guardrail finds a My Number behind its label") }
        return found
    }()

    @Test("is a line of the ledger each, without the value")
    func line() {
        let line = GuardLine(Self.sample)
        #expect(line.guardrail == "pii" && line.stage == .input && line.type == "MY_NUMBER" && line.action == "block")
        #expect(line.offset == 7 && line.length == 12 && !line.isMonitored && line.encoding == nil)
        #expect((1...1000).contains(line.thousandths) && !line.rule.isEmpty)
        #expect(line.hash.utf8.count == 16 && !line.hash.contains("1234567890"))
        #expect(!"\(line)".contains("123456789018"))
    }

    @Test("is the strictest where there is more, in the order in which it was found")
    func strictest() {
        var trail = GuardTrail()
        for offset in 0..<1000 { trail.take([finding(offset, offset % 100 == 99 ? .block : .log)]) }
        #expect(trail.evidence.count == GuardTrail.most && trail.leftOut == 1000 - GuardTrail.most)
        let blocks = trail.evidence.filter { $0.action == .block }.map(\.offset)
        #expect(blocks == (0..<10).map { $0 * 100 + 99 })
        let lines = trail.lines
        #expect(lines.kept.count == 64 && lines.leftOut == 936)
        #expect(lines.kept.filter { $0.action == "block" }.map(\.offset) == blocks)
        #expect(lines.kept.map(\.offset) == lines.kept.map(\.offset).sorted())
        #expect(lines.kept.prefix(3).map(\.offset) == [0, 1, 2])
    }

    @Test("is all of it where there is little")
    func all() {
        var trail = GuardTrail()
        #expect(trail.lines.kept.isEmpty && trail.lines.leftOut == 0)
        trail.take((0..<64).map { finding($0, .mask(.numbered)) })
        #expect(trail.lines.kept.map(\.offset) == Array(0..<64) && trail.lines.leftOut == 0)
        trail.take([finding(64, .warn)])
        #expect(trail.lines.kept.map(\.offset) == Array(0..<64) && trail.lines.leftOut == 1)
    }
}

extension GuardSuite {
    /// The first thing that is found in a question.
    fileprivate func evidence(of text: String) throws -> GuardEvidence? {
        var placeholders = Placeholders()
        return try inspect(
            [GuardText(Array(text.utf8), ScanContext(origin: .user))],
            at: .input,
            by: GuardSelection(index: 0),
            placeholders: &placeholders
        ).evidence.first
    }
}
