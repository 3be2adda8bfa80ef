/// How long Anthropic keeps a prefix behind a breakpoint, from each use on, and what that costs.
///
/// Prices in thousandths of what the tokens cost without a cache (Anthropic, "Prompt caching", "Pricing"): writing for five
/// minutes costs 1.25 times as much, for an hour 2 times, reading 0.1 times.
public enum CacheLifetime: String, Sendable, Hashable, CaseIterable {
    /// Five minutes.
    case fiveMinutes = "5m"
    /// An hour.
    case oneHour = "1h"

    /// The time.
    public var duration: Duration { self == .fiveMinutes ? .seconds(300) : .seconds(3600) }

    private static let uncached = 1000
    private static let read = 100
    private var write: Int { self == .fiveMinutes ? 1250 : 2000 }

    /// The lifetime under which a prefix is expected to cost least.
    ///
    /// Of a prefix that has come again n times, so many of them within five minutes and so many within an hour, the next return
    /// is taken to be like one of those, but for a chance of one in 2 n + 1 that it does not come in time at all. A return within
    /// the lifetime is read, any other is written anew.
    /// - Parameters:
    ///   - soon: how often it has come again within five minutes, this time included.
    ///   - late: how often it has come again within an hour, but not within five minutes.
    ///   - allowed: the lifetimes to choose from.
    /// - Returns: `nil` where each of them is expected to cost more than no cache.
    public static func cheapest(
        soon: Int,
        late: Int,
        among allowed: [CacheLifetime] = allCases
    ) -> CacheLifetime? {
        let soon = max(0, min(soon, 1 << 20))
        let late = max(0, min(late, 1 << 20))
        let all = 2 * (soon + late) + 1
        func cost(_ lifetime: CacheLifetime) -> Int {
            let read = 2 * (lifetime == .fiveMinutes ? soon : soon + late)
            return read * Self.read + (all - read) * lifetime.write
        }
        // Of two that cost the same the shorter one, whose first writing is cheaper.
        guard let best = allowed.min(by: { cost($0) < cost($1) }), cost(best) < all * uncached else { return nil }
        return best
    }
}
