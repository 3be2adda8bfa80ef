/// What the gateway tells of itself.
public struct TelemetryConfiguration: Sendable, Hashable {
    /// The log.
    public var log: LogConfiguration
    /// Traces; `nil` for none.
    public var traces: TraceConfiguration?
    /// The metrics.
    public var metrics: MetricsConfiguration

    /// Telemetry; without anything said, a log on standard error.
    public init(
        log: LogConfiguration = LogConfiguration(),
        traces: TraceConfiguration? = nil,
        metrics: MetricsConfiguration = MetricsConfiguration()
    ) {
        self.metrics = metrics
        self.log = log
        self.traces = traces
    }
}
