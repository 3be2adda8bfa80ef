import Pricing

/// An amount of money as two integers, as the ledger's columns have it.
struct LedgerAmount: Hashable {
    /// Whole nano-USD, rounded down.
    var nano: Int64
    /// Attodollars above that, below 10⁹.
    var rest: Int64

    static let zero = LedgerAmount(nano: 0, rest: 0)

    /// The amount of two columns.
    init(nano: Int64, rest: Int64) {
        self.nano = nano
        self.rest = rest
    }

    /// An amount; beyond a million dollars either way it is a million: no request costs that, and sums of as many rows
    /// as a disk holds stay within 64 bits.
    init(_ money: Money) {
        // Most requests cost less than nine dollars, whose attodollars are a 64-bit number.
        if let attos = Int64(exactly: money.attos) {
            let (quotient, remainder) = attos.quotientAndRemainder(dividingBy: 1_000_000_000)
            self.init(
                nano: remainder < 0 ? quotient - 1 : quotient,
                rest: remainder < 0 ? remainder + 1_000_000_000 : remainder
            )
            return
        }
        let limit = Int128(1_000_000_000_000_000) * 1_000_000_000
        let attos = min(max(money.attos, -limit), limit)
        let (quotient, remainder) = attos.quotientAndRemainder(dividingBy: 1_000_000_000)
        self.init(
            nano: Int64(remainder < 0 ? quotient - 1 : quotient),
            rest: Int64(remainder < 0 ? remainder + 1_000_000_000 : remainder)
        )
    }

    /// A segment's sum; within 64 bits, because a segment has at most 4,000 amounts of at most a million dollars.
    static func sum(ofSegment money: Money) -> LedgerAmount {
        let (quotient, remainder) = money.attos.quotientAndRemainder(dividingBy: 1_000_000_000)
        return LedgerAmount(nano: Int64(truncatingIfNeeded: quotient), rest: Int64(truncatingIfNeeded: remainder))
    }

    /// The amount of two columns' sums.
    static func money(nano: Int64, rest: Int64) -> Money {
        Money(attos: Int128(nano) * 1_000_000_000 + Int128(rest))
    }

    /// The amount.
    var money: Money { Self.money(nano: nano, rest: rest) }
}
