/// How much a sink has had to let go of: what did not fit its queue, and what could not be delivered.
public struct TelemetryDrops: Hashable, Sendable {
    /// The sink: `stderr`, `file`, `http`, `s3`, `traces`, or `log` for the queue in front of all sinks of the log.
    public var sink: String
    /// How many records since the process began.
    public var count: Int

    /// A count.
    public init(sink: String, count: Int) {
        self.sink = sink
        self.count = count
    }
}
