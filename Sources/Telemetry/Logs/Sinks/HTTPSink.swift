/// Sends lines to a collector as newline-delimited JSON, in batches.
public final class HTTPSink: LogSink {
    /// `http`.
    public let name = "http"
    /// How its lines look.
    public let encoder = LogEncoder(.json)
    private let sender: BatchSender<LineBatch>

    /// Begins to send.
    /// - Parameters:
    ///   - target: the path, and what stands behind it.
    ///   - fields: fields of each request; values may be secret.
    ///   - batchBytes: the most bytes of a request; a single line may be larger.
    ///   - interval: how long lines wait for others, in milliseconds.
    ///   - transport: sends the requests.
    public init(
        target: String,
        fields: [(name: String, value: String)] = [],
        batchBytes: Int = 512 * 1024,
        interval: Int = 1000,
        policy: DeliveryPolicy = DeliveryPolicy(),
        transport: any TelemetryTransport
    ) {
        let fields = [(name: "content-type", value: "application/x-ndjson")] + fields
        let limits = BatchSender<LineBatch>.Limits(batch: batchBytes, interval: interval, queue: LineBatch.mostBytes)
        sender = BatchSender(limits, policy: policy, transport: transport) { lines in
            TelemetryRequest(method: "POST", target: target, fields: fields, body: lines.flatMap(\.lines))
        }
    }

    /// How many lines it has let go of.
    public var dropped: Int { sender.dropped }

    /// Takes some lines.
    public func take(_ lines: [UInt8], count: Int) {
        sender.push(LineBatch(lines: lines, count: count), weight: lines.count, count: count)
    }

    /// Sends what waits, as far as that is possible until some moment.
    public func close(by deadline: Deadline) async { await sender.close(by: deadline) }
}
