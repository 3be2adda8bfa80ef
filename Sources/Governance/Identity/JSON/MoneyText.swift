import JSONText
import Pricing

/// Amounts of money in documents: exact decimals of at most 18 places, without an exponent.
enum MoneyText {
    private static let unit: Int128 = 1_000_000_000_000_000_000

    /// Reads an amount that is not negative.
    /// - Parameter text: digits, perhaps a point and at most 18 more; at most 15 before it. Anything else gives `nil`.
    static func read(_ text: String) -> Money? {
        let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        guard let whole = parts.first, (1...15).contains(whole.count), whole.allSatisfy(\.isASCIIDigit),
            whole.count == 1 || whole.first != UInt8(ascii: "0"), let dollars = Int128(Substring(whole))
        else { return nil }
        guard parts.count == 2 else { return Money(attos: dollars * unit) }
        let decimals = parts[1]
        guard (1...18).contains(decimals.count), decimals.allSatisfy(\.isASCIIDigit) else { return nil }
        let padded = String(Substring(decimals)) + String(repeating: "0", count: 18 - decimals.count)
        guard let attos = Int128(padded) else { return nil }
        // At most 10^33 and a little: Int128 holds 10^38.
        return Money(attos: dollars * unit + attos)
    }

    /// Writes an amount that is not negative, without trailing zeros.
    static func write(_ money: Money) -> String {
        let attos = max(money.attos, 0)
        var decimals = String(attos % unit)
        decimals = String(repeating: "0", count: 18 - decimals.utf8.count) + decimals
        while decimals.last == "0" { decimals.removeLast() }
        return String(attos / unit) + (decimals.isEmpty ? "" : "." + decimals)
    }

    /// A number of thousandths as a JSON number: `0.8`.
    static func thousandths(_ count: Int) -> JSONNumber {
        JSONNumber(write(Money(attos: Int128(count) * (unit / 1000)))) ?? JSONNumber(0)
    }
}
