import Governance
import Pricing

/// Numbers, amounts and times as people read them.
struct NumberText: Sendable {
    let language: NoticeLanguage

    /// A whole number in groups of three digits: `12,345`.
    func count(_ number: Int) -> String { (number < 0 ? "-" : "") + Self.grouped(String(number.magnitude)) }

    /// A number with so many decimals, in groups of three digits.
    func fixed(_ value: Double, _ decimals: Int) -> String {
        let scale = [1.0, 10, 100, 1000][min(max(decimals, 0), 3)]
        guard value.isFinite, let units = Int(exactly: (value.magnitude * scale).rounded()) else { return "?" }
        let (whole, rest) = units.quotientAndRemainder(dividingBy: Int(scale))
        let sign = value < 0 && units != 0 ? "-" : ""
        guard scale > 1 else { return sign + count(whole) }
        let digits = String(rest)
        let zeros = String(repeating: "0", count: String(Int(scale)).count - 1 - digits.count)
        return "\(sign)\(count(whole)).\(zeros)\(digits)"
    }

    /// A share: `6.2%`.
    func share(_ value: Double) -> String { fixed(value * 100, 1) + "%" }

    /// How much more or less something is than before: `+12.5%`.
    func change(_ now: Double, from before: Double) -> String? {
        guard before != 0 else { return nil }
        let change = (now - before) / before
        return (change >= 0 ? "+" : "") + share(change)
    }

    /// US dollars: `1,234.56 USD`.
    func dollars(_ value: Double) -> String { fixed(value, 2) + " USD" }

    /// An amount in US dollars, and in the currency that people are shown: `12.34 USD (1,858 JPY)`.
    func money(_ money: Money, _ currency: Currency) -> String {
        let dollars = Self.groupedDecimal(Currency.usd.text(money)) + " USD"
        guard currency.code != Currency.usd.code else { return dollars }
        return "\(dollars) (\(Self.groupedDecimal(currency.text(money))) \(currency.code))"
    }

    /// A length of time in its largest whole unit: `5 minutes`, `5 分`.
    func duration(_ seconds: Int) -> String {
        let units: [(Int, String, String)] = [
            (86_400, "day", " 日"), (3600, "hour", " 時間"), (60, "minute", " 分"), (1, "second", " 秒"),
        ]
        // What is longer than two of a unit is told in it, rounded; `90 minutes` says more than `1 hour`.
        let unit = units.first { seconds >= $0.0 && (seconds % $0.0 == 0 || seconds >= $0.0 * 2) } ?? units[3]
        let number = (seconds + unit.0 / 2) / unit.0
        switch language {
        case .english: return "\(count(number)) \(unit.1)\(number == 1 ? "" : "s")"
        case .japanese: return "\(count(number))\(unit.2)"
        }
    }

    /// A moment on the clocks of a zone: `2026-11-21 23:05 (Asia/Tokyo)`.
    func time(_ time: WallTime, in zone: ZoneRules) -> String {
        let local = Timestamp(seconds: time.seconds).adding(seconds: zone.offset(at: time)).description
        return "\(local.prefix(10)) \(local.dropFirst(11).prefix(5)) (\(zone.name))"
    }

    private static func groupedDecimal(_ text: String) -> String {
        let parts = text.split(separator: ".", maxSplits: 1)
        guard let whole = parts.first else { return text }
        let isNegative = whole.hasPrefix("-")
        let digits = grouped(String(isNegative ? whole.dropFirst() : whole))
        return (isNegative ? "-" : "") + digits + (parts.count > 1 ? ".\(parts[1])" : "")
    }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
