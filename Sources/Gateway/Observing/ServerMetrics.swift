import Telemetry

/// What there is to tell of the listener and of the process's load.
struct ServerMetrics: MetricSource {
    let admission: ConnectionCount
    let overload: OverloadGuard

    func collect(into page: inout MetricPage) {
        page.add(MetricCatalog.connections, .integer(admission.current))
        page.add(MetricCatalog.overloaded, .flag(overload.refuses))
    }
}
