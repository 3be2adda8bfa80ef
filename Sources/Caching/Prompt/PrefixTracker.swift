/// Remembers which prefixes of prompts have come, how often, and after how long: what tells which of them are worth a place in
/// a provider's cache.
///
/// Pure but for its memory; the time is handed in.
public final class PrefixTracker: Sendable {
    /// What is known of a prefix that has come before.
    public struct Sight: Hashable, Sendable {
        /// How long ago it came last.
        public let age: Duration
        /// How often it has come again within five minutes of the time before, as far as it is remembered.
        public let soon: Int
        /// How often it has come again within an hour, but not within five minutes.
        public let late: Int
        /// Whether a whole prompt has ended there: more than that has been added to it since.
        public let wasEnd: Bool
    }

    private struct Entry: Sendable {
        var last: CacheInstant
        var soon: UInt16
        var late: UInt16
        var wasEnd: Bool
    }

    /// The longest that any provider keeps a prefix it has been told of once.
    public static let lifetime = CacheLifetime.oneHour.duration
    /// Of more returns than this the older half is forgotten, so that a change of habits shows.
    private static let most: UInt16 = 64

    private let entries: AgingTable<Entry>

    /// - Parameter maximumBytes: the most memory that it takes.
    public init(maximumBytes: Int) {
        entries = AgingTable(maximumBytes: maximumBytes, lifetime: Self.lifetime)
    }

    /// What is known of each place of a prompt; `nil` for those that have not come within an hour.
    public func sights(of points: PrefixPoints, at now: CacheInstant) -> [Sight?] {
        points.points.map { point in
            guard let entry = entries[point.key] else { return nil }
            let age = now - entry.last
            guard age <= Self.lifetime else { return nil }
            return Sight(age: age, soon: Int(entry.soon), late: Int(entry.late), wasEnd: entry.wasEnd)
        }
    }

    /// Takes note of a prompt that a provider has answered.
    public func note(_ points: PrefixPoints, at now: CacheInstant) {
        for point in points.points {
            entries.update(point.key, at: now) { entry in
                guard var entry, now - entry.last <= Self.lifetime else {
                    return Entry(last: now, soon: 0, late: 0, wasEnd: point.isEnd)
                }
                if now - entry.last <= CacheLifetime.fiveMinutes.duration { entry.soon += 1 } else { entry.late += 1 }
                if entry.soon >= Self.most || entry.late >= Self.most {
                    entry.soon /= 2
                    entry.late /= 2
                }
                entry.last = max(entry.last, now)
                entry.wasEnd = entry.wasEnd || point.isEnd
                return entry
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
