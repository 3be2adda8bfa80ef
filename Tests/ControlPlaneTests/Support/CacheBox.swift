import Caching
import ControlPlane

/// A cache without a gateway.
struct CacheBox: CacheControl {
    let cache = ExactCache(maximumBytes: 1 << 20)

    func cacheStatistics() async -> CacheStatistics? { cache.statistics }

    func purgeCache(_ purge: CachePurge) async -> Int? { cache.purge(purge) }
}
