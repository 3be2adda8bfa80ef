import Foundation
import Governance
import Testing

/// Boundaries of periods, as local clocks show them, with the seconds worked out by the system's `date`.
@Suite struct PeriodCalendarTests {
    struct Case: CustomTestStringConvertible, Sendable {
        var period: BudgetPolicy.Period
        var zone: String
        var at: String
        var start: String
        var end: String

        init(_ period: BudgetPolicy.Period, _ zone: String, _ at: String, _ start: String, _ end: String) {
            (self.period, self.zone, self.at, self.start, self.end) = (period, zone, at, start, end)
        }

        var testDescription: String { "\(period) in \(zone) at \(at)" }
    }

    /// All times are UTC.
    static let cases = [
        // Tokyo is nine hours ahead, always.
        Case(.day, "Asia/Tokyo", "2026-11-21T14:59:59Z", "2026-11-20T15:00:00Z", "2026-11-21T15:00:00Z"),
        Case(.day, "Asia/Tokyo", "2026-11-21T15:00:00Z", "2026-11-21T15:00:00Z", "2026-11-22T15:00:00Z"),
        Case(.month, "Asia/Tokyo", "2026-12-31T14:59:59Z", "2026-11-30T15:00:00Z", "2026-12-31T15:00:00Z"),
        Case(.month, "Asia/Tokyo", "2026-12-31T15:00:00Z", "2026-12-31T15:00:00Z", "2027-01-31T15:00:00Z"),
        Case(.year, "Asia/Tokyo", "2026-12-31T15:00:00Z", "2026-12-31T15:00:00Z", "2027-12-31T15:00:00Z"),
        Case(.quarter, "Asia/Tokyo", "2026-03-31T14:59:59Z", "2025-12-31T15:00:00Z", "2026-03-31T15:00:00Z"),
        // Ends of months, leap years.
        Case(.month, "UTC", "2028-02-29T23:59:59Z", "2028-02-01T00:00:00Z", "2028-03-01T00:00:00Z"),
        Case(.month, "UTC", "2027-02-28T23:59:59Z", "2027-02-01T00:00:00Z", "2027-03-01T00:00:00Z"),
        Case(.month, "UTC", "2000-02-29T12:00:00Z", "2000-02-01T00:00:00Z", "2000-03-01T00:00:00Z"),
        Case(.month, "UTC", "2100-02-28T12:00:00Z", "2100-02-01T00:00:00Z", "2100-03-01T00:00:00Z"),
        Case(.day, "UTC", "2028-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "2028-03-01T00:00:00Z"),
        Case(.month, "UTC", "2026-01-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z"),
        Case(.quarter, "UTC", "2026-06-30T23:59:59Z", "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"),
        Case(.quarter, "UTC", "2026-12-31T23:59:59Z", "2026-10-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        Case(.year, "UTC", "2026-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        Case(.year, "UTC", "2027-01-01T00:00:00Z", "2027-01-01T00:00:00Z", "2028-01-01T00:00:00Z"),
        // Weeks begin on Monday, also over a year's end: 2026-12-28 is one.
        Case(.week, "UTC", "2026-11-22T23:59:59Z", "2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"),
        Case(.week, "UTC", "2026-11-23T00:00:00Z", "2026-11-23T00:00:00Z", "2026-11-30T00:00:00Z"),
        Case(.week, "UTC", "2027-01-01T12:00:00Z", "2026-12-28T00:00:00Z", "2027-01-04T00:00:00Z"),
        Case(.week, "UTC", "1969-12-31T12:00:00Z", "1969-12-29T00:00:00Z", "1970-01-05T00:00:00Z"),
        // New York: 23 hours on 2026-03-08, 25 on 2026-11-01.
        Case(.day, "America/New_York", "2026-03-08T12:00:00Z", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"),
        Case(.day, "America/New_York", "2026-11-01T12:00:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        Case(.week, "America/New_York", "2026-03-08T12:00:00Z", "2026-03-02T05:00:00Z", "2026-03-09T04:00:00Z"),
        Case(.month, "America/New_York", "2026-11-01T03:59:59Z", "2026-10-01T04:00:00Z", "2026-11-01T04:00:00Z"),
        Case(.month, "America/New_York", "2026-11-15T00:00:00Z", "2026-11-01T04:00:00Z", "2026-12-01T05:00:00Z"),
        Case(.year, "America/New_York", "2027-01-01T04:59:59Z", "2026-01-01T05:00:00Z", "2027-01-01T05:00:00Z"),
        // Berlin: 2026-03-29 and 2026-10-25.
        Case(.day, "Europe/Berlin", "2026-03-29T10:00:00Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"),
        Case(.day, "Europe/Berlin", "2026-10-25T10:00:00Z", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z"),
        Case(.quarter, "Europe/Berlin", "2026-03-31T21:59:59Z", "2025-12-31T23:00:00Z", "2026-03-31T22:00:00Z"),
        // Lord Howe goes half an hour forward on 2026-10-04 and back on 2026-04-05.
        Case(.day, "Australia/Lord_Howe", "2026-10-04T02:00:00Z", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z"),
        Case(.day, "Australia/Lord_Howe", "2026-04-05T02:00:00Z", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z"),
        Case(.month, "Australia/Lord_Howe", "2026-10-10T00:00:00Z", "2026-09-30T13:30:00Z", "2026-10-31T13:00:00Z"),
        // In Cairo and Beirut clocks go from midnight to one: the day begins at one.
        Case(.day, "Africa/Cairo", "2026-04-24T12:00:00Z", "2026-04-23T22:00:00Z", "2026-04-24T21:00:00Z"),
        Case(.day, "Asia/Beirut", "2026-03-29T12:00:00Z", "2026-03-28T22:00:00Z", "2026-03-29T21:00:00Z"),
        // In Havana midnight comes twice on 2026-11-01; the first counts.
        Case(.day, "America/Havana", "2026-11-01T04:30:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        Case(.day, "America/Havana", "2026-11-01T05:30:00Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"),
        // In the Azores 2026-10-25 begins at midnight and clocks go back from one to midnight.
        Case(.day, "Atlantic/Azores", "2026-10-25T00:30:00Z", "2026-10-25T00:00:00Z", "2026-10-26T01:00:00Z"),
        // Samoa left out 2011-12-30.
        Case(.day, "Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"),
        Case(.day, "Asia/Kathmandu", "2026-11-21T18:15:00Z", "2026-11-21T18:15:00Z", "2026-11-22T18:15:00Z"),
    ]

    @Test(arguments: cases) func periodsBeginAndEndWithTheLocalCalendar(_ sample: Case) throws {
        let zone = try #require(ZoneRules(sample.zone))
        let interval = PeriodCalendar(sample.period, in: zone).interval(containing: try Self.time(sample.at))
        #expect(interval.start == (try Self.time(sample.start)))
        #expect(interval.end == (try Self.time(sample.end)))
    }

    @Test(arguments: BudgetPolicy.Period.allCases)
    func periodsFollowOneAnotherWithoutGapOrOverlap(period: BudgetPolicy.Period) throws {
        guard period != .total else { return }
        let zones = [
            "UTC", "Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Cairo",
            "America/Havana", "America/St_Johns", "America/Sao_Paulo", "Pacific/Apia", "Africa/Casablanca",
        ]
        for name in zones {
            let calendar = PeriodCalendar(period, in: try #require(ZoneRules(name)))
            var interval = calendar.interval(containing: try Self.time("2005-01-01T00:00:00Z"))
            let last = try Self.time("2031-01-01T00:00:00Z")
            while interval.start < last {
                guard let end = interval.end, interval.start < end else {
                    Issue.record("\(name) at \(interval.start.seconds): \(interval)")
                    return
                }
                let middle = WallTime(seconds: (interval.start.seconds + end.seconds) / 2)
                for time in [interval.start, middle, WallTime(seconds: end.seconds - 1)]
                where calendar.interval(containing: time) != interval {
                    Issue.record("\(name) at \(time.seconds)")
                }
                interval = calendar.interval(containing: end)
                if interval.start != end {
                    Issue.record("\(name) at \(end.seconds): \(interval)")
                    return
                }
            }
        }
    }

    @Test func monthsAgreeWithFoundationsCalendar() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "America/New_York"))
        let own = PeriodCalendar(.month, in: try #require(ZoneRules("America/New_York")))
        var random = HistoryGenerator(seed: 11)
        for _ in 0..<2000 {
            let seconds = Int64.random(in: 0...4_000_000_000, using: &random)
            let expected = try #require(
                calendar.dateInterval(of: .month, for: Date(timeIntervalSince1970: TimeInterval(seconds)))
            )
            let interval = own.interval(containing: WallTime(seconds: seconds))
            #expect(interval.start.seconds == Int64(expected.start.timeIntervalSince1970))
            #expect(interval.end?.seconds == Int64(expected.end.timeIntervalSince1970))
        }
    }

    @Test func aTotalNeverEnds() {
        let interval = PeriodCalendar(.total, in: .utc).interval(containing: WallTime(seconds: 5_000_000_000))
        #expect(interval == PeriodInterval(start: WallTime(seconds: 0), end: nil))
    }

    @Test(arguments: [Int64.min, .max, -62_135_596_801, 0])
    func aBrokenClockDoesNoHarm(seconds: Int64) {
        for period in BudgetPolicy.Period.allCases {
            let interval = PeriodCalendar(period, in: .utc).interval(containing: WallTime(seconds: seconds))
            #expect(interval.end.map { interval.start < $0 } ?? true)
        }
    }

    @Test(arguments: ["", "Nowhere/City", "GMT+9", "+09:00", "../../etc/passwd", "Asia/", "asia tokyo"])
    func unknownZonesAreNone(name: String) {
        #expect(ZoneRules(name) == nil)
    }

    private static func time(_ text: String) throws -> WallTime {
        WallTime(seconds: Int64(try Date(text, strategy: .iso8601).timeIntervalSince1970))
    }
}
