/// A week of the calendar as ISO 8601 numbers them: it begins on Monday, and the first week of a year is the one with its
/// first Thursday.
public struct ISOWeek: Hashable, Sendable, Comparable, CustomStringConvertible {
    /// The year that the week's Thursday lies in.
    public let year: Int
    /// The number in the year, from 1.
    public let number: Int
    /// Days from 1970-01-01 to its Monday.
    private let monday: Int64

    /// Years that weeks can be in.
    private static let years: ClosedRange<Int64> = 1...9999

    /// Reads `2026-W47`; `nil` for anything else, and for a week that the year does not have.
    public init?(_ text: String) {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].count == 4, parts[1].count == 3, parts[1].first == UInt8(ascii: "W"),
            parts[0].allSatisfy(\.isASCIIDigit), parts[1].dropFirst().allSatisfy(\.isASCIIDigit),
            let year = Int64(Substring(parts[0])), let number = Int64(Substring(parts[1].dropFirst())),
            Self.years.contains(year), number >= 1
        else { return nil }
        self.init(monday: Self.firstMonday(of: year) + (number - 1) * 7)
        guard Int64(self.year) == year else { return nil }
    }

    /// The week that it is in a time zone at a time.
    public init(containing time: WallTime, in zone: ZoneRules) {
        let start = PeriodCalendar(.week, in: zone).interval(containing: time).start
        // Noon: where midnight does not exist, or exists twice, the first second's date might be the day before.
        let noon = start.seconds + zone.offset(at: start) + 43_200
        let day = noon.flooredDivision(by: 86_400)
        self.init(monday: day - CivilDate(daysSince1970: day).weekday)
    }

    private init(monday: Int64) {
        // The Thursday decides on the year.
        let year = CivilDate(daysSince1970: monday + 3).year
        self.monday = monday
        self.year = Int(year)
        number = Int((monday - Self.firstMonday(of: year)) / 7 + 1)
    }

    /// The week before.
    public var previous: ISOWeek { ISOWeek(monday: monday - 7) }

    /// The week after.
    public var next: ISOWeek { ISOWeek(monday: monday + 7) }

    /// `2026-W47`.
    public var description: String {
        let (year, number) = (String(year), String(number))
        return String(repeating: "0", count: max(0, 4 - year.count)) + year + "-W"
            + String(repeating: "0", count: max(0, 2 - number.count)) + number
    }

    /// Whether the left one is earlier.
    public static func < (left: ISOWeek, right: ISOWeek) -> Bool { left.monday < right.monday }

    /// From the first second of Monday to that of the next one, in a time zone.
    public func interval(in zone: ZoneRules) -> PeriodInterval {
        PeriodInterval(start: days(in: zone)[0].interval.start, end: next.start(ofDay: 0, in: zone))
    }

    /// Its seven days in a time zone, by their dates; not all have 24 hours.
    public func days(in zone: ZoneRules) -> [(date: String, interval: PeriodInterval)] {
        (Int64(0)..<7).map { day in
            let date = Timestamp(seconds: (monday + day) * 86_400).description.prefix(10)
            let interval = PeriodInterval(start: start(ofDay: day, in: zone), end: start(ofDay: day + 1, in: zone))
            return (String(date), interval)
        }
    }

    /// The moment at which clocks in a zone show a time of one of its days. Where they are put forward over it, the moment
    /// after; where they show it twice, the first one.
    /// - Parameters:
    ///   - day: 0 is Monday, 6 Sunday.
    ///   - seconds: the time since midnight.
    public func moment(day: Int, seconds: Int, in zone: ZoneRules) -> WallTime {
        let local = (monday + Int64(min(max(day, 0), 6))) * 86_400 + Int64(min(max(seconds, 0), 86_399))
        // No zone is a day or more from UTC, and none changes twice in two days: these are the offsets before and after.
        let before = zone.offset(at: WallTime(seconds: local - 86_400))
        let after = zone.offset(at: WallTime(seconds: local + 86_400))
        for offset in [before, after] {
            let candidate = WallTime(seconds: local - offset)
            if zone.offset(at: candidate) == offset { return candidate }
        }
        return WallTime(seconds: local - before)
    }

    /// The first second of a day; 7 is the next Monday.
    private func start(ofDay day: Int64, in zone: ZoneRules) -> WallTime {
        let midday = WallTime(seconds: (monday + day) * 86_400 + 43_200)
        let local = WallTime(seconds: midday.seconds - zone.offset(at: midday))
        return PeriodCalendar(.day, in: zone).interval(containing: local).start
    }

    /// Days from 1970-01-01 to the Monday of a year's first week, which is the one of January 4th.
    private static func firstMonday(of year: Int64) -> Int64 {
        let fourth = CivilDate(year: year, month: 1, day: 4)
        return fourth.daysSince1970 - fourth.weekday
    }
}
