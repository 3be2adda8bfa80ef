public import Routing

/// Remembers which target, and which of its credentials, a prefix of prompts went to: whose cache has it.
public final class PrefixHolders: Sendable {
    /// Who has the longest known prefix of a prompt.
    public struct Found: Hashable, Sendable {
        /// The targets, the one that was asked last first.
        public let holders: [PrefixHolder]
        /// Whether a provider's cache has it: it caches by itself, or was told to.
        public let isCached: Bool
    }

    private struct Place: Sendable {
        var holder: PrefixHolder
        var until: CacheInstant
        var isCached: Bool
    }

    private struct Entry: Sendable {
        var first: Place
        var second: Place?
        var third: Place?

        var places: [Place] { [first, second, third].compactMap(\.self) }
    }

    private let entries: AgingTable<Entry>

    /// - Parameter maximumBytes: the most memory that it takes.
    public init(maximumBytes: Int) {
        entries = AgingTable(maximumBytes: maximumBytes, lifetime: CacheLifetime.oneHour.duration)
    }

    /// Who has the longest known prefix of a prompt.
    /// - Returns: `nil` where nobody has any.
    public func holders(of points: PrefixPoints, at now: CacheInstant) -> Found? {
        for point in points.points.reversed() {
            guard let entry = entries[point.key] else { continue }
            let places = entry.places.filter { $0.until >= now }
            if !places.isEmpty {
                return Found(holders: places.map(\.holder), isCached: places.contains { $0.isCached })
            }
        }
        return nil
    }

    /// Takes note of who has answered a prompt.
    /// - Parameters:
    ///   - points: the prompt's places; those with fewer tokens than the target's minimum must not be among them.
    ///   - holder: who has answered.
    ///   - lifetime: how long its cache keeps the prompt.
    ///   - cached: behind how many pieces its cache has the prompt.
    ///   - now: the present moment.
    public func note(
        _ points: PrefixPoints,
        _ holder: PrefixHolder,
        for lifetime: CacheLifetime,
        cached: Int,
        at now: CacheInstant
    ) {
        for point in points.points {
            entries.update(point.key, at: now) { entry in
                var place = Place(holder: holder, until: now + lifetime.duration, isCached: point.piece < cached)
                var others = (entry?.places ?? []).filter { $0.until >= now }
                if let index = others.firstIndex(where: { $0.holder == holder }) {
                    let known = others.remove(at: index)
                    // What was asked for with an hour is kept for an hour, also where this request has not asked again.
                    if known.isCached || !place.isCached { place.until = max(place.until, known.until) }
                    place.isCached = place.isCached || known.isCached
                }
                return Entry(first: place, second: others.first, third: others.dropFirst().first)
            }
        }
    }

    /// Takes another bound of memory.
    public func resize(maximumBytes: Int) { entries.resize(maximumBytes: maximumBytes) }

    /// Forgets everything.
    public func removeAll() { entries.removeAll() }

    /// How many prefixes are remembered.
    public var count: Int { entries.count }
}
