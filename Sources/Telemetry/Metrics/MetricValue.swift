/// One value of a family, exact.
public enum MetricValue: Hashable, Sendable {
    /// A whole number.
    case integer(Int)
    /// A decimal number: `units` / 10^`decimals`.
    case decimal(units: Int128, decimals: Int)
    /// A histogram.
    case histogram(HistogramReading)

    /// A count.
    public static func count(_ value: UInt64) -> MetricValue { .integer(Int(clamping: value)) }

    /// A time.
    public static func seconds(nanoseconds: Int64) -> MetricValue {
        .decimal(units: Int128(nanoseconds), decimals: 9)
    }

    /// An amount of US dollars, by its attodollars.
    public static func usd(attos: Int128) -> MetricValue { .decimal(units: attos, decimals: 18) }

    /// Whether something is so.
    public static func flag(_ value: Bool) -> MetricValue { .integer(value ? 1 : 0) }
}
