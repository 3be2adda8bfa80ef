/// How long the other side asks to be left alone, in the field `retry-after` (RFC 9110 §10.2.3).
public enum RetryAfter {
    /// The longest wait that is told; nobody means more than eleven days.
    public static let longest = 1_000_000

    /// The wait that an answer asks for.
    /// - Parameters:
    ///   - fields: the answer's fields.
    ///   - now: the present time in seconds since 1970 UTC, for answers that name a date.
    /// - Returns: seconds from 0 to ``longest``; `nil` where it does not ask, or not in a form that is in use.
    public static func seconds(in fields: HeaderFields, now: Int64) -> Int? {
        guard let value = fields.firstSlice("retry-after"), !value.isEmpty else { return nil }
        let text = Array(value)
        let wait: Int64
        if text.allSatisfy(isDigit) {
            wait = text.count > 9 ? Int64(longest) : Int64(number(text[...]) ?? longest)
        } else {
            guard let date = date(text) else { return nil }
            wait = date - now
        }
        return Int(min(max(0, wait), Int64(longest)))
    }

    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        .map { Array($0.utf8) }

    /// The date of an IMF-fixdate, the one form that may be made (§5.6.7): `Sun, 06 Nov 1994 08:49:37 GMT`.
    /// - Returns: seconds since 1970 UTC.
    private static func date(_ text: [UInt8]) -> Int64? {
        guard text.count == 29, text[3...4].elementsEqual(", ".utf8), text[25...].elementsEqual(" GMT".utf8),
            text[7] == UInt8(ascii: " "), text[11] == UInt8(ascii: " "), text[16] == UInt8(ascii: " "),
            text[19] == UInt8(ascii: ":"), text[22] == UInt8(ascii: ":"),
            let day = number(text[5...6]), (1...31).contains(day),
            let month = months.firstIndex(where: { $0.elementsEqual(text[8...10]) }),
            let year = number(text[12...15]),
            let hour = number(text[17...18]), hour < 24,
            let minute = number(text[20...21]), minute < 60,
            let second = number(text[23...24]), second <= 60
        else { return nil }
        let seconds = (hour * 60 + minute) * 60 + second
        return Int64(days(year, month + 1, day)) * 86_400 + Int64(seconds)
    }

    /// The days from 1970-01-01 to a day of the Gregorian calendar, counted in years that begin in March.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let era = (year >= 0 ? year : year - 399) / 400
        let yearOfEra = year - era * 400
        let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    /// The number that at most nine digits are.
    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        guard digits.count <= 9, digits.allSatisfy(isDigit) else { return nil }
        return digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
}
