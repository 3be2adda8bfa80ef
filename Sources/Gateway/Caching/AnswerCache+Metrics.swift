import Caching
import Telemetry

extension AnswerCache: MetricSource {
    /// What `/metrics` says of it; of answers by meaning, once there was a question to compare.
    func collect(into page: inout MetricPage) {
        let exact = exact.statistics
        page.add(MetricCatalog.cacheEntries, .integer(exact.entries))
        page.add(MetricCatalog.cacheBytes, .integer(exact.bytes))
        let statistics = semantic.statistics
        let skipped = statistics.skips.values.reduce(0, +)
        guard statistics.lookups > 0 || skipped > 0 || statistics.insertions > 0 else { return }
        let results = [
            ("hit", statistics.hits), ("shadow-hit", statistics.shadowHits), ("no-vector", statistics.unembedded),
            ("refused-by-model", statistics.refusedByModel), ("unchecked", statistics.unchecked),
            ("skipped", skipped), ("error", statistics.errors),
        ]
        page.add(MetricCatalog.semanticLookups, .integer(statistics.lookups))
        for (result, count) in results { page.add(MetricCatalog.semanticResults, .integer(count), result) }
        page.add(MetricCatalog.semanticEntries, .integer(semantic.engine?.memory?.count ?? 0))
        page.add(MetricCatalog.semanticBytes, .integer(semantic.engine?.memory?.bytes ?? 0))
    }
}
