/// An amount of US dollars, exact.
///
/// Counted in whole attodollars (10⁻¹⁸ USD), so that a price per million tokens with a dozen decimals, halved for a batch,
/// times any count of tokens, is still a whole number. Never binary floating point: a ledger of a billion rows adds up.
public struct Money: Hashable, Sendable {
    /// 10⁻¹⁸ US dollars.
    public var attos: Int128

    /// Nothing.
    public static let zero = Money(attos: 0)

    /// An amount of attodollars.
    public init(attos: Int128) { self.attos = attos }
}

extension Money: Comparable {
    public static func < (left: Money, right: Money) -> Bool { left.attos < right.attos }
}
