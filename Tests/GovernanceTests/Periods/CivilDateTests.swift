import Testing

@testable import Governance

@Suite struct CivilDateTests {
    @Test(arguments: [
        (Int64(0), Int64(1970), Int64(1), Int64(1), Int64(3)), (-1, 1969, 12, 31, 2), (20_778, 2026, 11, 21, 5),
        (11_016, 2000, 2, 29, 1), (47_540, 2100, 2, 28, 6), (47_541, 2100, 3, 1, 0), (-719_468, 0, 3, 1, 2),
    ])
    func daysAreDates(days: Int64, year: Int64, month: Int64, day: Int64, weekday: Int64) {
        let date = CivilDate(year: year, month: month, day: day)
        #expect(CivilDate(daysSince1970: days) == date)
        #expect(date.daysSince1970 == days)
        #expect(date.weekday == weekday)
    }

    @Test func everyDayIsFollowedByTheNext() {
        let lengths: [Int64] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        var date = CivilDate(year: 1899, month: 12, day: 31)
        for days in date.daysSince1970 + 1..<date.daysSince1970 + 150_000 {
            let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
            let length = lengths[Int(date.month) - 1] + (date.month == 2 && isLeap ? 1 : 0)
            let next =
                date.day < length
                ? CivilDate(year: date.year, month: date.month, day: date.day + 1)
                : date.month < 12
                    ? CivilDate(year: date.year, month: date.month + 1, day: 1)
                    : CivilDate(year: date.year + 1, month: 1, day: 1)
            date = CivilDate(daysSince1970: days)
            if date != next || date.daysSince1970 != days {
                Issue.record("day \(days) is \(date)")
                return
            }
        }
    }
}
