/// Decides at a request's beginning whether its spans are exported: as the caller's trace says, and of traces that begin here
/// a share.
public struct TraceSampler: Hashable, Sendable {
    private let bound: UInt64

    /// - Parameter share: the share of traces, from 0 to 1.
    public init(share: Double) {
        // Compared with 63 bits of the id, so that every process that sees the trace decides alike.
        bound = share >= 1 ? 1 << 63 : share > 0 ? UInt64(share * Double(UInt64(1) << 63)) : 0
    }

    /// Whether a request's spans are exported.
    /// - Parameter parent: the caller's place in its trace; `nil` where there is none.
    public func samples(_ traceID: TraceID, parent: TraceParent?) -> Bool {
        parent?.isSampled ?? (traceID.low >> 1 < bound)
    }

    /// A request's place in the caller's trace, or in one of its own.
    /// - Parameters:
    ///   - parent: the caller's place; `nil` where it has none.
    ///   - state: what other systems say of the caller's trace.
    ///   - random: gives bits that need not be secret.
    public func context(continuing parent: TraceParent?, _ state: TraceState?, random: () -> UInt64) -> TraceContext {
        var span = random()
        while span == 0 { span = random() }
        // Not zero, so that it names a span.
        let spanID = SpanID(span) ?? SpanID.one
        if let parent {
            return TraceContext(
                traceID: parent.traceID,
                spanID: spanID,
                parent: parent.spanID,
                isSampled: parent.isSampled,
                state: state
            )
        }
        let traceID = TraceID(high: random(), low: random()) ?? TraceID.one
        return TraceContext(traceID: traceID, spanID: spanID, isSampled: samples(traceID, parent: nil))
    }
}

extension SpanID {
    /// What stands in where chance gives nothing.
    static let one = SpanID(nonZero: 1)
}

extension TraceID {
    /// What stands in where chance gives nothing.
    static let one = TraceID(nonZeroHigh: 1, low: 1)
}
