/// What a histogram has counted up to one moment.
public struct HistogramReading: Hashable, Sendable {
    /// How many values fell into each range, not added up; the last range has no upper end.
    public var counts: [UInt64]
    /// The sum of the values, in nanoseconds.
    public var sum: UInt64
    /// The latest value with a trace for each range that has one.
    public var exemplars: [Int: Exemplar]

    /// A histogram that lies in an array.
    /// - Parameters:
    ///   - slots: the array.
    ///   - offset: where in it the histogram's ``HistogramBuckets/slots`` begin.
    public init(
        _ buckets: HistogramBuckets,
        in slots: [UInt64],
        at offset: Int,
        exemplars: [Int: Exemplar] = [:]
    ) {
        counts = Array(slots[offset..<offset + buckets.count])
        sum = slots[offset + buckets.count]
        self.exemplars = exemplars
    }

    /// How many values there are.
    public var count: UInt64 { counts.reduce(0, &+) }

    /// Whether nothing was counted.
    public var isEmpty: Bool { counts.allSatisfy { $0 == 0 } }

    /// Adds what another one has counted in the same ranges.
    public mutating func add(_ other: HistogramReading) {
        for index in counts.indices where index < other.counts.count { counts[index] &+= other.counts[index] }
        sum &+= other.sum
        exemplars.merge(other.exemplars) { $0.time >= $1.time ? $0 : $1 }
    }
}
