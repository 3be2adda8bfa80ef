import Caching
import ControlPlane

/// A cache without a gateway.
struct CacheBox: CacheControl {
    let cache = ExactCache(maximumBytes: 1 << 20)
    let shadow = ShadowLog(since: CacheInstant(milliseconds: 0))
    let served = ServedHits()
    let wrong = WrongPairs()

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

    func shadowContents() async -> ShadowLog.Contents? { shadow.contents }

    func hitByMeaning(_ requestID: String) async -> ServedHit? { served[requestID] }

    func markWrong(_ requestID: String) async throws(CacheError) -> ServedHit? {
        guard let hit = served[requestID] else { return nil }
        wrong.insert(hit.pair)
        cache.remove(hit.entry)
        return hit
    }
}
