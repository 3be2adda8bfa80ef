/// Where one request stands in a trace: the caller's, which it continues, or one of its own.
public struct TraceContext: Hashable, Sendable {
    /// The trace.
    public var traceID: TraceID
    /// The request's own span, which the spans of stages and attempts stand under.
    public var spanID: SpanID
    /// The caller's span; `nil` where the trace begins here.
    public var parent: SpanID?
    /// Whether it was decided at the beginning that the spans are exported. Those of a request that fails are exported in
    /// any case.
    public var isSampled: Bool
    /// What other systems have to say about the trace.
    public var state: TraceState?

    /// A request's place.
    public init(
        traceID: TraceID,
        spanID: SpanID,
        parent: SpanID? = nil,
        isSampled: Bool,
        state: TraceState? = nil
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parent = parent
        self.isSampled = isSampled
        self.state = state
    }

    /// What whoever is asked in the name of one of the request's spans is told.
    /// - Parameter span: the span it is asked in the name of; the request's own where there is no other.
    public func outgoing(_ span: SpanID? = nil) -> TraceParent {
        TraceParent(traceID: traceID, spanID: span ?? spanID, isSampled: isSampled)
    }
}
