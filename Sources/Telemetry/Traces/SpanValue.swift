/// The value of a span's attribute.
public enum SpanValue: Hashable, Sendable {
    /// Any text; what must not leave is hidden in it.
    case text(String)
    /// What the gateway itself has made, and nobody else has a say in.
    case word(String)
    /// A whole number.
    case int(Int)
    /// A decimal number as its digits.
    case decimal(String)
    /// Yes or no.
    case flag(Bool)
    /// Several texts.
    case list([String])
}
