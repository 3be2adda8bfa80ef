import Foundation
import Governance
import ModelAPI
import Pricing
import Testing

@testable import Store

@Suite struct LedgerUsageTests {
    private static let second: Int64 = 1_000_000_000

    /// What usage should be, from the records one by one.
    private func expected(
        _ records: [LedgerRecord],
        by grouping: UsageReport.Grouping,
        offset: Int
    ) throws -> [String?: UsageReport.Sums] {
        var groups: [String?: UsageReport.Sums] = [:]
        for record in records {
            let keys: [String?] =
                switch grouping {
                case .team: [record.team]
                case .key: [record.keyID]
                case .model: [record.modelAsked]
                case .provider: [record.provider]
                case .project: [record.project]
                case .user: [record.user]
                case .tag: Array(Set(record.tags))
                case .day: [try text(record.time, offset, isDay: true)]
                case .hour: [try text(record.time, offset, isDay: false)]
                }
            for key in keys { groups[key, default: UsageReport.Sums()].add(sums(record)) }
        }
        return groups
    }

    private func sums(_ record: LedgerRecord) -> UsageReport.Sums {
        var sums = UsageReport.Sums()
        sums.requests = 1
        sums.errors = record.status >= 400 ? 1 : 0
        sums.inputTokens = record.usage?.totalInput ?? 0
        sums.outputTokens = record.usage?.output ?? 0
        sums.cost = record.cost ?? .zero
        sums.unknownCosts = record.cost == nil ? 1 : 0
        sums.cacheHits = record.cache == "hit" || record.cache == "semantic-hit" ? 1 : 0
        sums.semanticHits = record.cache == "semantic-hit" ? 1 : 0
        if record.cache == "semantic-hit" {
            sums.savings.semantic = record.saved ?? .zero
        } else {
            sums.savings.exact = record.saved ?? .zero
        }
        sums.savings.promptCache = record.savedPromptCache ?? .zero
        return sums
    }

    private func text(_ time: Int64, _ offset: Int, isDay: Bool) throws -> String {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: offset))
        let parts = calendar.dateComponents(
            [.year, .month, .day, .hour],
            from: Date(timeIntervalSince1970: TimeInterval(time / Self.second))
        )
        let day = String(format: "%04d-%02d-%02d", parts.year ?? 0, parts.month ?? 0, parts.day ?? 0)
        if isDay { return day }
        let zone =
            offset == 0
            ? "Z"
            : String(format: "%@%02d:%02d", offset < 0 ? "-" : "+", abs(offset) / 3600, abs(offset) / 60 % 60)
        return String(format: "%@T%02d:00:00%@", day, parts.hour ?? 0, zone)
    }

    @Test(arguments: LedgerFactory.all) func sumsAreExactlyThoseOfTheRecords(make: LedgerFactory) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<2000)
            for start in stride(from: 0, to: 2000, by: 250) {
                _ = try ledger.insert(Array(records[start..<start + 250]))
            }
            var generator = SeededGenerator(seed: 5)
            var windows: [(Int64?, Int64?)] = [(nil, nil)]
            let begin = 1_772_150_400 * Self.second
            for _ in 0..<12 {
                let from = begin + Int64.random(in: 0..<400_000 * Self.second, using: &generator)
                // From within a quarter of an hour to days.
                let longest = Int64(1) << Int64.random(in: 30..<48, using: &generator)
                let length = Int64.random(in: 1..<longest, using: &generator)
                windows += [(from, from + length), (nil, from), (from, nil)]
            }
            for (from, to) in windows {
                let meant = records.filter { $0.time >= from ?? 0 && $0.time < to ?? .max }
                for (grouping, offset) in UsageReport.Grouping.allCases.flatMap({ grouping in
                    grouping == .day || grouping == .hour
                        ? [(grouping, 0), (grouping, 32_400), (grouping, 20_700), (grouping, -12_600)] : [(grouping, 0)]
                }) {
                    var filter = LedgerFilter()
                    filter.from = from
                    filter.to = to
                    let report = try await ledger.usage(filter, by: grouping, offset: offset)
                    let groups = try expected(meant, by: grouping, offset: offset)
                    #expect(report.rows.count == groups.count)
                    for row in report.rows { #expect(row.sums == groups[grouping == .key ? row.id : row.key]) }
                    #expect(report.total == meant.reduce(into: UsageReport.Sums()) { $0.add(sums($1)) })
                }
            }
        }
    }

    @Test(arguments: LedgerFactory.all, [["dev"], ["dev", "ops"], []] as [Set<String>])
    func filtersApplyToSums(make: LedgerFactory, teams: Set<String>) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<800)
            _ = try ledger.insert(records)
            var filter = LedgerFilter()
            filter.teams = teams
            filter.tag = "blue"
            filter.from = records[0].time
            let meant = records.filter { record in
                record.team.map(teams.contains) == true && record.tags.contains("blue")
                    && record.time >= records[0].time
            }
            #expect(meant.isEmpty == teams.isEmpty)
            for grouping in UsageReport.Grouping.allCases {
                let report = try await ledger.usage(filter, by: grouping, offset: 0)
                #expect(report.total == meant.reduce(into: UsageReport.Sums()) { $0.add(sums($1)) })
            }
        }
    }

    @Test(arguments: LedgerFactory.all, [1, 64_801, -64_801, 65_700, .max])
    func aTimeZoneThatIsNoneIsRefused(make: LedgerFactory, offset: Int) async throws {
        try await make { ledger in
            let error = await #expect(throws: StoreError.self) {
                try await ledger.usage(LedgerFilter(), by: .day, offset: offset)
            }
            #expect(error?.code == .invalid)
        }
    }
}
