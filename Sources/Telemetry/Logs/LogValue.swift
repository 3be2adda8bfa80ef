/// A value in a log's line.
public enum LogValue: Hashable, Sendable {
    /// Any text; what must not leave is hidden in it.
    case text(String)
    /// What the gateway itself has made, and nobody else has a say in: an id, a word. It is written as it is.
    case word(String)
    /// A whole number.
    case int(Int)
    /// A decimal number as its digits: an amount of money.
    case decimal(String)
    /// Yes or no.
    case flag(Bool)
    /// Several values.
    case list([LogValue])
    /// Values with names.
    case object([LogField])
}
