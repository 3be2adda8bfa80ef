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
            whole.count == 1 || whole.first != UInt8(ascii: "0")
        else { return nil }
        if parts.count == 2 {
            let decimals = parts[1]
            guard (1...Money.decimals).contains(decimals.count), decimals.allSatisfy(\.isASCIIDigit) else { return nil }
        }
        return try? Money(decimal: text)
    }

    /// Writes an amount that is not negative, without trailing zeros.
    static func write(_ money: Money) -> String { max(money, .zero).decimal }

    /// A number of thousandths as a JSON number: `0.8`.
    static func thousandths(_ count: Int) -> JSONNumber {
        JSONNumber(write(Money(attos: Int128(count) * (unit / 1000)))) ?? JSONNumber(0)
    }
}
