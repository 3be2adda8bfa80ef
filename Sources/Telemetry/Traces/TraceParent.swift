/// Where a request stands in its caller's trace: the header field `traceparent` (W3C Trace Context, level 1, §3.2).
public struct TraceParent: Hashable, Sendable, CustomStringConvertible {
    /// The trace.
    public var traceID: TraceID
    /// The caller's span.
    public var spanID: SpanID
    /// Whether the caller may have recorded its span.
    public var isSampled: Bool

    /// A place in a trace.
    public init(traceID: TraceID, spanID: SpanID, isSampled: Bool) {
        self.traceID = traceID
        self.spanID = spanID
        self.isSampled = isSampled
    }

    /// Reads a field's value, strictly.
    ///
    /// Of a version that is not known yet only what version 00 has is read, as §3.2.4 demands.
    /// - Parameter text: the value, without spaces around it.
    /// - Returns: `nil` for anything that is not valid: a trace of its own begins then (§4.3).
    public init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8)
        let dash = UInt8(ascii: "-")
        guard bytes.count >= 55, bytes[2] == dash, bytes[35] == dash, bytes[52] == dash,
            let version = HexadecimalNumber.value(bytes[0..<2]), version != 0xFF,
            bytes.count == 55 || (version > 0 && bytes[55] == dash),
            let high = HexadecimalNumber.value(bytes[3..<19]), let low = HexadecimalNumber.value(bytes[19..<35]),
            let traceID = TraceID(high: high, low: low),
            let spanID = HexadecimalNumber.value(bytes[36..<52]).flatMap(SpanID.init),
            let flags = HexadecimalNumber.value(bytes[53..<55])
        else { return nil }
        self.init(traceID: traceID, spanID: spanID, isSampled: flags & 1 == 1)
    }

    /// The field's value, in version 00.
    public var description: String {
        String(unsafeUninitializedCapacity: 55) { buffer in
            // In bounds: 2 + 1 + 32 + 1 + 16 + 1 + 2 bytes.
            buffer.initialize(repeating: UInt8(ascii: "0"))
            buffer[2] = UInt8(ascii: "-")
            buffer[35] = UInt8(ascii: "-")
            buffer[52] = UInt8(ascii: "-")
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            HexadecimalNumber.write(traceID.high, to: UnsafeMutableRawBufferPointer(rebasing: bytes[3..<19]))
            HexadecimalNumber.write(traceID.low, to: UnsafeMutableRawBufferPointer(rebasing: bytes[19..<35]))
            HexadecimalNumber.write(spanID.value, to: UnsafeMutableRawBufferPointer(rebasing: bytes[36..<52]))
            if isSampled { buffer[54] = UInt8(ascii: "1") }
            return 55
        }
    }
}
