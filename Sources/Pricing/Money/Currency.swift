/// A currency that amounts are shown in: the ledger counts in US dollars, people may read yen.
public struct Currency: Hashable, Sendable {
    /// The ISO 4217 code: `JPY`.
    public let code: String
    /// How many decimals are shown: 0 for yen, 2 for most.
    public let decimals: Int
    /// Since when the rate holds; nil where nobody says.
    public let asOf: PriceTime?
    /// What a dollar is worth, in millionths of the currency.
    private let rate: Int128

    /// US dollars, shown in cents.
    public static let usd = Currency(code: "USD", decimals: 2, rate: 1_000_000, asOf: nil)

    /// Creates a currency.
    /// - Parameters:
    ///   - code: three letters of ISO 4217.
    ///   - perDollar: what one US dollar is worth, as a decimal number with at most six decimals: `151.37`.
    ///   - decimals: how many decimals are shown, 0 to 12; nil takes what the currency is counted in.
    ///   - asOf: since when the rate holds.
    /// - Throws: ``PricingError`` for a rate that is no positive number or too large, and for a code that is none.
    public init(
        code: String,
        perDollar: String,
        decimals: Int? = nil,
        asOf: PriceTime? = nil
    ) throws(PricingError) {
        guard Self.isCode(code) else {
            throw PricingError(
                .invalidPrices,
                "'\(code.prefix(8))' is no currency code: expected three capital letters"
            )
        }
        let rate = try DecimalText.parse(perDollar, decimals: 6)
        guard rate > 0 else { throw PricingError(.invalidDecimal, "the rate of \(code) must be more than 0") }
        guard rate <= 1_000_000_000_000_000 else { throw PricingError(.overflow, "the rate of \(code) is too large") }
        let usual = Self.wholeUnits.contains(code) ? 0 : Self.thousandths.contains(code) ? 3 : 2
        self.init(code: code, decimals: min(max(decimals ?? usual, 0), 12), rate: rate, asOf: asOf)
    }

    private init(code: String, decimals: Int, rate: Int128, asOf: PriceTime?) {
        self.asOf = asOf
        self.code = code
        self.decimals = decimals
        self.rate = rate
    }

    /// Whether a text looks like a code of ISO 4217.
    public static func isCode(_ text: String) -> Bool {
        text.utf8.count == 3 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// What one US dollar is worth, as decimal text: `151.37`.
    public var perDollar: String { DecimalText.write(rate, decimals: 6) }

    /// The decimals of ``fineText(_:)``: four more than the currency has, for requests cost fractions of a unit.
    public var fineDecimals: Int { min(decimals + 4, 12) }

    /// An amount in this currency, rounded half away from zero to ``fineDecimals`` decimals, without trailing zeros: `0.1909`.
    public func fineText(_ amount: Money) -> String {
        DecimalText.write(units(of: amount, decimals: fineDecimals), decimals: fineDecimals)
    }

    /// What an amount of this currency is in US dollars, rounded half away from zero to a whole attodollar.
    /// - Parameter units: the amount, counted like dollars: `1500` for 1500 yen.
    /// - Returns: nil where that is too large to be counted.
    public func dollars(_ units: Money) -> Money? {
        let (quotient, rest) = units.attos.quotientAndRemainder(dividingBy: rate)
        let (whole, overflow) = quotient.multipliedReportingOverflow(by: 1_000_000)
        // Less than the rate, which is at most 10¹⁵: the product fits.
        let (sum, carried) = whole.addingReportingOverflow(DecimalText.divide(rest * 1_000_000, by: rate))
        return overflow || carried ? nil : Money(attos: sum)
    }

    /// An amount in this currency, rounded half away from zero to its decimals: `151.37`, `-3`.
    public func text(_ amount: Money) -> String {
        DecimalText.writeFixed(units(of: amount, decimals: decimals), decimals: decimals)
    }

    /// An amount in 10^-`decimals` of this currency; saturates.
    private func units(of amount: Money, decimals: Int) -> Int128 {
        // Whole dollars and the rest apart, so that no product overflows: the first is below 10²¹, a rate at most 10¹⁵.
        let (whole, rest) = amount.attos.quotientAndRemainder(dividingBy: DecimalText.powerOfTen(Money.decimals))
        let (wholeUnits, millionths) = (whole * rate).quotientAndRemainder(dividingBy: 1_000_000)
        // What is less than a whole unit, in 10⁻²⁴ of the currency: below 10³⁴.
        let fraction = millionths * DecimalText.powerOfTen(Money.decimals) + rest * rate
        let (shown, overflow) = wholeUnits.multipliedReportingOverflow(by: DecimalText.powerOfTen(decimals))
        let (sum, carried) = shown.addingReportingOverflow(
            DecimalText.divide(fraction, by: DecimalText.powerOfTen(Money.decimals + 6 - decimals))
        )
        return overflow || carried ? amount.attos < 0 ? .min : .max : sum
    }

    /// Currencies without a smaller unit in use (ISO 4217, minor unit 0).
    private static let wholeUnits: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF",
    ]
    /// Currencies counted in thousandths (ISO 4217, minor unit 3).
    private static let thousandths: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
}
