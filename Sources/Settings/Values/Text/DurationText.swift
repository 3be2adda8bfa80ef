/// Durations as documents write them: `200ms`, `5s`, `10m`, `1h`, `7d`.
public enum DurationText {
    static let pattern = "^[0-9]{1,9}(ms|s|m|h|d)$"

    /// Units with their milliseconds, the longest first.
    private static let units: [(name: String, milliseconds: Int64)] = [
        ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]

    /// The duration; nil if the text is none. Nine digits of days fit with room to spare.
    static func duration(_ text: String) -> Duration? {
        let digits = text.utf8.prefix(while: \.isDigit)
        guard (1...9).contains(digits.count), let number = Int64(Substring(digits)) else { return nil }
        let name = String(text.dropFirst(digits.count))
        guard let unit = units.first(where: { $0.name == name }) else { return nil }
        let (milliseconds, overflow) = number.multipliedReportingOverflow(by: unit.milliseconds)
        return overflow ? nil : .milliseconds(milliseconds)
    }

    /// The duration in the longest unit that gives a whole number; whole milliseconds are assumed.
    public static func text(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return "\(seconds)s" }
        let milliseconds = whole &+ attoseconds / 1_000_000_000_000_000
        guard milliseconds != 0, let unit = units.first(where: { milliseconds % $0.milliseconds == 0 }) else {
            return "\(milliseconds)ms"
        }
        return "\(milliseconds / unit.milliseconds)\(unit.name)"
    }
}
