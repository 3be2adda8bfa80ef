/// How long a provider asks to wait.
enum OpenAIChatWaitHint {
    /// The longest wait believed, in seconds.
    private static let limit = 86_400.0

    /// The hint in the headers of an error answer, in seconds; `nil` where there is none.
    ///
    /// OpenAI's and Azure's own headers count milliseconds and win over the standard one. Where only a limit's state is
    /// told, what is used up must reset first.
    static func seconds(_ header: (String) -> String?) -> Double? {
        for name in ["retry-after-ms", "x-ms-retry-after-ms"] {
            if let value = header(name).flatMap(number) { return min(value / 1000, limit) }
        }
        if let value = header("retry-after").flatMap(number) { return min(value, limit) }
        let resets = ["requests", "tokens"].compactMap { kind -> Double? in
            guard header("x-ratelimit-remaining-\(kind)") == "0" else { return nil }
            return header("x-ratelimit-reset-\(kind)").flatMap(duration)
        }
        return resets.max().map { min($0, limit) }
    }

    private static func number(_ text: String) -> Double? {
        guard let value = Double(text), value.isFinite, value >= 0 else { return nil }
        return value
    }

    /// A duration such as `6m0s`, `1h2m3.5s`, `20ms`.
    private static func duration(_ text: String) -> Double? {
        var total = 0.0
        var rest = text.prefix(64)
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            guard let value = number(String(digits)) else { return nil }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            switch unit {
            case "ms": total += value / 1000
            case "s", "": total += value
            case "m": total += value * 60
            case "h": total += value * 3600
            case "d": total += value * 86_400
            default: return nil
            }
        }
        return total
    }
}
