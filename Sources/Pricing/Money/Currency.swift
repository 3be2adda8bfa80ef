/// A currency that amounts are shown in: the ledger counts in US dollars, people may read yen.
public struct Currency: Hashable, Sendable {
    /// The ISO 4217 code: `JPY`.
    public let code: String
    /// How many decimals are shown: 0 for yen, 2 for most.
    public let decimals: Int
    /// What a dollar is worth, in millionths of the currency.
    private let rate: Int128

    /// US dollars, shown in cents.
    public static let usd = Currency(code: "USD", decimals: 2, rate: 1_000_000)

    /// Creates a currency.
    /// - Parameters:
    ///   - code: three letters of ISO 4217.
    ///   - perDollar: what one US dollar is worth, as a decimal number with at most six decimals: `151.37`.
    ///   - decimals: how many decimals are shown, 0 to 12; nil takes what the currency is counted in.
    /// - Throws: ``PricingError`` for a rate that is no positive number or too large, and for a code that is none.
    public init(code: String, perDollar: String, decimals: Int? = nil) throws(PricingError) {
        guard code.utf8.count == 3, code.utf8.allSatisfy({ (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) })
        else {
            throw PricingError(
                .invalidPrices,
                "'\(code.prefix(8))' is no currency code: expected three capital letters"
            )
        }
        let rate = try DecimalText.parse(perDollar, decimals: 6)
        guard rate > 0 else { throw PricingError(.invalidDecimal, "the rate of \(code) must be more than 0") }
        guard rate <= 1_000_000_000_000_000 else { throw PricingError(.overflow, "the rate of \(code) is too large") }
        let usual = Self.wholeUnits.contains(code) ? 0 : Self.thousandths.contains(code) ? 3 : 2
        self.init(code: code, decimals: min(max(decimals ?? usual, 0), 12), rate: rate)
    }

    private init(code: String, decimals: Int, rate: Int128) {
        self.code = code
        self.decimals = decimals
        self.rate = rate
    }

    /// An amount in this currency, rounded half away from zero to its decimals: `151.37`, `-3`.
    public func text(_ amount: Money) -> String {
        // Whole dollars and the rest apart, so that no product overflows: the first is below 10²¹, a rate at most 10¹⁵.
        let (whole, rest) = amount.attos.quotientAndRemainder(dividingBy: DecimalText.powerOfTen(Money.decimals))
        let (wholeUnits, millionths) = (whole * rate).quotientAndRemainder(dividingBy: 1_000_000)
        // What is less than a whole unit, in 10⁻²⁴ of the currency: below 10³⁴.
        let fraction = millionths * DecimalText.powerOfTen(Money.decimals) + rest * rate
        let (shown, overflow) = wholeUnits.multipliedReportingOverflow(by: DecimalText.powerOfTen(decimals))
        let (sum, carried) = shown.addingReportingOverflow(
            DecimalText.divide(fraction, by: DecimalText.powerOfTen(Money.decimals + 6 - decimals))
        )
        if overflow || carried { return DecimalText.writeFixed(amount.attos < 0 ? .min : .max, decimals: decimals) }
        return DecimalText.writeFixed(sum, decimals: decimals)
    }

    /// Currencies without a smaller unit in use (ISO 4217, minor unit 0).
    private static let wholeUnits: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    /// Currencies counted in thousandths (ISO 4217, minor unit 3).
    private static let thousandths: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
}
