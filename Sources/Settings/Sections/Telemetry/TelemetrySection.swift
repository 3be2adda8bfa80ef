/// `telemetry`: what the gateway tells of itself.
enum TelemetrySection: Section {
    static let log = Field("log", LogSection.type, default: LogConfiguration(), "What is logged, how, and where to.")
    static let traces = Field<TraceConfiguration?>.optional(
        "traces",
        TraceSection.type,
        otherwise: "none",
        "Traces for a collector of OpenTelemetry."
    )
    static let metrics = Field(
        "metrics",
        MetricsSection.type,
        default: MetricsConfiguration(),
        "Who may read the metrics."
    )

    static let description = SectionDescription(
        help: "What the gateway tells of itself.",
        fields: [log.description, traces.description, metrics.description]
    )

    static func read(_ section: SectionReader) -> TelemetryConfiguration? {
        TelemetryConfiguration(log: section[log], traces: section[traces], metrics: section[metrics])
    }
}
