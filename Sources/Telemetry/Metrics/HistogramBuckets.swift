/// The ranges that a histogram of times counts in, with the same few steps in each power of ten: the relative error of what is
/// read from it is the same for microseconds and for minutes.
public struct HistogramBuckets: Sendable {
    /// The upper ends of the ranges in nanoseconds, rising; each belongs to its range. Behind the last there is one more.
    public let bounds: [UInt64]
    /// The same in seconds, as Prometheus reads them.
    public let labels: [String]

    /// How many ranges there are, with the one behind the last bound.
    public var count: Int { bounds.count + 1 }

    /// How many numbers a histogram takes: one for each range, and the sum.
    public var slots: Int { count + 1 }

    /// Ranges of times.
    /// - Parameters:
    ///   - steps: the first digits of the bounds in each power of ten, rising, times ten: 10 to 99.
    ///   - first: the first bound at most, in nanoseconds; a power of ten from ten on.
    ///   - last: the last bound at most, in nanoseconds.
    ///   - beyond: further bounds, in nanoseconds.
    init(_ steps: [UInt64], from first: UInt64, through last: UInt64, then beyond: [UInt64] = []) {
        var bounds: [UInt64] = []
        var power = first / 10
        while power <= last {
            for step in steps where step * power >= first && step * power <= last { bounds.append(step * power) }
            power *= 10
        }
        self.bounds = bounds + beyond
        // The same in both forms, as OpenMetrics wants them: `1.0`, `1e-05`.
        labels = self.bounds.map { "\(Double($0) / 1e9)" }
    }

    /// The range that a time falls into.
    /// - Parameter nanoseconds: the time.
    public func index(of nanoseconds: UInt64) -> Int {
        var low = 0
        var high = bounds.count
        while low < high {
            let middle = (low &+ high) &>> 1
            if bounds[middle] < nanoseconds { low = middle &+ 1 } else { high = middle }
        }
        return low
    }

    /// Counts a time in a histogram that lies in an array.
    /// - Parameters:
    ///   - nanoseconds: the time.
    ///   - slots: the array.
    ///   - offset: where in it the histogram's ``slots`` begin.
    /// - Returns: the range.
    @discardableResult
    public func observe(_ nanoseconds: UInt64, in slots: inout [UInt64], at offset: Int) -> Int {
        let index = index(of: nanoseconds)
        slots[offset &+ index] &+= 1
        slots[offset &+ bounds.count &+ 1] &+= nanoseconds
        return index
    }

    private static let microsecond: UInt64 = 1000
    private static let millisecond: UInt64 = 1_000_000
    private static let second: UInt64 = 1_000_000_000

    /// Of whole requests: 100 µs, what an answer from the cache takes, to ten minutes.
    public static let requests = HistogramBuckets(
        [10, 25, 50],
        from: 100 * microsecond,
        through: 10 * second,
        then: [20 * second, 30 * second, 60 * second, 120 * second, 300 * second, 600 * second]
    )

    /// Of first contents: a millisecond to two minutes.
    public static let firstTokens = HistogramBuckets(
        [10, 25, 50],
        from: millisecond,
        through: 10 * second,
        then: [20 * second, 30 * second, 60 * second, 120 * second]
    )

    /// Of pauses in streams: 100 µs to ten seconds.
    public static let gaps = HistogramBuckets([10, 20, 50], from: 100 * microsecond, through: 10 * second)

    /// Of the gateway's own work: 10 µs to a second.
    public static let own = HistogramBuckets(
        [10, 15, 20, 30, 50, 70],
        from: 10 * microsecond,
        through: millisecond,
        then: [2, 5, 10, 20, 50, 100, 200, 500, 1000].map { $0 * millisecond }
    )

    /// Of delays of event loops: 10 µs to ten seconds.
    public static let lag = HistogramBuckets([10, 50], from: 10 * microsecond, through: 10 * second)
}
