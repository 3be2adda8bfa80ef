/// A span that is over.
public struct SpanRecord: Hashable, Sendable {
    /// What part the process has in it; the raw value is the protocol's.
    public enum Kind: Int, Hashable, Sendable {
        /// What happens inside.
        case `internal` = 1
        /// It answers somebody.
        case server = 2
        /// It asks somebody.
        case client = 3
    }

    /// What it is called.
    public var name: String
    /// What part the process has in it.
    public var kind: Kind
    /// Its trace.
    public var traceID: TraceID
    /// Itself.
    public var spanID: SpanID
    /// The span that it stands under.
    public var parent: SpanID?
    /// What other systems have to say about the trace.
    public var state: TraceState?
    /// Whether the trace was chosen to be exported at its beginning.
    public var isSampled: Bool
    /// When it began, in nanoseconds since 1970 UTC.
    public var start: Int64
    /// When it ended, likewise.
    public var end: Int64
    /// More about it.
    public var attributes: [SpanAttribute]
    /// Why it failed; `nil` where it did not.
    public var failure: String?

    /// A span.
    public init(
        name: String,
        kind: Kind,
        traceID: TraceID,
        spanID: SpanID,
        parent: SpanID?,
        state: TraceState? = nil,
        isSampled: Bool = true,
        start: Int64,
        end: Int64,
        attributes: [SpanAttribute] = [],
        failure: String? = nil
    ) {
        self.name = name
        self.kind = kind
        self.traceID = traceID
        self.spanID = spanID
        self.parent = parent
        self.state = state
        self.isSampled = isSampled
        self.start = start
        self.end = end
        self.attributes = attributes
        self.failure = failure
    }
}
