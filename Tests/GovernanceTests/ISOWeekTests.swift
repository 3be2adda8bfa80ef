import Governance
import Testing

@Suite("Weeks of the calendar")
struct ISOWeekTests {
    @Test(
        "Weeks are numbered as ISO 8601 says",
        arguments: [
            ("2026-11-21", "2026-W47"), ("2026-11-22", "2026-W47"), ("2026-11-23", "2026-W48"),
            ("2024-12-30", "2025-W01"),
            ("2027-01-03", "2026-W53"), ("2027-01-04", "2027-W01"), ("2021-01-01", "2020-W53"),
            ("2018-12-31", "2019-W01"),
        ]
    )
    func numbers(date: String, week: String) throws {
        let time = WallTime(seconds: try #require(Timestamp("\(date)T12:00:00Z")).seconds)
        #expect(ISOWeek(containing: time, in: .utc).description == week)
        let parsed = try #require(ISOWeek(week))
        #expect(parsed == ISOWeek(containing: time, in: .utc))
        let interval = parsed.interval(in: .utc)
        let end = try #require(interval.end)
        #expect(interval.start <= time && time < end)
        #expect(parsed.next.previous == parsed && parsed.previous < parsed)
    }

    @Test(
        "What is no week is none",
        arguments: ["", "2026-47", "2026-W7", "2026-W00", "2025-W53", "2026-W54", "-026-W10", "2026-W１"]
    )
    func refuses(_ text: String) { #expect(ISOWeek(text) == nil) }

    @Test("Years with 53 weeks have them") func hasLongYears() { #expect(ISOWeek("2026-W53") != nil) }

    @Test(
        "Days follow each other without a gap where clocks change, and the week has an hour less or more",
        arguments: [
            ("2026-W13", 167), ("2026-W43", 169), ("2026-W20", 168),
        ]
    )
    func countsDays(week: String, hours: Int) throws {
        let zone = try #require(ZoneRules("Europe/Berlin"))
        let week = try #require(ISOWeek(week))
        let days = week.days(in: zone)
        for (day, next) in zip(days, days.dropFirst()) { #expect(day.interval.end == next.interval.start) }
        let interval = week.interval(in: zone)
        #expect(days.count == 7 && days[0].interval.start == interval.start && days[6].interval.end == interval.end)
        #expect(try #require(interval.end).seconds - interval.start.seconds == Int64(hours) * 3600)
    }

    @Test(
        "A time of a day is when clocks there show it, also around changes",
        arguments: [
            ("2026-W47", 0, 32_400, "Asia/Tokyo", "2026-11-16T00:00:00Z"),
            ("2026-W13", 6, 32_400, "Europe/Berlin", "2026-03-29T07:00:00Z"),
            ("2026-W13", 6, 3_600, "Europe/Berlin", "2026-03-29T00:00:00Z"),
            // 02:30 does not exist that day: the moment after the same time that passed.
            ("2026-W13", 6, 9_000, "Europe/Berlin", "2026-03-29T01:30:00Z"),
            // 02:30 comes twice that day: the first.
            ("2026-W43", 6, 9_000, "Europe/Berlin", "2026-10-25T00:30:00Z"),
            ("2026-W44", 0, 32_400, "Europe/Berlin", "2026-10-26T08:00:00Z"),
        ]
    )
    func findsMoments(week: String, day: Int, seconds: Int, zone: String, moment: String) throws {
        let zone = try #require(ZoneRules(zone))
        let found = try #require(ISOWeek(week)).moment(day: day, seconds: seconds, in: zone)
        #expect(Timestamp(seconds: found.seconds).description == moment)
    }
}
