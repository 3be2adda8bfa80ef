/// The classes into which latencies are sorted: eight for each doubling, so that a class is at most an eighth wide.
enum LatencyScale {
    /// How many classes there are: up to 71 minutes.
    static let count = 184
    /// Latencies are counted in 2⁷ microseconds.
    private static let shift = 7

    /// The class of a latency in microseconds.
    static func index(of microseconds: Int) -> Int {
        let units = max(0, microseconds) >> shift
        guard units >= 8 else { return units }
        let exponent = Int.bitWidth - 1 - units.leadingZeroBitCount
        return min(count - 1, (exponent - 2) * 8 + ((units >> (exponent - 3)) & 7))
    }

    /// The middle of a class, in microseconds.
    static func middle(of index: Int) -> Double {
        let (lower, width) = index < 8 ? (index, 1) : ((8 + index % 8) << (index / 8 - 1), 1 << (index / 8 - 1))
        return (Double(lower) + Double(width) / 2) * Double(1 << shift)
    }
}
