import Caching
import Telemetry

extension SemanticCache {
    /// What `/metrics` says of it, once there was a question to compare.
    func write(to metrics: inout MetricsText) {
        let statistics = statistics
        let skipped = statistics.skips.values.reduce(0, +)
        guard statistics.lookups > 0 || skipped > 0 || statistics.insertions > 0 else { return }
        let results = [
            ("hit", statistics.hits), ("shadow-hit", statistics.shadowHits), ("no-vector", statistics.unembedded),
            ("refused-by-model", statistics.refusedByModel), ("unchecked", statistics.unchecked),
            ("skipped", skipped), ("error", statistics.errors),
        ]
        metrics.family(
            "kanmon_semantic_cache_lookups_total",
            .counter,
            "Questions that were compared by meaning with stored ones."
        )
        metrics.sample("kanmon_semantic_cache_lookups_total", statistics.lookups)
        metrics.family("kanmon_semantic_cache_total", .counter, "What came of comparing questions by meaning.")
        for (result, count) in results { metrics.sample("kanmon_semantic_cache_total", count, [("result", result)]) }
        metrics.family("kanmon_semantic_cache_entries", .gauge, "Stored questions.")
        metrics.sample("kanmon_semantic_cache_entries", engine?.memory?.count ?? 0)
        metrics.family("kanmon_semantic_cache_bytes", .gauge, "What vectors and stored questions take in memory.")
        metrics.sample("kanmon_semantic_cache_bytes", engine?.memory?.bytes ?? 0)
    }
}
