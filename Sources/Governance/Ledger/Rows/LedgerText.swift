import Pricing

/// Numbers and times as text, into bytes.
enum LedgerText {
    /// Appends a whole number.
    static func append(_ number: some BinaryInteger, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: String(number).utf8)
    }

    /// Appends an amount of US dollars as a decimal number without needless zeros: `0.00123`.
    static func append(_ money: Money, to bytes: inout [UInt8]) {
        if money.attos < 0 { bytes.append(UInt8(ascii: "-")) }
        let (whole, rest) = money.attos.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000_000_000_000)
        append(whole, to: &bytes)
        var fraction = UInt64(rest)
        guard fraction > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        var digit: UInt64 = 100_000_000_000_000_000
        while fraction > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(fraction / digit))
            fraction %= digit
            digit /= 10
        }
    }

    /// Appends a time as RFC 3339 has it, in UTC to the microsecond: `2026-02-28T23:59:59.123456Z`.
    /// - Parameter time: nanoseconds since 1970 UTC.
    static func append(time: Int64, to bytes: inout [UInt8]) {
        let second: Int64 = 1_000_000_000
        let seconds = time.flooredDivision(by: second)
        let moment = CivilTime(secondsSince1970: seconds)
        moment.appendDate(to: &bytes)
        bytes.append(UInt8(ascii: "T"))
        moment.appendClock(to: &bytes)
        bytes.append(UInt8(ascii: "."))
        // Wraps below the first moment that there is, and back: the difference is right.
        CivilTime.append((time &- seconds &* second) / 1000, digits: 6, to: &bytes)
        bytes.append(UInt8(ascii: "Z"))
    }
}
