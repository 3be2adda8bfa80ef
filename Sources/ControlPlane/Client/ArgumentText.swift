public import Governance
public import JSONText

/// What people write on a command line, as the admin API wants it.
public enum ArgumentText {
    /// A moment: RFC 3339 (`2027-01-01T09:00:00+09:00`), a date, which is its midnight in UTC (`2027-01-01`), or so long from
    /// now (`36h`, `90d`, `2w`).
    /// - Parameters:
    ///   - text: as written.
    ///   - now: the time.
    ///   - isAhead: whether a duration leads ahead, or back.
    /// - Returns: `nil` where the text is none of these.
    public static func moment(_ text: String, now: Timestamp, isAhead: Bool = true) -> Timestamp? {
        if let time = Timestamp(text) ?? Timestamp(text + "T00:00:00Z") { return time }
        guard let seconds = duration(text) else { return nil }
        let moment = now.adding(seconds: isAhead ? seconds : -seconds)
        // Beyond the years that can be written it is a mistake, not a wish.
        return Timestamp(moment.description) == moment ? moment : nil
    }

    /// A duration in whole seconds: a number with `s`, `m`, `h`, `d` or `w`.
    /// - Returns: `nil` where the text is none, or no time could be that long.
    public static func duration(_ text: String) -> Int64? {
        let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
        guard let unit = text.last.flatMap({ units[$0] }), case let digits = text.dropLast(), !digits.isEmpty,
            digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let number = Int64(digits)
        else { return nil }
        let (seconds, overflow) = number.multipliedReportingOverflow(by: unit)
        return overflow ? nil : seconds
    }

    /// A name and a value: `purpose=research`.
    /// - Returns: `nil` without an equals sign or without a name.
    public static func pair(_ text: String) -> (name: String, value: String)? {
        guard let sign = text.firstIndex(of: "="), sign > text.startIndex else { return nil }
        return (String(text[..<sign]), String(text[text.index(after: sign)...]))
    }

    /// A limit: `requests_per_minute=60`.
    /// - Returns: `nil` where it is not a name and a whole number that is not negative.
    public static func limit(_ text: String) -> (name: String, amount: Int)? {
        guard let (name, value) = pair(text), let amount = Int(value), amount >= 0 else { return nil }
        return (name, amount)
    }

    /// A budget: an amount of US dollars, or of tokens where it ends in `tokens`, and a period: `100/month`,
    /// `500000tokens/day`.
    /// - Returns: the budget's members; `nil` where there is no period or the amount is no decimal number.
    public static func budget(_ text: String) -> JSONValue? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, !parts[1].isEmpty else { return nil }
        if parts[0].hasSuffix("tokens") {
            guard let tokens = Int(parts[0].dropLast("tokens".count)), tokens > 0 else { return nil }
            return ["amount": .string("\(tokens)"), "currency": "tokens", "period": .string(parts[1])]
        }
        let isDecimal =
            parts[0].utf8.contains { $0 != UInt8(ascii: ".") }
            && parts[0].utf8.allSatisfy { $0 == UInt8(ascii: ".") || (48...57).contains($0) }
            && parts[0].utf8.filter { $0 == UInt8(ascii: ".") }.count < 2
        return isDecimal ? ["amount": .string(parts[0]), "period": .string(parts[1])] : nil
    }
}
