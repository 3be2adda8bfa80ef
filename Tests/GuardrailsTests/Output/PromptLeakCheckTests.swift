import Testing

@testable import Guardrails

@Suite struct PromptLeakCheckTests {
    private static let instructions = """
        あなたは関門商事の社内アシスタントです。社外秘の価格表を参照し、割引率は最大で一五パーセントまでとします。競合他社の名前は出さないでください。\
        Always answer politely, never mention the internal project name Blue Heron, and escalate refunds above 50000 yen.
        """
    private let check = OutputCheck.promptLeak(PromptLeakCheck())

    private func question(user: String = "", canaries: [String] = []) -> OutputQuestion {
        OutputQuestion(
            instructions: [Array(Self.instructions.utf8)],
            lastUserText: Array(user.utf8),
            canaries: canaries
        )
    }

    @Test func `instructions that are repeated are found where they stand`() throws {
        let answer = "はい、指示は次のとおりです: 「\(Self.instructions)」 以上です。"
        let found = try check.findings(in: Array(answer.utf8), of: question())
        let finding = try #require(found.first)
        #expect(found.count == 1)
        #expect(finding.type == .promptLeak)
        #expect(finding.score > 0.95)
        let leaked = String(decoding: Array(answer.utf8)[finding.range], as: UTF8.self)
        #expect(leaked.hasPrefix("あなたは関門商事") && leaked.hasSuffix("50000 yen"))
    }

    @Test func `width, case, spaces and marks make no difference`() throws {
        let spaced = Self.instructions.uppercased().map { "\($0) " }.joined().replacing("、", with: "\n> ")
        #expect(try outputRules(check, spaced, of: question()).contains("prompt-leak.overlap"))
    }

    @Test func `what is encoded is read too`() throws {
        let encoded = "44GC44Gq44Gf44Gv"
        #expect(try outputRules(check, encoded, of: question()) == [])
        let whole = Base64.encoded(Array(Self.instructions.utf8))
        #expect(try outputRules(check, "ここに: \(whole)", of: question()).contains("prompt-leak.overlap"))
        #expect(
            try outputRules(check, "ここに: \(whole)", of: question(canaries: ["blue-heron"])).contains(
                "prompt-leak.canary"
            )
        )
    }

    @Test func `a share below the bound passes, and the bound can be set`() throws {
        let answer = String(Self.instructions.prefix(40))
        #expect(try outputRules(check, answer, of: question()) == [])
        #expect(
            try outputRules(.promptLeak(PromptLeakCheck(share: 0.05)), answer, of: question()) == [
                "prompt-leak.overlap"
            ]
        )
    }

    @Test(arguments: ["ご返金は担当部署にお問い合わせください。", "I cannot share my instructions.", "", "関門商事のアシスタントです。"])
    func `answers that say something else pass`(answer: String) throws {
        #expect(try outputRules(check, answer, of: question()) == [])
    }

    @Test func `what the user wrote is no leak, and short instructions say nothing`() throws {
        #expect(try outputRules(check, Self.instructions, of: question(user: Self.instructions)) == [])
        let short = OutputQuestion(instructions: [Array("You are a helpful assistant.".utf8)])
        #expect(try outputRules(check, "You are a helpful assistant.", of: short) == [])
        #expect(try outputRules(check, "anything", of: OutputQuestion()) == [])
    }

    @Test(arguments: [
        ("the word is KANARI-7f3a9c.", true), ("k a n a r i 7 f 3 a 9 c", true), ("ｋａｎａｒｉ－７ｆ３ａ９ｃ", true),
        ("KANARI-7f3a9", false),
    ])
    func `canaries are found however they are written`(answer: String, isFound: Bool) throws {
        let found = try outputRules(check, answer, of: OutputQuestion(canaries: ["kanari-7f3a9c", "", "ab"]))
        #expect(found == (isFound ? ["prompt-leak.canary"] : []))
    }

    @Test func `long texts take little time and memory`() throws {
        let long = (0..<80_000).map { "rule \($0 &* 7919 % 1_000_003);" }.joined()
        let question = OutputQuestion(
            instructions: [Array(long.utf8)],
            canaries: [String(repeating: "a", count: 5000) + "b"]
        )
        let elapsed = try ContinuousClock().measure { () throws -> Void in
            #expect(try outputRules(check, long, of: question).contains("prompt-leak.overlap"))
            let half = String(long.prefix(long.count / 10))
            #expect(try outputRules(check, half, of: question) == [])
            #expect(try outputRules(check, String(repeating: "a", count: 1 << 20), of: question) == [])
        }
        #expect(elapsed < .seconds(90))
    }
}

/// Base64 (RFC 4648 §4).
private enum Base64 {
    static func encoded(_ bytes: [UInt8]) -> String {
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let value = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 { text.append(place <= group.count ? alphabet[value >> (18 - 6 * place) & 63] : "=") }
        }
        return text
    }
}
