/// Sends spans to a collector by OTLP/HTTP in JSON, in batches.
public final class TraceExporter: Sendable {
    /// What makes spans, beside the requests.
    private typealias Making = @Sendable () -> [SpanRecord]

    private let sender: BatchSender<Making>

    /// A batch's most spans, how long the first waits for others, in milliseconds, and the most spans that wait.
    private static let (batch, interval, queue) = (512, 1000, 4096)

    /// Begins to send.
    /// - Parameters:
    ///   - encoder: writes the spans.
    ///   - target: the path at the collector: `/v1/traces`.
    ///   - fields: fields of each request; values may be secret.
    ///   - interval: how long spans wait for others, in milliseconds; `nil` for a second.
    ///   - transport: sends the requests.
    public init(
        encoder: OTLPEncoder,
        target: String,
        fields: [(name: String, value: String)] = [],
        interval: Int? = nil,
        policy: DeliveryPolicy = DeliveryPolicy(),
        transport: any TelemetryTransport
    ) {
        let fields = [(name: "content-type", value: "application/json")] + fields
        let limits = BatchSender<Making>.Limits(
            batch: Self.batch,
            interval: interval ?? Self.interval,
            queue: Self.queue
        )
        sender = BatchSender(limits, policy: policy, transport: transport) { makings in
            let spans = makings.flatMap { $0() }
            guard !spans.isEmpty else { return nil }
            return TelemetryRequest(method: "POST", target: target, fields: fields, body: encoder.body(spans))
        }
    }

    /// Takes spans; never waits.
    /// - Parameters:
    ///   - count: how many there will be.
    ///   - make: makes them, beside the requests.
    public func take(count: Int, _ make: @escaping @Sendable () -> [SpanRecord]) {
        sender.push(make, weight: max(1, count), count: count)
    }

    /// How many spans it has let go of.
    public var dropped: Int { sender.dropped }

    /// Sends what waits, as far as that is possible until some moment, and ends.
    public func close(by deadline: Deadline = Deadline(in: .seconds(5))) async { await sender.close(by: deadline) }
}
