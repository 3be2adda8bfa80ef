import Guardrails
import Testing

@testable import Gateway

/// What is done about what a service has found in a window.
@Suite("Windows of services")
struct ReviewWindowTests {
    private static let person = FindingType(rawValue: "PERSON_NAME")
    private static let harm = FindingType(rawValue: "VIOLENCE")

    private func suite(_ action: GuardAction) throws -> GuardSuite {
        let policy = GuardPolicy(name: "outside", stages: [.output], standard: action)
        return try GuardSuite([GuardRule(.external, policy)], hash: ValueHash(key: Array(repeating: 7, count: 32)))
    }

    /// A window: `|` stands where it begins that has not gone on, `/` where the window would end.
    private func window(_ marked: String, isLast: Bool = false, offset: Int? = nil) throws -> ReviewWindow {
        let bytes = Array(marked.utf8)
        let bar = try #require(bytes.firstIndex(of: UInt8(ascii: "|")))
        let slash = try #require(bytes.firstIndex(of: UInt8(ascii: "/")))
        let text = bytes.filter { $0 != UInt8(ascii: "|") && $0 != UInt8(ascii: "/") }
        return ReviewWindow(
            text: text,
            start: bar,
            end: slash - 1,
            isLast: isLast,
            offset: offset ?? bytes[..<bar].codePoints
        )
    }

    private func finding(_ value: String, in window: ReviewWindow, _ type: FindingType = person) throws -> Finding {
        let found = try #require(window.text.firstRange(of: Array(value.utf8)))
        return Finding(type: type, range: found, score: 1, rule: "outside:x")
    }

    private func gone(_ window: ReviewWindow) -> String {
        String(decoding: window.text[window.start..<window.end], as: UTF8.self)
    }

    private func take(
        _ findings: [Finding],
        _ window: inout ReviewWindow,
        _ replacement: String? = nil,
        _ action: GuardAction = .redact,
        isMonitored: Bool = false
    ) throws -> (verdict: GuardVerdict, evidence: [GuardEvidence]) {
        var placeholders = Placeholders()
        let answer = ReviewAnswer(
            findings: [findings],
            replacements: [replacement.map { Array($0.utf8) }],
            place: 0,
            isMonitored: isMonitored
        )
        return window.take(answer, try suite(action), &placeholders)
    }

    @Test("what stands within is taken out, with its offset in the whole text")
    func within() throws {
        var window = try window("昨日。|山田さんは来た。/佐藤", offset: 1000)
        let outcome = try take([try finding("山田", in: window), try finding("佐藤", in: window)], &window)
        #expect(gone(window) == "さんは来た。" && String(decoding: window.held, as: UTF8.self) == "佐藤")
        #expect(outcome.evidence.map(\.offset) == [1000] && outcome.evidence.map(\.length) == [2])
        #expect(window.codePoints == 8)
    }

    @Test("what reaches over the end waits for the next window")
    func reaching() throws {
        var window = try window("|昨日。090-12/34-5678")
        var outcome = try take([try finding("090-1234-5678", in: window)], &window)
        #expect(gone(window) == "昨日。" && outcome.evidence.isEmpty)
        var touching = try self.window("|昨日は山田/")
        outcome = try take([try finding("山田", in: touching)], &touching, nil, .block)
        #expect(gone(touching) == "昨日は" && outcome.verdict == .pass)
        var last = try self.window("|昨日は山田/", isLast: true)
        outcome = try take([try finding("山田", in: last)], &last, nil, .block)
        #expect(outcome.verdict == .block(Self.person, guardrail: "outside"))
    }

    @Test("of several, what stands in front of one that waits waits with it only where they overlap")
    func chained() throws {
        var window = try window("|abc def ghi /jkl")
        let findings = [0..<3, 4..<10, 8..<15].map {
            Finding(type: Self.person, range: $0, score: 1, rule: "outside:x")
        }
        let outcome = try take(findings, &window)
        #expect(gone(window) == " " && outcome.evidence.map(\.offset) == [0])
    }

    @Test("what is longer than anything that is held back is decided as it stands")
    func long() throws {
        var window = try window("|x \(String(repeating: "a", count: 2000))/")
        let outcome = try take([Finding(type: Self.person, range: 2..<2002, score: 1, rule: "outside:x")], &window)
        #expect(gone(window) == "x " && outcome.evidence.map(\.length) == [2000])
    }

    @Test("of what has gone on already only the rest is taken out")
    func begun() throws {
        var window = try window("昨日は山|田さん。/と")
        let outcome = try take([try finding("山田", in: window)], &window)
        #expect(gone(window) == "さん。" && String(decoding: window.text, as: UTF8.self) == "昨日は山さん。と")
        #expect(outcome.evidence.map(\.offset) == [4])
    }

    @Test("what has gone on whole is not found twice, but can still end the answer")
    func passed() throws {
        for action in [GuardAction.redact, .log, .warn] {
            var window = try window("昨日は山田|さん。/と")
            let outcome = try take([try finding("山田", in: window)], &window, nil, action)
            #expect(gone(window) == "さん。" && outcome.evidence.isEmpty && outcome.verdict == .pass)
        }
        var window = try window("昨日は山田|さん。/と")
        let outcome = try take([try finding("山田", in: window)], &window, nil, .block)
        #expect(outcome.verdict == .block(Self.person, guardrail: "outside"))
    }

    @Test("what is said of the window as a whole counts for what goes on")
    func category() throws {
        var blocked = try window("昨日。|今日。/明")
        let all = Finding(type: Self.harm, range: 0..<blocked.text.count, score: 1, rule: "outside:verdict")
        let outcome = try take([all], &blocked, nil, .block)
        #expect(outcome.verdict == .block(Self.harm, guardrail: "outside"))
        var redacted = try window("昨日。|今日。/明")
        _ = try take([all], &redacted)
        #expect(gone(redacted).isEmpty && String(decoding: redacted.text, as: UTF8.self) == "昨日。明")
    }

    @Test("what is only noted changes nothing")
    func monitored() throws {
        var window = try window("|昨日は山田さん。/")
        let outcome = try take([try finding("山田", in: window)], &window, nil, .block, isMonitored: true)
        #expect(outcome.verdict == .pass && outcome.evidence.map(\.isMonitored) == [true])
        _ = try take([], &window, "x", isMonitored: true)
        #expect(gone(window) == "昨日は山田さん。")
    }

    @Test(
        "a service's own edits are made as far as they go on now",
        arguments: [
            ("|昨日は山田さん。/", "昨日はXさん。", "昨日はXさん。"),
            ("昨日は山田|さん。/と", "昨日はXさん。と", "さん。"),
            ("昨日は山|田さん。/と", "昨日はXさん。と", "Xさん。"),
            ("|昨日は山田さん。/佐藤", "昨日は山田さん。X", "昨日は山田さん。"),
            ("|昨日。山/田さん", "昨日。Xさん", "昨日。"),
            ("|昨日。/", "", ""),
            ("|昨日。/", "昨日。", "昨日。"),
            ("昨日|。/", "昨年。", "。"),
        ]
    )
    func replaced(marked: String, other: String, expected: String) throws {
        var window = try window(marked, isLast: marked.hasSuffix("/"))
        let outcome = try take([], &window, other)
        #expect(gone(window) == expected && outcome.evidence.isEmpty)
        #expect(String(validating: window.text, as: UTF8.self) != nil)
    }
}
