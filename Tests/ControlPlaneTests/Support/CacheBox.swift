import Caching
import ControlPlane

/// A cache without a gateway.
struct CacheBox: CacheControl {
    let cache = ExactCache(maximumBytes: 1 << 20)

    func cacheStatistics() async -> CacheStatistics? { cache.statistics }

    func archiveStatistics() async -> ArchiveStatistics? { nil }

    func purgeCache(_ purge: CachePurge) async throws(CacheError) -> (memory: Int, disk: Int?)? {
        (cache.purge(purge), nil)
    }

    func topAnswers(_ count: Int, model: String?, team: String?) async -> [CacheEntry]? {
        cache.top(count, at: CacheInstant(milliseconds: 0)) { answer in
            (model == nil || answer.model == model) && (team == nil || answer.team == team)
        }
    }
}
