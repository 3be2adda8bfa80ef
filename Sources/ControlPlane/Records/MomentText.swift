import Governance

/// Moments as the admin API writes them.
enum MomentText {
    private static let second: Int64 = 1_000_000_000

    /// RFC 3339 in UTC to the microsecond: `2026-02-28T23:59:59.123456Z`.
    /// - Parameter nanoseconds: since 1970 UTC.
    static func text(_ nanoseconds: Int64) -> String {
        var (seconds, rest) = nanoseconds.quotientAndRemainder(dividingBy: second)
        if rest < 0 {
            rest += second
            seconds -= 1
        }
        let fraction = String(rest / 1000)
        return Timestamp(seconds: seconds).description.dropLast() + "."
            + String(repeating: "0", count: 6 - fraction.utf8.count) + fraction + "Z"
    }
}
