import Governance
import Pricing
import Testing

@testable import Store

/// Usage over time, against the records one by one.
struct LedgerSeriesTests {
    private static let second: Int64 = 1_000_000_000
    private static let begin = 1_772_150_400 * second

    private struct Key: Hashable {
        var start: Int64
        var group: String?
    }

    private func sums(_ record: LedgerRecord) -> UsageReport.Sums {
        var delta = UsageDelta()
        delta.add(LedgerFigures(record, cost: record.cost))
        return delta.sums
    }

    private func groups(_ record: LedgerRecord, _ grouping: UsageReport.Grouping) -> [String?] {
        switch grouping {
        case .team: [record.team]
        case .key: [record.keyID]
        case .model: [record.modelAsked]
        case .provider: [record.provider]
        case .project: [record.project]
        case .user: [record.user]
        case .tag: Array(Set(record.tags))
        case .day, .hour: []
        }
    }

    @Test(
        "has in every step exactly what the records of that time have",
        arguments: LedgerFactory.all,
        UsageSeries.Step.allCases
    )
    func exact(make: LedgerFactory, step: UsageSeries.Step) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<1500)
            for start in stride(from: 0, to: 1500, by: 250) {
                _ = try ledger.insert(Array(records[start..<start + 250]))
            }
            for (from, to) in [
                (Self.begin, Self.begin + 432_000 * Self.second),
                (Self.begin + 12_345_678_901_234, Self.begin + 98_765_432_109_876),
                (Self.begin + 1, Self.begin + 2),
            ] {
                for offset in [0, 32_400, -12_600] {
                    var filter = LedgerFilter()
                    filter.from = from
                    filter.to = to
                    filter.organization = "acme"
                    let meant = records.filter { $0.time >= from && $0.time < to }
                    var expected: [Int64: UsageReport.Sums] = [:]
                    for record in meant {
                        let start = step.start(of: record.time / Self.second, offset: offset)
                        expected[start, default: UsageReport.Sums()].add(sums(record))
                    }
                    let parts = try await ledger.series(filter, by: step, of: nil, offset: offset)
                    #expect(parts.map(\.start) == expected.keys.sorted())
                    for part in parts { #expect(part.sums == expected[part.start]) }
                }
            }
        }
    }

    @Test(
        "is divided into the groups that are meant, and only those",
        arguments: LedgerFactory.all,
        UsageReport.Grouping.allCases.filter { $0 != .day && $0 != .hour }
    )
    func divided(make: LedgerFactory, grouping: UsageReport.Grouping) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<600)
            for start in stride(from: 0, to: 600, by: 200) {
                _ = try ledger.insert(Array(records[start..<start + 200]))
            }
            for wanted in [["dev", nil], ["key_1", "chat", "openai", "search", "user_2", "blue"], [nil]]
                as [Set<String?>]
            {
                for step in UsageSeries.Step.allCases {
                    var expected: [Key: UsageReport.Sums] = [:]
                    for record in records {
                        for group in groups(record, grouping) where wanted.contains(group) {
                            let key = Key(start: step.start(of: record.time / Self.second, offset: 0), group: group)
                            expected[key, default: UsageReport.Sums()].add(sums(record))
                        }
                    }
                    let division = UsageSeries.Division(by: grouping, wanted)
                    let parts = try await ledger.series(LedgerFilter(), by: step, of: division, offset: 0)
                    #expect(parts.count == expected.count)
                    for part in parts { #expect(part.sums == expected[Key(start: part.start, group: part.group)]) }
                }
            }
        }
    }

    @Test("cannot be divided by time, nor into any number of groups", arguments: LedgerFactory.all)
    func refused(make: LedgerFactory) async throws {
        try await make { ledger in
            let many = Set((0...UsageSeries.Division.mostGroups).map { Optional(String($0)) })
            for division in [
                UsageSeries.Division(by: .day, ["a"]), UsageSeries.Division(by: .hour, ["a"]),
                UsageSeries.Division(by: .team, many),
            ] {
                let error = await #expect(throws: StoreError.self) {
                    try await ledger.series(LedgerFilter(), by: .day, of: division, offset: 0)
                }
                #expect(error?.code == .invalid)
            }
            let none = UsageSeries.Division(by: .team, [])
            let parts = try await ledger.series(LedgerFilter(), by: .day, of: none, offset: 0)
            #expect(parts.isEmpty)
        }
    }
}
