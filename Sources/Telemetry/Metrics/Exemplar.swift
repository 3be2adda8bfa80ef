/// One value of a histogram with the trace that it came from.
public struct Exemplar: Hashable, Sendable {
    /// The upper and the lower half of the trace's id.
    public var trace: (high: UInt64, low: UInt64) { (high, low) }
    /// The value, in nanoseconds.
    public var value: UInt64
    /// When it was counted, in nanoseconds since 1970.
    public var time: Int64
    private let high: UInt64
    private let low: UInt64

    /// A value of a trace.
    public init(trace: (high: UInt64, low: UInt64), value: UInt64, time: Int64) {
        high = trace.high
        low = trace.low
        self.value = value
        self.time = time
    }

    /// The trace's id: 32 hexadecimal digits, as W3C Trace Context writes it.
    public var traceID: String { Self.digits(high) + Self.digits(low) }

    private static func digits(_ half: UInt64) -> String {
        let text = String(half, radix: 16)
        return String(repeating: "0", count: 16 - text.utf8.count) + text
    }
}
