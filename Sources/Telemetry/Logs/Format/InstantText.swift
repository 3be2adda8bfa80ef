/// Moments as text (RFC 3339, UTC) without a formatter.
enum InstantText {
    /// `2026-11-21T22:05:03.000123Z`.
    /// - Parameter nanoseconds: since 1970 UTC; not before.
    static func text(_ nanoseconds: Int64) -> String {
        let parts = parts(nanoseconds)
        let micros = (max(0, nanoseconds) / 1000) % 1_000_000
        return "\(parts.date)T\(two(parts.hour)):\(two(parts.minute)):\(two(parts.second)).\(padded(micros, 6))Z"
    }

    /// The date, as `2026-11-21`, and the time of day.
    static func parts(_ nanoseconds: Int64) -> (date: String, hour: Int64, minute: Int64, second: Int64) {
        let seconds = max(0, nanoseconds) / 1_000_000_000
        let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
        // Howard Hinnant's days-to-civil, for days since 1970.
        let shifted = days + 719_468
        let (era, dayOfEra) = shifted.quotientAndRemainder(dividingBy: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return ("\(padded(year, 4))-\(two(month))-\(two(day))", rest / 3600, rest / 60 % 60, rest % 60)
    }

    static func two(_ number: Int64) -> String { padded(number, 2) }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
}
