import Alerting
import Governance
import JSONText
import Logging
import ModelAPI
import Pricing
import Settings
import Store
import Testing

@testable import ControlPlane

@Suite("The weekly report from the ledger")
struct WeeklyReportOperationTests {
    /// Records from ten days before to three days behind the beginning of a week, one an hour.
    private func filled(_ plane: TestPlane, _ start: Int64) throws {
        var items: [LedgerItem] = []
        var maker = LedgerEntryMaker()
        for hour in Int64(-240)..<240 {
            let time = (start + hour * 3600) * 1_000_000_000
            let isFailed = hour % 12 == 0
            var record = LedgerRecord(
                entry: maker.next(at: time),
                id: "r\(hour)",
                time: time,
                surface: "openai-chat",
                modelAsked: "model-\(abs(hour) % 13)",
                status: isFailed ? (hour % 24 == 0 ? 502 : 429) : 200,
                outcome: isFailed ? .failed : .answered,
                durationMicroseconds: 1000
            )
            record.provider = hour % 3 == 0 ? "openai" : "claude"
            record.team = hour % 2 == 0 ? "dev" : nil
            var usage = Usage()
            usage.input = 10 + Int(abs(hour) % 7)
            usage.output = 3
            record.usage = usage
            record.cost = try Money(decimal: "0.0012")
            items.append(.record(record))
        }
        _ = try plane.ledger.insert(items)
    }

    @Test(arguments: ["UTC", "Asia/Tokyo", "America/Los_Angeles"])
    func figuresAreTheLedgersSums(zone: String) async throws {
        let plane = try await TestPlane()
        let week = try #require(ISOWeek("2026-W37"))
        let rules = try #require(ZoneRules(zone))
        let interval = week.interval(in: rules)
        try filled(plane, interval.start.seconds)
        let reply = try await plane.send("GET", "/reports/weekly?week=2026-W37&time_zone=\(zone)")
        #expect(reply.status == 200, "\(reply.text)")
        let (from, to) = (
            Timestamp(seconds: interval.start.seconds), Timestamp(seconds: try #require(interval.end).seconds)
        )
        let usage = try await plane.send("GET", "/usage?from=\(from)&to=\(to)&group_by=model").json
        for member in ["requests", "errors", "input_tokens", "output_tokens", "cost_usd", "cache_hits", "saved_usd"] {
            #expect(reply.json["total"]?[member] == usage["total"]?[member], "\(member)")
        }
        #expect(reply.json["total"]?["requests"] == 168 && reply.json["previous"]?["requests"] == 168)
        let days = reply.json["days"]?.array ?? []
        #expect(days.count == 7 && days.compactMap { $0["requests"]?.int }.reduce(0, +) == 168)
        #expect(reply.json["top"]?["models"]?.array?.count == 10)
        let statuses = reply.json["errors"]?["statuses"]?.array ?? []
        #expect(
            statuses.compactMap { $0["count"]?.int } == [7, 7] && reply.json["errors"]?["statuses_complete"] == true
        )
        #expect(statuses.compactMap { $0["count"]?.int }.reduce(0, +) == reply.json["total"]?["errors"]?.int)
    }

    @Test func itIsTheLastWholeWeekAndInTheLanguageThatIsAskedFor() async throws {
        let plane = try await TestPlane()
        let week = ISOWeek(containing: WallTime(seconds: plane.clock.now), in: .utc).previous
        let reply = try await plane.send("GET", "/reports/weekly?language=ja")
        #expect(reply.json["week"]?.string == week.description)
        #expect(reply.json["text"]?.string?.contains("週次レポート") == true)
        #expect(reply.json["html"]?.string?.hasPrefix("<!DOCTYPE html>") == true)
        for query in ["week=2026-47", "week=2025-W53", "language=fr", "time_zone=Mars/Base"] {
            #expect(try await plane.send("GET", "/reports/weekly?\(query)").status == 400, "\(query)")
        }
    }

    @Test(arguments: [(0, true), (-600, false), (23 * 3600, true), (25 * 3600, false)])
    func itIsSentOnceOnMondayAtNineAlsoAWhileLater(offset: Int64, isSent: Bool) async throws {
        let plane = try await TestPlane()
        let tokyo = try #require(ZoneRules("Asia/Tokyo"))
        let week = ISOWeek(containing: WallTime(seconds: plane.clock.now), in: tokyo).next
        let due = week.moment(day: 0, seconds: 9 * 3600, in: tokyo)
        plane.clock.advance(due.seconds + offset - plane.clock.now)
        let configuration = KanmonConfiguration(
            timeZone: "Asia/Tokyo",
            alerts: TestPlane.configuration.alerts,
            reports: ReportsConfiguration(weekly: .init(language: .japanese))
        )
        func keeper() throws -> ReportKeeper {
            ReportKeeper(
                store: plane.store,
                ledger: plane.ledger,
                configuration: { configuration },
                desk: try #require(plane.parts.notices),
                clock: plane.clock.clock,
                logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
            )
        }
        for _ in 0..<3 {
            // Another keeper each time: a restart does not send it again.
            let keeper = try keeper()
            await keeper.turn()
            plane.clock.advance(30)
            await keeper.turn()
            await plane.parts.notices?.deliver()
        }
        #expect(plane.mailbox.letters.map(\.id) == (isSent ? ["report_\(week.previous)"] : []))
        if isSent { #expect(plane.mailbox.letters[0].notice.title.hasPrefix("週次レポート \(week.previous)")) }
    }
}
