import Telemetry

/// What `/metrics` says of prompts and answers that are stored.
struct BodyMetrics: MetricSource {
    let sink: any BodySink

    func collect(into page: inout MetricPage) {
        let counts = sink.counts
        page.add(MetricCatalog.bodies, .integer(counts.stored), "stored")
        page.add(MetricCatalog.bodies, .integer(counts.dropped), "dropped")
    }
}
