/// What names a span within its trace: 8 bytes, not all of them zero (W3C Trace Context, level 1, §3.2.2.4).
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
    /// The bytes.
    public let value: UInt64

    /// A span's id.
    /// - Returns: `nil` for zero, which names no span.
    public init?(_ value: UInt64) {
        guard value != 0 else { return nil }
        self.value = value
    }

    /// - Parameter value: not zero.
    init(nonZero value: UInt64) { self.value = value }

    /// 16 lower-case hexadecimal digits.
    public var description: String { HexadecimalNumber.text(value) }
}
