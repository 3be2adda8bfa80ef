/// What all spans of one trace share: 16 bytes, not all of them zero (W3C Trace Context, level 1, §3.2.2.3).
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
    /// The first eight bytes.
    public let high: UInt64
    /// The last eight bytes, which sampling by share looks at.
    public let low: UInt64

    /// A trace's id.
    /// - Returns: `nil` for all zeros, which name no trace.
    public init?(high: UInt64, low: UInt64) {
        guard high != 0 || low != 0 else { return nil }
        self.high = high
        self.low = low
    }

    /// - Parameter high: not zero.
    init(nonZeroHigh high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// 32 lower-case hexadecimal digits.
    public var description: String { HexadecimalNumber.text(high) + HexadecimalNumber.text(low) }
}
