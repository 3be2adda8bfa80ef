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
        let days = seconds.flooredDivision(by: 86_400)
        secondOfDay = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        year = date.year
        month = date.month
        day = date.day
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
