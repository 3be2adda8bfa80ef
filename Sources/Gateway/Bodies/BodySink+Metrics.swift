import Telemetry

extension BodySink {
    /// What `/metrics` says of it.
    func write(to metrics: inout MetricsText) {
        let counts = counts
        metrics.family("kanmon_bodies_total", .counter, "Prompts and answers to be stored, by what became of them.")
        metrics.sample("kanmon_bodies_total", counts.stored, [("result", "stored")])
        metrics.sample("kanmon_bodies_total", counts.dropped, [("result", "dropped")])
    }
}
