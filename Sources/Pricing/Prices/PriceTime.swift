/// A moment that decides which price holds, in whole seconds of UTC.
public struct PriceTime: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public let unixSeconds: Int64

    /// A moment.
    /// - Parameter unixSeconds: seconds since 1970 UTC.
    public init(unixSeconds: Int64) { self.unixSeconds = unixSeconds }

    /// A moment.
    /// - Parameter unixNanoseconds: nanoseconds since 1970 UTC.
    public init(unixNanoseconds: Int64) {
        // Rounded down, also before 1970.
        let (quotient, remainder) = unixNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        unixSeconds = remainder < 0 ? quotient - 1 : quotient
    }

    /// Reads a date or a time with a date (RFC 3339): `2026-02-01`, `2026-02-01T09:30:00Z`, `2026-02-01T09:30:00.5+09:00`.
    ///
    /// A date is its midnight in UTC, and so is a time without a zone a time in UTC. `nil` for anything else.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard byte &- UInt8(ascii: "0") < 10 else { return nil }
                value = value * 10 + Int(byte &- UInt8(ascii: "0"))
            }
            return value
        }
        func has(_ character: Character, at index: Int) -> Bool {
            index < bytes.count && bytes[index] == character.asciiValue
        }
        guard has("-", at: 4), has("-", at: 7), let year = number(0..<4), let month = number(5..<7),
            let day = number(8..<10), (1...12).contains(month), (1...Self.days(in: month, of: year)).contains(day)
        else { return nil }
        var seconds = Self.days(year: year, month: month, day: day) * 86_400
        if bytes.count > 10 {
            guard has("T", at: 10) || has("t", at: 10) || has(" ", at: 10), has(":", at: 13),
                let hour = number(11..<13),
                let minute = number(14..<16), hour < 24, minute < 60
            else { return nil }
            seconds += Int64(hour * 3600 + minute * 60)
            var position = 16
            if has(":", at: position) {
                guard let second = number(17..<19), second <= 60 else { return nil }
                seconds += Int64(second)
                position = 19
                if has(".", at: position) {
                    position += 1
                    let start = position
                    while position < bytes.count, bytes[position] &- UInt8(ascii: "0") < 10 { position += 1 }
                    if position == start { return nil }
                }
            }
            if has("Z", at: position) || has("z", at: position) {
                position += 1
            } else if has("+", at: position) || has("-", at: position) {
                guard has(":", at: position + 3), let hours = number(position + 1..<position + 3),
                    let minutes = number(position + 4..<position + 6), hours < 24, minutes < 60
                else { return nil }
                let offset = Int64(hours * 3600 + minutes * 60)
                seconds += has("+", at: position) ? -offset : offset
                position += 6
            }
            guard position == bytes.count else { return nil }
        }
        unixSeconds = seconds
    }

    /// Seconds since midnight in UTC.
    var secondOfDay: Int {
        let second = unixSeconds % 86_400
        return Int(second < 0 ? second + 86_400 : second)
    }

    /// Whether the left moment is the earlier one.
    public static func < (left: Self, right: Self) -> Bool { left.unixSeconds < right.unixSeconds }

    /// The date in UTC: `2026-02-01`.
    public var date: String {
        let days = (unixSeconds - Int64(secondOfDay)) / 86_400
        // Days to a date of the proleptic Gregorian calendar, in eras of 400 years that begin in March.
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        let month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func padded(_ value: Int64, _ width: Int) -> String {
            let text = String(value)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    }

    /// Days since 1970 of a date of the proleptic Gregorian calendar.
    private static func days(year: Int, month: Int, day: Int) -> Int64 {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return Int64(era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468)
    }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
