/// Why prices, amounts or usage could not be read.
public struct PricingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong; the raw value is a stable code.
    public enum Code: String, Hashable, Sendable, CaseIterable {
        /// A text that is no decimal number.
        case invalidDecimal = "invalid_decimal"
        /// More decimals than an amount can hold.
        case tooManyDecimals = "too_many_decimals"
        /// More than an amount can hold.
        case overflow
        /// A document of prices that does not follow its format.
        case invalidPrices = "invalid_prices"
        /// A line of `prices cost` that asks for nothing that can be answered.
        case invalidLine = "invalid_line"
        /// A usage object that says nothing sensible.
        case invalidUsage = "invalid_usage"
    }

    /// What is wrong.
    public let code: Code
    /// What is wrong in words, with the place where it stands.
    public let message: String

    /// Creates an error.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// The message.
    public var description: String { message }
}
