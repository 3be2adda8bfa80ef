import Guardrails
import Testing

/// How long guardrails may look that ask nobody.
@Suite("Time for guardrails")
struct GuardTimeoutTests {
    private static let long = Array(String(repeating: "今日はよい天気です。", count: 1000).utf8)

    private func suite(_ timeout: Duration?, failsOpen: Bool = false) throws -> GuardSuite {
        let policy = GuardPolicy(name: "words", standard: .block)
        let filter = try WordFilter(lists: [WordList(name: "words", words: ["山田爆弾"])])
        let rule = GuardRule(.words(filter), policy, failsOpen: failsOpen, timeout: timeout)
        return try GuardSuite([rule], hash: ValueHash(key: Array(repeating: 7, count: 32)))
    }

    private func inspect(_ suite: GuardSuite, _ texts: [[UInt8]]) throws(GuardFailure) -> GuardInspection {
        var placeholders = Placeholders()
        return try suite.inspect(
            texts.map { GuardText($0, ScanContext(origin: .user)) },
            at: .input,
            by: GuardSelection(index: 0),
            placeholders: &placeholders
        )
    }

    @Test("one that takes too long has failed")
    func expired() throws {
        let suite = try suite(.nanoseconds(1))
        let failure = try #require(throws: GuardFailure.self) { try inspect(suite, [Self.long]) }
        #expect(failure.guardrail == "words" && failure.reason == "it took longer than it may")
    }

    @Test("one that lets pass what it fails on lets it pass, and it is told")
    func open() throws {
        let inspection = try inspect(try suite(.nanoseconds(1), failsOpen: true), [Self.long])
        #expect(inspection.verdict == .pass && inspection.failures.map(\.guardrail) == ["words"])
    }

    @Test("short texts, time enough and no limit are no failure")
    func inTime() throws {
        let found = Array("これは山田爆弾です。".utf8)
        #expect(try inspect(try suite(.nanoseconds(1)), [found]).evidence.count == 1)
        #expect(try inspect(try suite(.seconds(60)), [Self.long, found]).evidence.count == 1)
        #expect(try inspect(try suite(nil), [Self.long, found]).evidence.count == 1)
        // Short ones count together.
        let many = [[UInt8]](repeating: Array(Self.long.prefix(3000)), count: 10)
        #expect(throws: GuardFailure.self) { try inspect(try suite(.nanoseconds(1)), many) }
    }
}
