import Governance
import ModelAPI
import Pricing

/// Makes records such as a gateway in use writes, one after the other.
struct RecordSource {
    /// The first record's time, in nanoseconds since 1970.
    let start: Int64 = 1_772_150_400_000_000_000
    /// How many there have been.
    private(set) var count = 0
    private let step: Int64
    private var maker = LedgerEntryMaker()

    /// - Parameter step: the time from one record to the next, in nanoseconds.
    init(step: Int64 = 200_000) { self.step = step }

    /// The next record: of twenty teams, fifty keys, and one in a hundred failed.
    mutating func next() -> LedgerRecord {
        let time = start + Int64(count) * step
        let hasFailed = count % 100 == 7
        var record = LedgerRecord(
            entry: maker.next(at: time),
            id: "5f1c7a52-8f0e-4b5e-9a37-0d5b6f1c7a52",
            time: time,
            surface: "openai-chat",
            modelAsked: count % 3 == 0 ? "small" : "chat",
            status: hasFailed ? 502 : 200,
            outcome: hasFailed ? .failed : .answered,
            durationMicroseconds: 812_345
        )
        record.organization = "acme"
        record.team = "team-\(count % 20)"
        record.project = "search"
        record.user = "user_01j0000000000000000"
        record.keyID = "key_01j000000000000000\(count % 50)"
        record.keyName = "bot-\(count % 50)"
        record.environment = "prod"
        record.tags = ["blue"]
        record.modelServed = "gpt-4o-2024-08-06"
        record.provider = "openai"
        record.attempts = [
            LedgerRecord.Attempt(
                target: "openai/gpt-4o",
                credential: "default",
                outcome: hasFailed ? "server" : "answered",
                milliseconds: 800
            )
        ]
        var usage = Usage()
        usage.input = 812
        usage.cacheRead = 1024
        usage.output = 230
        record.usage = usage
        record.cost = Money(attos: 8_289_000_000_000_000)
        record.priceVersion = "2026-02-01"
        record.timeToFirstTokenMicroseconds = 321_000
        record.overheadMicroseconds = 80
        record.flags = [.stream]
        count += 1
        return record
    }
}
