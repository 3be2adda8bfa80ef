/// The calls of the last hour, by the minute in which they were over.
///
/// Bounded: 160 KB, and of rare things some names a minute. Adding a call takes nanoseconds and, but for the rare things and the
/// first call of a minute, no memory.
public struct CallWindow: Sendable {
    /// How far back windows may reach, in minutes.
    public static let minutes = 60
    /// How many names are kept of what is rare, a minute; further ones are counted under ``others``.
    public static let names = 16
    /// What stands for the names that found no room.
    public static let others = "…"

    private struct Bucket {
        var minute: Int64 = .min
        var calls = 0
        var errors = 0
        var fallbacks = 0
        var hits = 0
        var latencies = LatencyCounts()
        var refusals: [String: Int] = [:]
        var unpriced: [String: Int] = [:]
    }

    /// One more than minutes: the one that goes on counts beside whole ones.
    private static let size = minutes + 1
    private static let minute: Int64 = 60_000_000_000

    private var buckets = [Bucket](repeating: Bucket(), count: size)

    /// No calls.
    public init() {}

    /// Adds a call; one that was over before the window began counts nowhere.
    public mutating func add(_ sample: CallSample) {
        let minute = max(0, sample.time) / Self.minute
        let index = Int(minute % Int64(Self.size))
        if buckets[index].minute != minute {
            // A bucket of a later time stands only where the clock was put back; then what was before is forgotten.
            let isLate = buckets[index].minute > minute && buckets[index].minute - minute < Int64(Self.size) * 2
            guard !isLate else { return }
            buckets[index] = Bucket(minute: minute)
        }
        buckets[index].calls &+= 1
        if sample.isError { buckets[index].errors &+= 1 }
        if sample.isFallback { buckets[index].fallbacks &+= 1 }
        if sample.isHit { buckets[index].hits &+= 1 }
        if let latency = sample.latency { buckets[index].latencies.add(latency) }
        for name in sample.refusing { Self.count(name, in: &buckets[index].refusals) }
        if let name = sample.unpriced { Self.count(name, in: &buckets[index].unpriced) }
    }

    /// What the calls of the last minutes come to: of the minute that goes on, and of so many whole ones before it.
    /// - Parameters:
    ///   - minutes: how many; within 1 and ``minutes``.
    ///   - now: nanoseconds since 1970 UTC.
    public func figures(ofLast minutes: Int, at now: Int64) -> CallFigures {
        let last = max(0, now) / Self.minute
        let first = last - Int64(min(max(minutes, 1), Self.minutes))
        var figures = CallFigures()
        var latencies = LatencyCounts()
        for bucket in buckets where bucket.minute >= first && bucket.minute <= last {
            figures.calls += bucket.calls
            figures.errors += bucket.errors
            figures.fallbacks += bucket.fallbacks
            figures.hits += bucket.hits
            latencies.add(bucket.latencies)
            figures.refusals.merge(bucket.refusals, uniquingKeysWith: +)
            figures.unpriced.merge(bucket.unpriced, uniquingKeysWith: +)
        }
        figures.timed = latencies.total
        figures.p99 = latencies.percentile(99).map { Double($0) / 1_000_000 }
        return figures
    }

    private static func count(_ name: String, in counts: inout [String: Int]) {
        let isKnown = counts[name] != nil || counts.count < names
        counts[isKnown ? AlertSubject(.model, name).name : others, default: 0] += 1
    }
}
