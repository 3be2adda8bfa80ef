import Guardrails
import Testing

@Suite("What guardrails decide")
struct GuardDecisionTests {
    private func finding(
        _ type: FindingType,
        _ range: Range<Int>,
        score: Double = 0.9,
        rule: String = "rule"
    ) -> Finding {
        Finding(type: type, range: range, score: score, rule: rule)
    }

    @Test("a rule goes before a kind, a kind before the preset, and what scores too little counts nowhere")
    func precedence() {
        let policy = GuardPolicy(
            name: "pii",
            preset: .japanEnterprise,
            actions: [.personName: .mask(.typeName)],
            rules: ["person.label*": .log, "person.label.form": .warn]
        )
        #expect(policy.action(for: finding(.personName, 0..<1, rule: "person.label.form")) == .warn)
        #expect(policy.action(for: finding(.personName, 0..<1, rule: "person.label.mail")) == .log)
        #expect(policy.action(for: finding(.personName, 0..<1, rule: "person.other")) == .mask(.typeName))
        #expect(policy.action(for: finding(.myNumber, 0..<1)) == .block)
        #expect(policy.action(for: finding(.addressJP, 0..<1)) == .restore)
        #expect(policy.action(for: finding(.corporateNumber, 0..<1)) == .log)
        #expect(policy.action(for: finding(.phoneJapan, 0..<1)) == .restore)
        #expect(policy.action(for: finding(.phoneJapan, 0..<1, rule: "phone-jp.service")) == .log)
        #expect(policy.action(for: finding(.driversLicense, 0..<1)) == .mask(.numbered))
        #expect(policy.action(for: finding(.myNumber, 0..<1, score: 0.49)) == .ignore)
        #expect(GuardPolicy(name: "none").action(for: finding(.myNumber, 0..<1)) == .ignore)
    }

    @Test("of edits that overlap the strictest one is made, on all that any of them covers")
    func overlap() {
        let mild = GuardPolicy(name: "mild", actions: [.personName: .restore, .email: .log])
        let strict = GuardPolicy(name: "strict", actions: [.email: .redact])
        let found = [finding(.personName, 2..<9), finding(.email, 6..<20, score: 0.8)]
        // Within one guardrail the surer finding stands alone; across guardrails both have a say.
        let decisions = GuardDecision.decide(found, [mild, strict], at: .input)
        #expect(decisions.map(\.guardrail) == ["strict"] && decisions.map(\.action) == [.redact])
        #expect(decisions.map(\.finding.range) == [2..<20])
        // What edits nothing stands beside that.
        let apart = GuardDecision.decide([finding(.email, 6..<20)], [mild, strict], at: .input)
        #expect(apart.map(\.action) == [.redact, .log])
        // What a guardrail ignores does not stand in the way of what it does not.
        let mails = GuardPolicy(name: "mails", actions: [.email: .redact])
        #expect(GuardDecision.decide(found, [mails], at: .input).map(\.finding.range) == [6..<20])
    }

    @Test("a guardrail that monitors changes nothing and is noted; one for the other side is not asked")
    func monitoring() {
        let found = [finding(.myNumber, 0..<12)]
        let monitor = GuardPolicy(name: "trial", actions: [.myNumber: .block], mode: .monitor)
        let output = GuardPolicy(name: "output", stages: [.output], actions: [.myNumber: .block])
        let decisions = GuardDecision.decide(found, [monitor, output], at: .input)
        #expect(decisions.map(\.guardrail) == ["trial"] && decisions.first?.isMonitored == true)
        var placeholders = Placeholders()
        let text = Array("123456789018".utf8)
        let guarded = GuardedText(
            decisions,
            in: text,
            at: .input,
            placeholders: &placeholders,
            hash: ValueHash(key: [1])
        )
        #expect(guarded.verdict == .pass && guarded.bytes == text)
        #expect(guarded.evidence.map(\.action) == [.block] && guarded.evidence.first?.isMonitored == true)
    }

    @Test("what has been decided is carried out, and no value is remembered")
    func carriedOut() throws {
        let text = Array("担当は山田太郎、カード4111 1111 1111 1111、社名は関門、電話03-1234-5678。".utf8)
        func range(_ part: String) throws -> Range<Int> {
            let part = Array(part.utf8)
            let start = try #require(text.indices.first { text[$0...].starts(with: part) })
            return start..<start + part.count
        }
        let policy = GuardPolicy(
            name: "pii",
            actions: [
                .personName: .restore, .creditCard: .mask(.last(4)), .phoneJapan: .hash, .corporateNumber: .warn,
            ]
        )
        let decisions = GuardDecision.decide(
            [
                finding(.personName, try range("山田太郎")), finding(.creditCard, try range("4111 1111 1111 1111")),
                finding(.corporateNumber, try range("関門")), finding(.phoneJapan, try range("03-1234-5678")),
            ],
            [policy],
            at: .input
        )
        var placeholders = Placeholders()
        let hash = ValueHash(key: Array("key".utf8))
        let guarded = GuardedText(decisions, in: text, at: .input, placeholders: &placeholders, hash: hash)
        let digest = hash.text(of: .phoneJapan, "03-1234-5678".utf8)
        #expect(
            String(decoding: guarded.bytes, as: UTF8.self)
                == "担当は<PERSON_1>、カード**** **** **** 1111、社名は関門、電話<PHONE_JP:\(digest)>。"
        )
        #expect(guarded.warnings == ["pii"] && guarded.verdict == .pass)
        #expect(guarded.evidence.map(\.offset) == [3, 11, 34, 39] && guarded.evidence.map(\.length) == [4, 19, 2, 12])
        #expect(digest.utf8.count == 16 && hash.text(of: .phone, "03-1234-5678".utf8) != digest)
        #expect(ValueHash(key: [2]).text(of: .phoneJapan, "03-1234-5678".utf8) != digest)
        #expect(!"\(guarded.evidence)".contains("山田") && !"\(guarded.evidence)".contains("4111"))
        #expect(PlaceholderRestorer.restore(guarded.bytes, placeholders).starts(with: "担当は山田太郎、".utf8))
    }

    @Test("of short values nothing is kept", arguments: [("12", "**"), ("1234", "***4"), ("", ""), ("090-1", "***-1")])
    func shortValues(value: String, masked: String) {
        var placeholders = Placeholders()
        let text = Array(value.utf8)
        let decision = GuardDecision(
            finding: finding(.phone, 0..<text.count),
            action: .mask(.last(4)),
            guardrail: "g"
        )
        let guarded = GuardedText(
            [decision],
            in: text,
            at: .output,
            placeholders: &placeholders,
            hash: ValueHash(key: [1])
        )
        #expect(String(decoding: guarded.bytes, as: UTF8.self) == masked)
    }

    @Test("the strictest verdict counts")
    func verdicts() {
        let block = GuardVerdict.block(.myNumber, guardrail: "a")
        let route = GuardVerdict.route(model: "local", guardrail: "b")
        #expect(GuardVerdict.pass.joined(with: route).joined(with: block) == block)
        #expect(block.joined(with: .block(.secret, guardrail: "c")) == block)
        #expect(route.joined(with: .reask(guardrail: "d")) == route)
    }
}
