import Telemetry

/// What `/metrics` says of lines and spans that were let go of.
struct TelemetryMetrics: MetricSource {
    let telemetry: TelemetryServices

    func collect(into page: inout MetricPage) {
        for drops in telemetry.drops { page.add(MetricCatalog.droppedTelemetry, .integer(drops.count), drops.sink) }
    }
}
