extension Money: CustomStringConvertible {
    /// How many decimals an amount has.
    public static let decimals = 18

    /// Reads an amount in dollars.
    /// - Parameter text: a decimal number in JSON's grammar, `12.5`, `-0.000001` or `1.5e-07`.
    /// - Throws: ``PricingError`` for text that is no number, has more than 18 decimals or is too large.
    public init(decimal text: String) throws(PricingError) {
        self.init(attos: try DecimalText.parse(text, decimals: Self.decimals))
    }

    /// The amount in dollars, exact: `0.008289`; no exponent, no trailing zeros.
    public var decimal: String { DecimalText.write(attos, decimals: Self.decimals) }

    /// The amount in dollars, exact.
    public var description: String { decimal }
}
