import Governance
import JSONText
import ModelAPI
import Pricing
import Testing

@testable import Store

/// A way to make an empty ledger. Every kind is listed here once and then passes the whole suite.
struct LedgerFactory: Sendable, CustomTestStringConvertible {
    let testDescription: String
    private let make: @Sendable () throws -> (ledger: any LedgerStore, lifetime: any Sendable)

    static let all = [
        LedgerFactory(testDescription: "SQLite") {
            let fixture = try SQLiteFixture()
            return (SQLiteLedger(fixture.database), fixture)
        },
        LedgerFactory(testDescription: "memory") { (MemoryLedger(), ()) },
    ]

    /// Runs a test on a ledger of its own.
    func callAsFunction(_ test: (any LedgerStore) async throws -> Void) async throws {
        let made = try make()
        try await test(made.ledger)
        withExtendedLifetime(made.lifetime) {}
    }
}

@Suite struct LedgerConformance {
    @Test(arguments: LedgerFactory.all) func recordsComeBackAsTheyWere(make: LedgerFactory) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<50)
            #expect(try ledger.insert(records) == 50)
            let rows = try await ledger.all()
            #expect(Set(rows.map(\.record)) == Set(records))
            #expect(Set(rows.map(\.sequence)) == Set(1...50))
            let times = rows.map(\.record.time)
            #expect(times == times.sorted(by: >))
        }
    }

    @Test(arguments: LedgerFactory.all) func whatIsThereIsLeftOutWithoutAGap(make: LedgerFactory) async throws {
        try await make { ledger in
            #expect(try ledger.insert(LedgerRecord.samples(0..<10)) == 10)
            #expect(try ledger.insert(LedgerRecord.samples(5..<15)) == 5)
            #expect(try ledger.insert([.sample(20), .sample(20), .sample(3)]) == 1)
            #expect(try ledger.insert(LedgerRecord.samples(0..<15)) == 0)
            let rows = try await ledger.all()
            #expect(Set(rows.map(\.sequence)) == Set(1...16))
            #expect(try await ledger.verify(against: []).head.segments == 3)
            #expect(try await ledger.usage(LedgerFilter(), by: .team, offset: 0).total.requests == 16)
        }
    }

    @Test(arguments: LedgerFactory.all) func recordsWithStrangeTextsAndNumbersAreKept(make: LedgerFactory) async throws
    {
        try await make { ledger in
            var record = LedgerRecord.sample(1)
            record.id = "a\u{0}b"
            record.team = "'; DROP TABLE ledger_rows; --"
            record.keyName = "\u{0}"
            record.tags = ["\u{0}", "\"", "関門"]
            record.status = .max
            record.time = .min
            record.usage?.input = .max
            record.usage?.output = .min
            record.cost = Money(attos: .max)
            record.saved = Money(attos: .min)
            record.savedPromptCache = Money(attos: .min)
            record.guards = ["", "\u{0}", "'; --", "'; --"].map {
                GuardLine(
                    guardrail: $0,
                    stage: .output,
                    type: $0,
                    rule: "",
                    thousandths: 0,
                    action: "",
                    offset: .min,
                    length: .max,
                    hash: ""
                )
            }
            let inserted = try ledger.insert([record])
            #expect(inserted == 1)
            #expect(try await ledger.all().map(\.record) == [record])
            var filter = LedgerFilter()
            filter.teams = record.team.map { [$0] }
            #expect(try await ledger.all(filter).count == 1)
            for name in ["", "\u{FFFD}", "'; --"] {
                filter.guardrail = name
                #expect(try await ledger.all(filter).count == 1)
            }
            #expect(try await ledger.verify(against: []).problem == nil)
        }
    }

    @Test(arguments: LedgerFactory.all, [1, 7, 1000]) func pagesHaveEveryRowOnce(
        make: LedgerFactory,
        limit: Int
    ) async throws {
        try await make { ledger in
            var records = LedgerRecord.samples(0..<60)
            // Many at one moment: the place is then decided by the sequence number.
            for index in 20..<50 { records[index].time = records[20].time }
            _ = try ledger.insert(records)
            let rows = try await ledger.all(page: limit)
            #expect(rows.count == 60 && Set(rows.map(\.sequence)).count == 60)
            let page = try await ledger.rows(LedgerFilter(), PageRequest(limit: 10))
            _ = try ledger.insert(LedgerRecord.samples(100..<130))
            let next = try await ledger.rows(LedgerFilter(), PageRequest(limit: 1000, after: page.next))
            let last = try #require(page.rows.last)
            #expect(next.rows.allSatisfy { ($0.record.time, $0.sequence) < (last.record.time, last.sequence) })
        }
    }

    @Test(arguments: LedgerFactory.all, ["", "zz", "5b5d", "5b226c6564676572222c312c312c315d"])
    func aCursorThatIsNoneIsRefused(make: LedgerFactory, text: String) async throws {
        try await make { ledger in
            let error = await #expect(throws: StoreError.self) {
                try await ledger.rows(LedgerFilter(), PageRequest(after: PageCursor(text)))
            }
            #expect(error?.code == .invalidCursor)
        }
    }

    @Test(arguments: LedgerFactory.all) func filtersFindWhatASearchFinds(make: LedgerFactory) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<400)
            _ = try ledger.insert(records)
            let middle = records[200].time
            func check(
                _ change: (inout LedgerFilter) -> Void,
                _ isMeant: (LedgerRecord) -> Bool
            ) async throws {
                var filter = LedgerFilter()
                change(&filter)
                let found = try await ledger.all(filter, page: 17).map(\.record.entry)
                let expected = records.filter(isMeant).map(\.entry)
                #expect(found.count == expected.count && Set(found) == Set(expected))
            }
            try await check({ $0.from = middle }, { $0.time >= middle })
            try await check({ $0.to = middle }, { $0.time < middle })
            try await check({ $0.to = .min }, { _ in false })
            try await check({ $0.teams = ["dev"] }, { $0.team == "dev" })
            try await check({ $0.teams = ["dev", "ops", "qa"] }, { $0.team != nil })
            try await check({ $0.teams = [] }, { _ in false })
            try await check({ $0.key = "key_2" }, { $0.keyID == "key_2" })
            try await check({ $0.key = "name of key_2" }, { $0.keyID == "key_2" })
            try await check({ $0.model = "small" }, { $0.modelAsked == "small" })
            try await check({ $0.provider = "claude" }, { $0.provider == "claude" })
            try await check({ $0.project = "search" }, { $0.project == "search" })
            try await check({ $0.user = "user_1" }, { $0.user == "user_1" })
            try await check({ $0.tag = "red" }, { $0.tags.contains("red") })
            try await check({ $0.organization = "none" }, { _ in false })
            try await check({ $0.status = 502 }, { $0.status == 502 })
            try await check({ $0.status = 200 }, { $0.status == 200 })
            try await check(
                {
                    $0.teams = ["ops"]
                    $0.status = 429
                    $0.from = middle
                    $0.tag = "blue"
                },
                { $0.team == "ops" && $0.status == 429 && $0.time >= middle && $0.tags.contains("blue") }
            )
        }
    }

    @Test(arguments: LedgerFactory.all) func filtersFindTheSameAmongManyDimensions(make: LedgerFactory) async throws {
        try await make { ledger in
            let records = (0..<600).map { number in
                var record = LedgerRecord.sample(number)
                record.tags = ["tag-\(number)"]
                return record
            }
            _ = try ledger.insert(records)
            var filter = LedgerFilter()
            filter.organization = "acme"
            filter.status = 200
            let found = try await ledger.all(filter, page: 50).map(\.record.entry)
            let expected = records.filter { $0.status == 200 }.map(\.entry)
            #expect(found.count == expected.count && Set(found) == Set(expected))
        }
    }

    /// By what guardrails found, alone and together with everything else, page after page in order.
    @Test(arguments: LedgerFactory.all) func whatGuardrailsFoundIsFoundByThem(make: LedgerFactory) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<400)
            for start in stride(from: 0, to: 400, by: 100) {
                _ = try ledger.insert(Array(records[start..<start + 100]))
            }
            let times = records.map(\.time).sorted()
            var found = 0
            for guardrail in [nil, "pii", "words", "nobody"] as [String?] {
                for type in [nil, "MY_NUMBER", "PERSON_NAME", "OTHER"] as [String?] {
                    for status in [nil, 200, 429] as [Int?] {
                        for team in [nil, "dev"] as [String?] {
                            for range in [nil, times[100]..<times[300]] as [Range<Int64>?] {
                                var filter = LedgerFilter()
                                filter.guardrail = guardrail
                                filter.guardType = type
                                filter.status = status
                                filter.teams = team.map { [$0] }
                                filter.from = range?.lowerBound
                                filter.to = range?.upperBound
                                let rows = try await ledger.all(filter, page: 7)
                                let expected = records.filter { record in
                                    let isFound = record.guards.contains {
                                        $0.guardrail == guardrail ?? $0.guardrail && $0.type == type ?? $0.type
                                    }
                                    return (guardrail == nil && type == nil || isFound)
                                        && record.status == status ?? record.status
                                        && (team == nil || record.team == team)
                                        && (range?.contains(record.time) ?? true)
                                }
                                #expect(Set(rows.map(\.record.entry)) == Set(expected.map(\.entry)))
                                #expect(rows.count == expected.count)
                                #expect(rows.map(\.record.time) == rows.map(\.record.time).sorted(by: >))
                                if guardrail != nil || type != nil { found += rows.count }
                            }
                        }
                    }
                }
            }
            #expect(found > 200)
        }
    }

    @Test(arguments: LedgerFactory.all) func whatRetentionTookIsNotFoundByGuardrails(
        make: LedgerFactory
    ) async throws {
        try await make { ledger in
            _ = try ledger.insert(LedgerRecord.samples(0..<100))
            var filter = LedgerFilter()
            filter.guardType = "MY_NUMBER"
            let before = try await ledger.all(filter).filter { $0.record.team != "dev" }
            #expect(try await ledger.expire(team: "dev", before: .max) > 0)
            let rows = try await ledger.all(filter)
            #expect(Set(rows.map(\.sequence)) == Set(before.map(\.sequence)) && !rows.isEmpty)
            #expect(try await ledger.verify(against: []).problem == nil)
        }
    }

    @Test(arguments: LedgerFactory.all) func anExportHasEveryRecordInBothForms(make: LedgerFactory) async throws {
        try await make { ledger in
            _ = try ledger.insert(LedgerRecord.samples(0..<600))
            for format in LedgerExport.Format.allCases {
                var lines: [Substring] = []
                for try await piece in LedgerExport(of: ledger, LedgerFilter(), as: format) {
                    #expect(piece.last == UInt8(ascii: "\n"))
                    lines += String(decoding: piece, as: UTF8.self).split(whereSeparator: \.isNewline)
                }
                if format == .csv { #expect(lines.removeFirst().hasPrefix("sequence,entry,id")) }
                #expect(lines.count == 600)
                for number in 0..<600 {
                    let mark = format == .csv ? ",entry-\(number)," : "\"entry\":\"entry-\(number)\""
                    #expect(lines.contains { $0.contains(mark) })
                }
            }
        }
    }

    @Test(arguments: LedgerFactory.all) func retentionTakesATeamsRecordsAndKeepsTheChainAndTheSums(
        make: LedgerFactory
    ) async throws {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<700)
            _ = try ledger.insert(records)
            _ = try await ledger.rerate(LedgerFilter(), now: 5) { record in
                record.cost == nil ? LedgerRating(cost: Money(attos: 5), priceVersion: "new") : nil
            }
            let before = try await ledger.usage(LedgerFilter(), by: .team, offset: 0)
            let cutoff = records[0].time
            let old = records.filter { $0.team == nil && $0.time < cutoff }
            #expect(try await ledger.expire(team: nil, before: cutoff) == old.count)
            #expect(try await ledger.expire(team: "nobody", before: .max) == 0)
            let left = Set(try await ledger.all().map(\.record.entry))
            #expect(left == Set(records.map(\.entry)).subtracting(old.map(\.entry)))
            let verification = try await ledger.verify(against: [])
            #expect(verification.problem == nil)
            #expect(verification.tombstones == Int64(old.count + old.filter { $0.cost == nil }.count))
            #expect(try await ledger.usage(LedgerFilter(), by: .team, offset: 0) == before)
            _ = try ledger.insert(LedgerRecord.samples(900..<910))
            #expect(try await ledger.verify(against: [verification.head]).problem == nil)
        }
    }

    @Test(arguments: LedgerFactory.all) func correctionsAreChainedAndTheLastOneCounts(make: LedgerFactory) async throws
    {
        try await make { ledger in
            let records = LedgerRecord.samples(0..<600)
            _ = try ledger.insert(records)
            let double = { @Sendable (record: LedgerRecord) in
                LedgerRating(cost: Money(attos: 2 * (record.cost?.attos ?? 7)), priceVersion: "2")
            }
            let first = try await ledger.rerate(LedgerFilter(), now: 5, with: double)
            #expect(first.examined == 600 && first.corrected == 600)
            let known = records.compactMap(\.cost)
            #expect(first.unknownBefore == 600 - known.count && first.unknownAfter == 0)
            #expect(first.costBefore.attos == known.reduce(0) { $0 + $1.attos })
            #expect(first.costAfter.attos == 2 * first.costBefore.attos + 14 * Int128(600 - known.count))
            let again = try await ledger.rerate(LedgerFilter(), now: 6, with: double)
            #expect(again.examined == 600 && again.corrected == 0)
            #expect(again.costBefore == first.costAfter && again.costAfter == first.costAfter)
            let trial = try await ledger.rerate(LedgerFilter(), now: 6, isTrial: true) { _ in
                LedgerRating(cost: .zero, priceVersion: "3")
            }
            #expect(trial.corrected == 600 && trial.costAfter == .zero)
            #expect(try await ledger.head().sequence == 1200)
            var filter = LedgerFilter()
            filter.teams = ["dev"]
            let third = try await ledger.rerate(filter, now: 7) { _ in LedgerRating(cost: nil, priceVersion: nil) }
            #expect(third.corrected == records.filter { $0.team == "dev" }.count)
            for row in try await ledger.all() {
                #expect(row.record == records.first { $0.entry == row.record.entry })
                #expect(row.cost == (row.record.team == "dev" ? nil : double(row.record).cost))
            }
            let usage = try await ledger.usage(LedgerFilter(), by: .team, offset: 0)
            let others = records.filter { $0.team != "dev" }
            #expect(usage.total.cost.attos == others.reduce(0) { $0 + 2 * ($1.cost?.attos ?? 7) })
            #expect(usage.total.unknownCosts == 600 - others.count)
            #expect(usage.total.requests == 600)
            let verification = try await ledger.verify(against: [])
            #expect(verification.problem == nil)
            #expect(verification.head.sequence == Int64(1200 + third.corrected))
        }
    }

    @Test(arguments: LedgerFactory.all) func ofTwoCorrectionsOfOneRecordTheFirstCounts(make: LedgerFactory) async throws
    {
        try await make { ledger in
            _ = try ledger.insert(LedgerRecord.samples(0..<3))
            func correction(_ entry: String, after: Int64? = nil, _ attos: Int128) -> LedgerCorrection {
                LedgerCorrection(
                    entry: entry,
                    supersedes: after,
                    time: 9,
                    cost: Money(attos: attos),
                    priceVersion: "2"
                )
            }
            let taken = try await ledger.correct([
                correction("entry-0", 1), correction("entry-1", 2), correction("entry-0", 3), correction("none", 4),
            ])
            #expect(taken == ["entry-0", "entry-1"])
            #expect(try await ledger.correct([correction("entry-0", 5), correction("entry-2", after: 7, 6)]) == [])
            #expect(try await ledger.correct([correction("entry-0", after: 4, 7)]) == ["entry-0"])
            #expect(try await ledger.row(entry: "entry-0")?.cost == Money(attos: 7))
            #expect(try await ledger.row(entry: "entry-1")?.cost == Money(attos: 2))
            #expect(try await ledger.head().sequence == 6)
            #expect(try await ledger.verify(against: []).problem == nil)
        }
    }

    @Test(arguments: LedgerFactory.all) func aRecordIsFoundByItsEntry(make: LedgerFactory) async throws {
        try await make { ledger in
            var strange = LedgerRecord.sample(40)
            strange.entry = "a\u{0}b"
            _ = try ledger.insert(LedgerRecord.samples(0..<40) + [strange])
            #expect(try await ledger.row(entry: "entry-7")?.record == .sample(7))
            #expect(try await ledger.row(entry: "entry-7")?.sequence == 8)
            #expect(try await ledger.row(entry: strange.entry)?.record == strange)
            for entry in ["entry-40", "", "ENTRY-7", "a\u{FFFD}b", "' OR 1 --"] {
                #expect(try await ledger.row(entry: entry) == nil)
            }
            _ = try await ledger.expire(team: LedgerRecord.sample(7).team, before: .max)
            #expect(try await ledger.row(entry: "entry-7") == nil)
        }
    }

    @Test(arguments: LedgerFactory.all) func whatWasAddedSinceIsReadInOrder(make: LedgerFactory) async throws {
        try await make { ledger in
            _ = try ledger.insert(LedgerRecord.samples(0..<30))
            let noted = try await ledger.head().sequence
            #expect(try await ledger.rows(after: noted, from: nil, limit: 10) == LedgerReading([]))
            // Corrections take places too, and are no records.
            _ = try await ledger.rerate(LedgerFilter(), now: 5) { _ in LedgerRating(cost: .zero, priceVersion: "2") }
            _ = try ledger.insert(LedgerRecord.samples(30..<45))
            var found: [LedgerRow] = []
            var last = noted
            while true {
                let reading = try await ledger.rows(after: last, from: nil, limit: 4)
                guard let place = reading.last else { break }
                #expect(reading.rows.count <= 4 && reading.unreadable.isEmpty)
                found += reading.rows
                last = place
            }
            #expect(found.map(\.record) == LedgerRecord.samples(30..<45))
            #expect(try await ledger.rows(after: 0, from: nil, limit: 1000).rows.count == 45)
            let time = LedgerRecord.sample(33).time
            let recent = try await ledger.rows(after: noted, from: time, limit: 1000).rows.map(\.record)
            #expect(recent == LedgerRecord.samples(30..<45).filter { $0.time >= time })
        }
    }

    @Test(arguments: LedgerFactory.all) func totalsAreThoseOfTheRecordsAndNeverGoDown(make: LedgerFactory) async throws
    {
        try await make { ledger in
            #expect(try await ledger.totals() == LedgerTotals())
            let records = LedgerRecord.samples(0..<600).map { record in
                var record = record
                record.modelServed = record.modelAsked == "chat" ? "gpt\u{0}5" : nil
                let output = record.usage?.output ?? 0
                record.usage?.reasoning = output / 3
                record.usage?.cacheWrite1h = 7
                return record
            }
            for start in stride(from: 0, to: 600, by: 200) {
                // What is there already does not count twice.
                _ = try ledger.insert(Array(records[max(0, start - 50)..<start + 200]))
            }
            var expected: [LedgerTotal.Kind: LedgerTotal] = [:]
            var spent: [String: Money] = [:]
            for record in records {
                let kind = LedgerTotal.Kind(
                    surface: record.surface,
                    provider: record.provider ?? "",
                    model: record.modelServed == nil ? "" : "gpt\u{FFFD}5",
                    status: record.status
                )
                let prompt = record.savedPromptCache?.attos ?? 0
                var total = expected[kind] ?? LedgerTotal(kind)
                total.requests += 1
                total.cost += record.cost ?? .zero
                if let usage = record.usage, !record.isHit {
                    total.tokens.input += usage.input
                    total.tokens.cachedInput += usage.cacheRead
                    total.tokens.cacheWrite1h += 7
                    total.tokens.output += usage.output - usage.output / 3
                    total.tokens.reasoning += usage.output / 3
                    total.unpriced += record.cost == nil ? 1 : 0
                }
                if record.cache == "hit" { total.savedExact += record.saved ?? .zero }
                if record.cache == "semantic-hit" { total.savedSemantic += record.saved ?? .zero }
                if prompt > 0 { total.savedPrompt.attos += prompt } else { total.lostPrompt.attos -= prompt }
                expected[kind] = total
                if let cost = record.cost, cost != .zero { spent[record.team ?? "", default: .zero] += cost }
            }
            let totals = try await ledger.totals()
            #expect(totals.kinds.count == expected.count)
            for total in totals.kinds { #expect(total == expected[total.kind]) }
            #expect(spent.count > 2 && totals.teams.count == spent.count)
            for team in totals.teams { #expect(team.cost == spent[team.name]) }

            _ = try await ledger.rerate(LedgerFilter(), now: 5) { _ in LedgerRating(cost: .zero, priceVersion: "2") }
            for team in ["dev", "ops", nil] { _ = try await ledger.expire(team: team, before: .max) }
            #expect(try await ledger.all().isEmpty)
            #expect(try await ledger.totals() == totals)
        }
    }
}
