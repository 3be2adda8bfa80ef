import HTTPWire
import Telemetry

extension TraceSampler {
    /// Where a request stands: in its caller's trace, if its header says so in a valid way, or in one of its own.
    func context(of exchange: Exchange) -> TraceContext {
        let fields = exchange.head.fields
        // Twice is as good as never (W3C Trace Context, level 1, §3.2).
        let parent =
            fields.count(of: "traceparent") == 1 ? fields.first("traceparent").flatMap { TraceParent($0) } : nil
        let state = parent == nil ? nil : TraceState(fields.all("tracestate"))
        return context(continuing: parent, state) { exchange.makeRandomBits() }
    }
}
