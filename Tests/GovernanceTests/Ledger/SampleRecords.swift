import Governance
import ModelAPI
import Pricing

/// Numbers that are the same in every run (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}

extension LedgerRecord {
    /// A record with every member set.
    static var full: LedgerRecord {
        var record = LedgerRecord(
            entry: "01j0000000entry",
            id: "req-1",
            time: 1_772_323_199_123_456_789,
            surface: "anthropic",
            modelAsked: "chat",
            status: 200,
            outcome: .answered,
            durationMicroseconds: 1_234_567
        )
        record.organization = "acme"
        record.team = "dev"
        record.project = "search"
        record.user = "user_1"
        record.keyID = "key_1"
        record.keyName = "dev-bot"
        record.environment = "prod"
        record.tags = ["blue", "関門"]
        record.modelServed = "claude-sonnet-4-5-20250929"
        record.provider = "claude"
        record.attempts = [
            Attempt(target: "openai/gpt-4o", credential: "a", outcome: "rate-limited", milliseconds: 12),
            Attempt(target: "claude/claude-sonnet-4-5", credential: nil, outcome: "answered", milliseconds: 1200),
        ]
        var usage = Usage()
        usage.input = 100
        usage.cacheRead = 2000
        usage.cacheWrite5m = 30
        usage.cacheWrite1h = 4
        usage.output = 50
        usage.reasoning = 7
        usage.terms = ServiceTerms(tier: .priority, isFast: true, isInUS: true)
        record.usage = usage
        record.cost = Money(attos: 1_230_000_000_000_000)
        record.priceVersion = "2026-02-01"
        record.cache = "miss"
        record.saved = Money.zero
        record.savedPromptCache = Money(attos: -5_000_000_000_000)
        record.timeToFirstTokenMicroseconds = 400_000
        record.overheadMicroseconds = 85
        record.flags = [.stream, .hedged]
        record.guards = [
            GuardLine(
                guardrail: "pii",
                stage: .input,
                type: "MY_NUMBER",
                rule: "my-number.label",
                thousandths: 985,
                action: "block",
                offset: 12,
                length: 14,
                hash: "0123456789abcdef",
                encoding: "base64"
            ),
            GuardLine(
                guardrail: "words",
                stage: .output,
                type: "競合",
                rule: "words",
                thousandths: 1000,
                action: "mask",
                isMonitored: true,
                offset: 0,
                length: 3,
                hash: "fedcba9876543210"
            ),
        ]
        record.guardsLeftOut = 3
        return record
    }

    /// A record whose members are chosen by chance, some of them absent or extreme.
    static func random(using generator: inout SeededGenerator) -> LedgerRecord {
        let numbers: [Int64] = [.min, -1, 0, 1, 127, 128, 300, 1 << 40, .max]
        func number() -> Int64 { numbers[Int.random(in: 0..<numbers.count, using: &generator)] }
        func text() -> String {
            let texts = ["", "a", "テスト", "a\u{0}b", "\"quoted\",", "👩‍👩‍👧", String(repeating: "長", count: 42), "=1+1"]
            return texts[Int.random(in: 0..<texts.count, using: &generator)]
        }
        func maybe<Value>(_ value: Value) -> Value? { Bool.random(using: &generator) ? value : nil }
        var record = LedgerRecord(
            entry: "entry-\(generator.next())",
            id: text(),
            time: number(),
            surface: text(),
            modelAsked: text(),
            status: Int(number()),
            outcome: Outcome.allCases[Int.random(in: 0..<4, using: &generator)],
            durationMicroseconds: Int(number())
        )
        record.organization = maybe(text())
        record.team = maybe(text())
        record.project = maybe(text())
        record.user = maybe(text())
        record.keyID = maybe(text())
        record.keyName = maybe(text())
        record.environment = maybe(text())
        record.tags = (0..<Int.random(in: 0...3, using: &generator)).map { _ in text() }
        record.modelServed = maybe(text())
        record.provider = maybe(text())
        record.attempts = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
            Attempt(target: text(), credential: maybe(text()), outcome: text(), milliseconds: Int(number()))
        }
        let members: [WritableKeyPath<Usage, Int>] = [
            \.input, \.cacheRead, \.cacheWrite5m, \.cacheWrite1h, \.output, \.reasoning, \.audioInput, \.audioOutput,
            \.citations, \.imageInput, \.videoInput, \.cachedAudio, \.cachedImage, \.cachedVideo, \.imageOutput,
            \.videoOutput, \.pictures, \.webSearches, \.searchUnits, \.toolCalls,
        ]
        if Bool.random(using: &generator) {
            var usage = Usage()
            usage.isEstimated = Bool.random(using: &generator)
            for member in members where Bool.random(using: &generator) { usage[keyPath: member] = Int(number()) }
            record.usage = usage
        }
        let amounts: [Int128] = [.min, -1, 0, 1, 999_999_999, 1 << 64, .max]
        record.cost = maybe(Money(attos: amounts[Int.random(in: 0..<amounts.count, using: &generator)]))
        record.saved = maybe(Money(attos: amounts[Int.random(in: 0..<amounts.count, using: &generator)]))
        record.savedPromptCache = maybe(Money(attos: amounts[Int.random(in: 0..<amounts.count, using: &generator)]))
        record.priceVersion = maybe(text())
        record.cache = maybe(text())
        record.timeToFirstTokenMicroseconds = maybe(Int(number()))
        record.overheadMicroseconds = maybe(Int(number()))
        record.flags = Flag.allCases.filter { _ in Bool.random(using: &generator) }
        let names = ["", "pii", "個人情報", "a\u{0}b", String(repeating: "長", count: 26)]
        func name() -> String { names[Int.random(in: 0..<names.count, using: &generator)] }
        record.guards = (0..<max(0, Int.random(in: -3...3, using: &generator))).map { _ in
            GuardLine(
                guardrail: name(),
                stage: Bool.random(using: &generator) ? .input : .output,
                type: name(),
                rule: name(),
                thousandths: Int.random(in: 0...1000, using: &generator),
                action: ["", "block", "mask"][Int.random(in: 0..<3, using: &generator)],
                isMonitored: Bool.random(using: &generator),
                offset: Int(number()),
                length: Int(number()),
                hash: "0123456789abcdef",
                encoding: maybe("base64")
            )
        }
        record.guardsLeftOut = [0, 0, 0, 1, Int.max][Int.random(in: 0..<5, using: &generator)]
        return record
    }
}
