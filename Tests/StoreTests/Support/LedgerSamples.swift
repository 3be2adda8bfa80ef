import Governance
import ModelAPI
import Pricing

@testable import Store

extension LedgerRecord {
    /// A record of some number, the same in every run.
    static func sample(_ number: Int) -> LedgerRecord {
        var generator = SeededGenerator(seed: UInt64(number))
        func one<Value>(of values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }
        let second: Int64 = 1_000_000_000
        var record = LedgerRecord(
            entry: "entry-\(number)",
            id: "request-\(number % 7)",
            // Five days around the end of February 2026.
            time: 1_772_150_400 * second + Int64.random(in: 0..<432_000 * second, using: &generator),
            surface: one(of: ["openai-chat", "anthropic", "gemini"]),
            modelAsked: one(of: ["chat", "small"]),
            status: one(of: [200, 200, 200, 429, 502]),
            outcome: .answered,
            durationMicroseconds: 1000
        )
        if record.status == 502 { record.outcome = .failed }
        record.organization = "acme"
        record.team = one(of: ["dev", "ops", nil])
        record.project = one(of: ["search", nil])
        record.user = one(of: ["user_1", "user_2"])
        record.keyID = one(of: ["key_1", "key_2", "key_3"])
        record.keyName = record.keyID.map { "name of \($0)" }
        record.tags = one(of: [[], ["blue"], ["blue", "red"], ["red", "red"]])
        record.provider = one(of: ["openai", "claude"])
        var usage = Usage()
        usage.input = Int.random(in: 0...5000, using: &generator)
        usage.cacheRead = Int.random(in: 0...500, using: &generator)
        usage.output = Int.random(in: 0...900, using: &generator)
        record.usage = usage
        record.cost = Money(attos: Int128.random(in: 0...5_000_000_000_000_000_000, using: &generator))
        record.cache = one(of: ["hit", "semantic-hit", "miss", "bypass", nil])
        if record.isHit { record.saved = Money(attos: 1_234_567_890_123_456_789) }
        if record.cache == "miss" {
            record.savedPromptCache = Money(
                attos: Int128.random(in: -5_000_000_000_000...5_000_000_000, using: &generator)
            )
        }
        if number % 5 == 2 {
            record.guards = (0...number % 3).map { index in
                GuardLine(
                    guardrail: ["pii", "words"][(number / 5 + index) % 2],
                    stage: .input,
                    type: ["MY_NUMBER", "PERSON_NAME"][number / 10 % 2],
                    rule: "rule",
                    thousandths: 900,
                    action: "mask",
                    offset: index,
                    length: 12,
                    hash: "0123456789abcdef"
                )
            }
        }
        if number % 10 == 3 {
            record.cost = nil
            record.flags = [.unknownPrice]
        }
        return record
    }

    /// Records of some numbers.
    static func samples(_ numbers: Range<Int>) -> [LedgerRecord] { numbers.map(sample) }
}

extension LedgerStore {
    /// Inserts records.
    func insert(_ records: [LedgerRecord]) throws(StoreError) -> Int { try insert(records.map(LedgerItem.record)) }

    /// The records that pass a filter, page after page.
    func all(_ filter: LedgerFilter = LedgerFilter(), page limit: Int = 1000) async throws -> [LedgerRow] {
        var rows: [LedgerRow] = []
        var cursor: PageCursor?
        repeat {
            let page = try await self.rows(filter, PageRequest(limit: limit, after: cursor))
            rows += page.rows
            cursor = page.next
        } while cursor != nil
        return rows
    }
}
