/// A moment in the Gregorian calendar, without a time zone's history: what an offset needs and no more.
public struct CivilTime: Hashable, Sendable {
    /// The year.
    public let year: Int64
    /// The month, from 1.
    public let month: Int64
    /// The day of the month, from 1.
    public let day: Int64
    /// The second of the day.
    public let secondOfDay: Int64

    /// The moment of a count of seconds since 1970, in the zone that they are counted in.
    public init(secondsSince1970 seconds: Int64) {
        let days = seconds.flooredQuotient(by: 86_400)
        secondOfDay = seconds - days * 86_400
        // Eras of 400 years, counted from 1 March 0000, so that a leap day is its year's last.
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(by: 146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Appends the date: `2026-02-28`.
    public func appendDate(to bytes: inout [UInt8]) {
        Self.append(year, digits: 4, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(month, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: "-"))
        Self.append(day, digits: 2, to: &bytes)
    }

    /// Appends the time of day: `23:59:59`.
    public func appendClock(to bytes: inout [UInt8]) {
        Self.append(secondOfDay / 3600, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(secondOfDay / 60 % 60, digits: 2, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        Self.append(secondOfDay % 60, digits: 2, to: &bytes)
    }

    /// Appends a number that is not negative with leading zeros; a longer one loses its first digits.
    static func append(_ number: Int64, digits: Int, to bytes: inout [UInt8]) {
        var unit: Int64 = 1
        for _ in 1..<digits { unit *= 10 }
        var rest = number.magnitude % UInt64(unit * 10)
        while unit > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(rest / UInt64(unit)))
            rest %= UInt64(unit)
            unit /= 10
        }
    }
}

extension Int64 {
    /// The quotient rounded down, also of negative numbers.
    func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
