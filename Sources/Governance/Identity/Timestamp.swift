/// A point in wall-clock time, in whole seconds since 1970 UTC (leap seconds not counted).
///
/// Decisions take the time as a parameter, so that tests bring their own.
public struct Timestamp: Hashable, Sendable, Comparable {
    /// Seconds since 1970-01-01T00:00:00Z.
    public var seconds: Int64

    /// A point in time.
    /// - Parameter seconds: seconds since 1970 UTC.
    public init(seconds: Int64) { self.seconds = seconds }

    /// Whether the left one is earlier.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.seconds < right.seconds }

    /// The time so many seconds later; saturates at the ends of the type.
    public func adding(seconds more: Int64) -> Timestamp {
        let (sum, overflow) = seconds.addingReportingOverflow(more)
        return Timestamp(seconds: overflow ? (more < 0 ? .min : .max) : sum)
    }
}

extension Timestamp: CustomStringConvertible {
    private static let earliest: Int64 = -62_167_219_200
    private static let latest: Int64 = 253_402_300_799

    /// Reads a time as RFC 3339 §5.6 writes it: `2026-12-01T09:00:00+09:00`. A fraction of a second is cut off.
    /// - Parameter text: the time; anything else gives `nil`.
    public init?(_ text: String) {
        var rest = text.utf8[...]
        guard let year = Self.number(4, &rest), Self.take("-", &rest), let month = Self.number(2, &rest),
            Self.take("-", &rest), let day = Self.number(2, &rest), Self.take("T", &rest),
            let hour = Self.number(2, &rest), Self.take(":", &rest), let minute = Self.number(2, &rest),
            Self.take(":", &rest), let second = Self.number(2, &rest), Self.takeFraction(&rest),
            let offset = Self.offset(&rest), rest.isEmpty,
            (1...12).contains(month), day >= 1, day <= Self.days(inMonth: month, of: year), hour < 24, minute < 60,
            second < 60
        else { return nil }
        // All parts have at most four digits: nothing here can overflow.
        let date = CivilDate(year: Int64(year), month: Int64(month), day: Int64(day))
        let seconds = date.daysSince1970 * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset)
        guard (Self.earliest...Self.latest).contains(seconds) else { return nil }
        self.seconds = seconds
    }

    /// The time in UTC as RFC 3339 writes it: `2026-12-01T00:00:00Z`; years 0 to 9999, others are clamped.
    public var description: String {
        let seconds = min(max(self.seconds, Self.earliest), Self.latest)
        let days = seconds.flooredDivision(by: 86_400)
        let rest = seconds - days * 86_400
        let date = CivilDate(daysSince1970: days)
        return Self.padded(date.year, 4) + "-" + Self.padded(date.month, 2) + "-" + Self.padded(date.day, 2) + "T"
            + Self.padded(rest / 3600, 2) + ":" + Self.padded(rest / 60 % 60, 2) + ":" + Self.padded(rest % 60, 2) + "Z"
    }

    private static func padded(_ number: Int64, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    private static func take(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    /// Exactly so many digits.
    private static func number(_ count: Int, _ rest: inout Substring.UTF8View) -> Int? {
        let digits = rest.prefix(count)
        guard digits.count == count, digits.allSatisfy(\.isASCIIDigit) else { return nil }
        rest = rest.dropFirst(count)
        return Int(Substring(digits))
    }

    private static func takeFraction(_ rest: inout Substring.UTF8View) -> Bool {
        guard take(".", &rest) else { return true }
        let digits = rest.prefix(while: \.isASCIIDigit)
        guard (1...9).contains(digits.count) else { return false }
        rest = rest.dropFirst(digits.count)
        return true
    }

    /// Seconds by which the time is ahead of UTC.
    private static func offset(_ rest: inout Substring.UTF8View) -> Int? {
        if take("Z", &rest) { return 0 }
        let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
        guard take("+", &rest) || take("-", &rest), let hours = number(2, &rest), take(":", &rest),
            let minutes = number(2, &rest), hours < 24, minutes < 60
        else { return nil }
        return sign * (hours * 3600 + minutes * 60)
    }

    private static func days(inMonth month: Int, of year: Int) -> Int {
        switch month {
        case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }
}
