/// Percentiles of recent durations up to 17 minutes in 1 KB of fixed size: what it says is at most an eighth too long.
///
/// Buckets are an eighth of a power of two wide. All counts are halved every ``halfLife``, so that old samples fade.
public struct LatencyHistogram: Sendable {
    /// The time in which a sample loses half its weight.
    public static let halfLife = Duration.seconds(60)
    /// The weight of samples below which no percentile is given.
    public static let minimumWeight: Float = 10

    private static let halfLifeNanoseconds = halfLife.saturatingNanoseconds
    private static let bucketCount = 224

    private var counts = InlineArray<224, Float>(repeating: 0)
    private var total: Float = 0
    private var halvedAt: Moment?

    /// Creates an empty histogram.
    public init() {}

    /// Takes a sample.
    public mutating func record(_ sample: Duration, now: Moment) {
        fade(now: now)
        counts[Self.bucket(sample)] += 1
        total += 1
    }

    /// The duration that a share of the samples did not exceed; `nil` while there are too few.
    /// - Parameters:
    ///   - share: 0 to 1.
    ///   - now: the present moment.
    public mutating func percentile(_ share: Double, now: Moment) -> Duration? {
        fade(now: now)
        guard total >= Self.minimumWeight else { return nil }
        let rank = total * Float(min(1, max(0, share)))
        var sum: Float = 0
        for index in counts.indices {
            sum += counts[index]
            if sum >= rank, counts[index] > 0 { return Self.upperBound(index) }
        }
        return nil
    }

    private mutating func fade(now: Moment) {
        guard let since = halvedAt else {
            halvedAt = now
            return
        }
        let periods = now.nanoseconds(since: since) / Self.halfLifeNanoseconds
        guard periods > 0 else { return }
        halvedAt = now
        let factor: Float = periods < 32 ? 1 / Float(1 &<< periods) : 0
        // Summed anew, so that rounding does not add up over days.
        total = 0
        for index in counts.indices {
            let count = counts[index] * factor
            counts[index] = count < 0.001 ? 0 : count
            total += counts[index]
        }
    }

    /// Durations below 8 µs have a bucket each; above, the three bits behind the leading one choose it.
    private static func bucket(_ duration: Duration) -> Int {
        let microseconds = max(0, duration.saturatingNanoseconds / 1000)
        guard microseconds >= 8 else { return Int(microseconds) }
        let exponent = 63 - microseconds.leadingZeroBitCount
        let fraction = Int((microseconds &>> (exponent - 3)) & 7)
        return min((exponent - 2) * 8 + fraction, bucketCount - 1)
    }

    private static func upperBound(_ bucket: Int) -> Duration {
        guard bucket >= 8 else { return .microseconds(bucket + 1) }
        let exponent = bucket / 8 + 2
        return .microseconds((Int64(bucket % 8) + 9) &<< (exponent - 3))
    }
}
