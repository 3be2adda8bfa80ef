/// Ranges that are asked whether one of them covers another: in logarithmic time, however many there are.
struct CoveringRanges {
    private let starts: [Int]
    /// For each start, the furthest end of the ranges that begin there or before.
    private let ends: [Int]

    init(_ ranges: [Range<Int>]) {
        let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
        starts = sorted.map(\.lowerBound)
        var furthest = 0
        ends = sorted.map { range in
            furthest = max(furthest, range.upperBound)
            return furthest
        }
    }

    /// Whether one of the ranges holds all of a range.
    func holds(_ range: Range<Int>) -> Bool {
        var low = 0
        var high = starts.count
        while low < high {
            let middle = (low + high) / 2
            if starts[middle] <= range.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low > 0 && ends[low - 1] >= range.upperBound
    }
}
