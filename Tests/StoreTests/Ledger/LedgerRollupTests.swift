import Governance
import Pricing
import Testing

@testable import Store

/// Sums of hours and days change nothing that usage tells.
@Suite struct LedgerRollupTests {
    private static let day: Int64 = 86_400 * 1_000_000_000
    /// The samples' first day.
    private static let start: Int64 = 1_772_150_400 * 1_000_000_000

    private let fixture: SQLiteFixture
    private let ledger: SQLiteLedger
    /// The same without sums of days.
    private let plain: SQLiteLedger

    init() throws {
        fixture = try SQLiteFixture()
        ledger = SQLiteLedger(fixture.database)
        plain = SQLiteLedger(try SQLiteFixture(fixture.folder, name: "plain").database)
    }

    private func insert(_ numbers: Range<Int>) throws {
        _ = try ledger.insert(LedgerRecord.samples(numbers))
        _ = try plain.insert(LedgerRecord.samples(numbers))
    }

    private func rerate(_ attos: Int128, every: Int) async throws {
        for one in [ledger, plain] {
            _ = try await one.rerate(LedgerFilter(), now: 9) { record in
                guard (Int(record.entry.dropFirst(6)) ?? 0) % every == 0 else { return nil }
                return LedgerRating(cost: Money(attos: attos), priceVersion: "2")
            }
        }
    }

    private static let filters: [@Sendable (inout LedgerFilter) -> Void] = [
        { _ in }, { $0.teams = ["dev"] }, { $0.key = "key_2" }, { $0.tag = "blue" }, { $0.model = "small" },
        {
            $0.organization = "acme"
            $0.provider = "openai"
            $0.user = "user_1"
        },
    ]

    /// Compares everything that both tell, over times that begin and end anywhere.
    private func compare(_ generator: inout SeededGenerator, windows: Int) async throws {
        for turn in 0..<windows {
            var filter = LedgerFilter()
            if turn > 0 {
                let step: Int64 = [1, 60_000_000_000, 900_000_000_000, 3_600_000_000_000, Self.day][turn % 5]
                func time() -> Int64 {
                    let time = Self.start - Self.day + Int64.random(in: 0...7 * Self.day, using: &generator)
                    return time / step * step
                }
                let (one, other) = (time(), time())
                if turn % 7 != 3 { filter.from = min(one, other) }
                if turn % 7 != 4 { filter.to = max(one, other) }
            }
            Self.filters[turn % Self.filters.count](&filter)
            let offset = [0, 32_400, -18_000, 19_800, 20_700, -34_200][turn % 6]
            for grouping in UsageReport.Grouping.allCases {
                let (found, expected) = (
                    try await ledger.usage(filter, by: grouping, offset: offset),
                    try await plain.usage(filter, by: grouping, offset: offset)
                )
                #expect(found == expected, "\(grouping) \(filter) \(offset)")
            }
            let divisions: [UsageSeries.Division?] = [
                nil, UsageSeries.Division(by: .team, ["dev", nil]), UsageSeries.Division(by: .tag, ["red"]),
                UsageSeries.Division(by: .key, ["key_1", "key_3"]),
            ]
            for (step, division) in zip([.hour, .day, .day, .hour] as [UsageSeries.Step], divisions) {
                let (found, expected) = (
                    try await ledger.series(filter, by: step, of: division, offset: offset),
                    try await plain.series(filter, by: step, of: division, offset: offset)
                )
                #expect(found == expected, "\(step) \(filter) \(offset)")
            }
        }
    }

    /// Records that come late, corrections and retention, with days added up in between as they come.
    @Test(arguments: 0..<4) func whatIsToldIsTheSameBeforeAndAfter(seed: UInt64) async throws {
        var generator = SeededGenerator(seed: seed)
        var number = 0
        var rolled = 0
        for turn in 0..<12 {
            // The samples come from all five days: most of them late, once days are added up.
            try insert(number..<number + 90)
            number += 90
            let time = Self.start + Int64.random(in: 0...6 * Self.day, using: &generator)
            rolled += try await ledger.rollUp(before: time)
            if turn % 3 == 1 {
                try await rerate(Int128.random(in: 0...5_000_000_000_000, using: &generator), every: turn + 2)
            }
            if turn % 5 == 4 {
                let cutoff = Self.start + Int64.random(in: 0...2 * Self.day, using: &generator)
                for one in [ledger, plain] { _ = try await one.expire(team: "dev", before: cutoff) }
            }
            try await compare(&generator, windows: 6)
            #expect(try await ledger.verify(against: []).problem == nil)
        }
        #expect(rolled >= 4)
        try await compare(&generator, windows: 30)
    }

    @Test func onlyDaysThatAreOverAreAddedUpAndEachOnce() async throws {
        try insert(0..<500)
        #expect(try await ledger.rollUp(before: 0) == 0)
        #expect(try await ledger.rollUp(before: .min) == 0)
        // An hour's patience.
        #expect(try await ledger.rollUp(before: Self.start + Self.day + 3_599_000_000_000) == 0)
        #expect(try await ledger.rollUp(before: Self.start + Self.day + 3_600_000_000_000) == 1)
        #expect(try await ledger.rollUp(before: Self.start + Self.day + 3_600_000_000_000) == 0)
        #expect(try await ledger.rollUp(before: .max) == 4)
        #expect(try fixture.integer("SELECT count(DISTINCT day) AS value FROM ledger_days") == 5)
        #expect(try fixture.integer("SELECT sum(requests) AS value FROM ledger_days") == 500)
        #expect(try fixture.integer("SELECT sum(requests) AS value FROM ledger_hours") == 500)
        #expect(try fixture.integer("SELECT sum(requests) AS value FROM ledger_quarters") == 500)
    }

    @Test(
        arguments: [
            "UPDATE ledger_days SET cost_nano = cost_nano + 1 WHERE day = (SELECT min(day) FROM ledger_days)",
            "UPDATE ledger_hours SET requests = requests + 1", "DELETE FROM ledger_quarters",
            "INSERT INTO ledger_days SELECT dimension, day + 900, 1,1,1,1,1,1,1,1,1,1,1,1,1,1,1 FROM ledger_days LIMIT 1",
            "UPDATE ledger_quarters SET saved_rest = saved_rest + 1",
            "UPDATE ledger_hours SET prompt_nano = prompt_nano - 7",
        ] as [StaticString]
    )
    func sumsThatSomebodyHasChangedAreFound(statement: StaticString) async throws {
        try insert(0..<300)
        _ = try await ledger.rollUp(before: .max)
        #expect(try await ledger.verify(against: []).problem == nil)
        try fixture.tamper(statement)
        #expect(try await ledger.verify(against: []).problem?.kind == .index)
    }
}
