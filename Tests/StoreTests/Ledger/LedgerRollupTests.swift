import Governance
import Pricing
import Testing

@testable import Store

/// Sums of hours and days change nothing that usage tells.
@Suite struct LedgerRollupTests {
    private static let hour: Int64 = 3600 * 1_000_000_000
    private static let day: Int64 = 24 * hour
    /// The samples' first day.
    private static let start: Int64 = 1_772_150_400 * 1_000_000_000

    private let fixture: SQLiteFixture
    private let ledger: SQLiteLedger

    init() throws {
        fixture = try SQLiteFixture()
        ledger = SQLiteLedger(fixture.database)
    }

    /// Samples that have little enough to tell them apart, and few enough hours, that sums are of several of them.
    private static func samples(_ numbers: Range<Int>) -> [LedgerRecord] {
        let hours: [Int64] = [0, 1, 11, 22, 23]
        return numbers.map { number in
            var record = LedgerRecord.sample(number)
            let kind = LedgerRecord.sample(number % 12)
            (record.team, record.project, record.user) = (kind.team, kind.project, kind.user)
            (record.keyID, record.keyName) = (kind.keyID, kind.keyName)
            (record.modelAsked, record.provider, record.tags) = (kind.modelAsked, kind.provider, kind.tags)
            let (day, time) = (record.time - record.time % Self.day, record.time % Self.day)
            record.time = day + hours[Int(time / Self.hour) % hours.count] * Self.hour + time % Self.hour
            return record
        }
    }

    private func rerate(_ ledger: SQLiteLedger, _ attos: Int128, every: Int) async throws {
        _ = try await ledger.rerate(LedgerFilter(), now: 9) { record in
            guard (Int(record.entry.dropFirst(6)) ?? 0) % every == 0 else { return nil }
            return LedgerRating(cost: Money(attos: attos), priceVersion: "2")
        }
    }

    // MARK: - Asking

    private static let filters: [@Sendable (inout LedgerFilter) -> Void] = [
        { _ in }, { $0.teams = ["dev"] }, { $0.key = "key_2" }, { $0.tag = "blue" }, { $0.model = "small" },
        {
            $0.organization = "acme"
            $0.provider = "openai"
            $0.user = "user_1"
        },
    ]

    /// Where days begin: with those of UTC, with its hours, and with its quarters only.
    private static let offsets = [0, 32_400, -18_000, 19_800, 20_700, -34_200]

    private static let divisions: [UsageSeries.Division?] = [
        nil, UsageSeries.Division(by: .team, ["dev", nil]), UsageSeries.Division(by: .tag, ["red"]),
        UsageSeries.Division(by: .key, ["key_1", "key_3"]),
    ]

    /// A time that begins and ends anywhere, or on a minute, a quarter, an hour or a day; at times without either end.
    private static func window(_ generator: inout SeededGenerator) -> LedgerFilter {
        let step = one(of: [1, 60_000_000_000, 900_000_000_000, Self.hour, Self.day], &generator)
        func time() -> Int64 {
            let time = Self.start - Self.day + Int64.random(in: 0...7 * Self.day, using: &generator)
            return time / step * step
        }
        let (one, other) = (time(), time())
        var filter = LedgerFilter()
        if Int.random(in: 0..<6, using: &generator) > 0 { filter.from = min(one, other) }
        if Int.random(in: 0..<6, using: &generator) > 0 { filter.to = max(one, other) }
        return filter
    }

    private static func one<Value>(of values: [Value], _ generator: inout SeededGenerator) -> Value {
        values[Int.random(in: 0..<values.count, using: &generator)]
    }

    /// Compares what both tell of one time: of what is told in steps, and of what is not, one each.
    private func compare(
        _ plain: SQLiteLedger,
        _ window: LedgerFilter,
        _ generator: inout SeededGenerator
    ) async throws {
        var filter = window
        Self.one(of: Self.filters, &generator)(&filter)
        let offset = Self.one(of: Self.offsets, &generator)
        let groupings: [[UsageReport.Grouping]] = [
            [.day, .hour], [.team, .key, .model, .provider, .project, .user, .tag, .tag],
        ]
        for grouping in groupings.map({ Self.one(of: $0, &generator) }) {
            let (found, expected) = (
                try await ledger.usage(filter, by: grouping, offset: offset),
                try await plain.usage(filter, by: grouping, offset: offset)
            )
            #expect(found == expected, "\(grouping) \(filter) \(offset)")
        }
        let step = Self.one(of: [UsageSeries.Step.hour, .day], &generator)
        let division = Self.one(of: Self.divisions, &generator)
        let (found, expected) = (
            try await ledger.series(filter, by: step, of: division, offset: offset),
            try await plain.series(filter, by: step, of: division, offset: offset)
        )
        #expect(found == expected, "\(step) \(filter) \(offset)")
    }

    // MARK: - What has to be so

    /// Records that come late, corrections and retention, with days added up in between as they come.
    @Test(arguments: 0..<4) func whatIsToldIsTheSameBeforeAndAfter(seed: UInt64) async throws {
        // The same without sums of days.
        let plain = SQLiteLedger(try SQLiteFixture(fixture.folder, name: "plain").database)
        var generator = SeededGenerator(seed: seed)
        var rolled = 0
        for turn in 0..<12 {
            // The samples come from all five days: most of them late, once days are added up.
            let samples = Self.samples(turn * 40..<(turn + 1) * 40)
            for one in [ledger, plain] { _ = try one.insert(samples) }
            let time = Self.start + Int64.random(in: 0...6 * Self.day, using: &generator)
            rolled += try await ledger.rollUp(before: time)
            if turn % 3 == 1 {
                let attos = Int128.random(in: 0...5_000_000_000_000, using: &generator)
                for one in [ledger, plain] { try await rerate(one, attos, every: turn + 2) }
            }
            if turn % 5 == 4 {
                let cutoff = Self.start + Int64.random(in: 0...2 * Self.day, using: &generator)
                for one in [ledger, plain] { _ = try await one.expire(team: "dev", before: cutoff) }
            }
            try await compare(plain, LedgerFilter(), &generator)
            for _ in 0..<6 { try await compare(plain, Self.window(&generator), &generator) }
            #expect(try await ledger.verify(against: []).problem == nil)
        }
        #expect(rolled >= 4)
        for _ in 0..<24 { try await compare(plain, Self.window(&generator), &generator) }
    }

    @Test func onlyDaysThatAreOverAreAddedUpAndEachOnce() async throws {
        _ = try ledger.insert(Self.samples(0..<100))
        #expect(try await ledger.rollUp(before: 0) == 0)
        #expect(try await ledger.rollUp(before: .min) == 0)
        // An hour's patience.
        #expect(try await ledger.rollUp(before: Self.start + Self.day + Self.hour - 1_000_000_000) == 0)
        #expect(try await ledger.rollUp(before: Self.start + Self.day + Self.hour) == 1)
        #expect(try await ledger.rollUp(before: Self.start + Self.day + Self.hour) == 0)
        #expect(try await ledger.rollUp(before: .max) == 4)
        #expect(try fixture.integer("SELECT count(DISTINCT day) AS value FROM ledger_days") == 5)
        #expect(try fixture.integer("SELECT sum(requests) AS value FROM ledger_days") == 100)
        #expect(try fixture.integer("SELECT sum(requests) AS value FROM ledger_hours") == 100)
        #expect(try fixture.integer("SELECT sum(requests) AS value FROM ledger_quarters") == 100)
    }

    @Test(
        arguments: [
            "UPDATE ledger_days SET cost_nano = cost_nano + 1 WHERE day = (SELECT min(day) FROM ledger_days)",
            "UPDATE ledger_hours SET requests = requests + 1", "DELETE FROM ledger_quarters",
            "INSERT INTO ledger_days SELECT dimension, day + 900, 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 FROM ledger_days LIMIT 1",
            "UPDATE ledger_quarters SET saved_rest = saved_rest + 1",
            "UPDATE ledger_hours SET prompt_nano = prompt_nano - 7",
            // As much less as more: no sum of several columns shows it.
            "UPDATE ledger_days SET hits = hits + 1, unknown_costs = unknown_costs - 1",
            "UPDATE ledger_quarters SET semantic_nano = semantic_nano + 5, prompt_nano = prompt_nano - 5",
        ] as [StaticString]
    )
    func sumsThatSomebodyHasChangedAreFound(statement: StaticString) async throws {
        _ = try ledger.insert(Self.samples(0..<60))
        _ = try await ledger.rollUp(before: .max)
        #expect(try await ledger.verify(against: []).problem == nil)
        try fixture.tamper(statement)
        #expect(try await ledger.verify(against: []).problem?.kind == .index)
    }
}
