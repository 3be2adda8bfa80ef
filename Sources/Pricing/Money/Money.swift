/// An amount of US dollars, exact.
///
/// Counted in whole attodollars (10⁻¹⁸ USD), so that a price per million tokens with a dozen decimals, times any count of
/// tokens, is still a whole number. Never binary floating point: a ledger of a billion rows adds up. Sums and products
/// saturate at ±1.7 × 10²⁰ dollars instead of trapping, for the counts come from peers.
public struct Money: Hashable, Sendable {
    /// 10⁻¹⁸ US dollars.
    public var attos: Int128

    /// Nothing.
    public static let zero = Money(attos: 0)

    /// The largest amount, which sums that do not fit become.
    public static let max = Money(attos: .max)

    /// The smallest amount.
    public static let min = Money(attos: .min)

    /// An amount of attodollars.
    public init(attos: Int128) { self.attos = attos }
}

extension Money: Comparable {
    /// Whether the left amount is the smaller one.
    public static func < (left: Money, right: Money) -> Bool { left.attos < right.attos }
}

extension Money: AdditiveArithmetic {
    /// The sum; saturates.
    public static func + (left: Money, right: Money) -> Money {
        let (sum, overflow) = left.attos.addingReportingOverflow(right.attos)
        return overflow ? (left.attos < 0 ? .min : .max) : Money(attos: sum)
    }

    /// The difference; saturates.
    public static func - (left: Money, right: Money) -> Money {
        let (difference, overflow) = left.attos.subtractingReportingOverflow(right.attos)
        return overflow ? (left.attos < 0 ? .min : .max) : Money(attos: difference)
    }
}

extension Money {
    /// The amount so many times; saturates.
    public static func * (amount: Money, count: Int) -> Money {
        let (product, overflow) = amount.attos.multipliedReportingOverflow(by: Int128(count))
        return overflow ? ((amount.attos < 0) == (count < 0) ? .max : .min) : Money(attos: product)
    }

    /// The amount times `numerator` / `denominator`, rounded half away from zero to a whole attodollar; saturates.
    /// - Parameters:
    ///   - numerator: what to multiply with.
    ///   - denominator: what to divide by; at least 1, anything less counts as 1.
    public func scaled(by numerator: Int, over denominator: Int) -> Money {
        let (product, overflow) = attos.multipliedReportingOverflow(by: Int128(numerator))
        if overflow { return (attos < 0) == (numerator < 0) ? .max : .min }
        return Money(attos: DecimalText.divide(product, by: Int128(Swift.max(denominator, 1))))
    }
}

extension Money {
    /// An amount in the two integers of a table, whose columns can be summed: whole nanodollars, and attodollars beyond.
    /// - Parameters:
    ///   - nanos: 10⁻⁹ US dollars.
    ///   - remainder: 10⁻¹⁸ US dollars, of the same sign.
    public init(nanos: Int64, remainder: Int64) {
        self.init(attos: Int128(nanos) * 1_000_000_000 + Int128(remainder))
    }

    /// Whole nanodollars (rounded towards zero) and the attodollars beyond them, less than 10⁹ and of the same sign;
    /// saturates at nine billion dollars.
    public var nanosAndRemainder: (nanos: Int64, remainder: Int64) {
        let (quotient, remainder) = attos.quotientAndRemainder(dividingBy: 1_000_000_000)
        guard let nanos = Int64(exactly: quotient) else { return (attos < 0 ? .min : .max, 0) }
        return (nanos, Int64(remainder))
    }
}
