import Telemetry

/// What `/metrics` says of the program.
struct BuildMetrics: MetricSource {
    /// When the gateway was started, in seconds since 1970.
    let started: Int

    func collect(into page: inout MetricPage) {
        page.add(MetricCatalog.buildInfo, .integer(1), Version.current)
        page.add(MetricCatalog.startTime, .integer(started))
    }
}
