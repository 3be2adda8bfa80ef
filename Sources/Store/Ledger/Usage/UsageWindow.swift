/// A stretch of time as whole quarters of an hour and what is left at its ends.
struct UsageWindow: Hashable {
    /// The first whole quarter, counted from 1970.
    private(set) var firstQuarter: Int64
    /// The quarter after the last whole one.
    private(set) var endQuarter: Int64
    /// What is left, in nanoseconds since 1970: none, one or two stretches.
    private(set) var edges: [Range<Int64>] = []

    /// The window of two times, the second not included; `nil` is no bound.
    init(from: Int64?, to: Int64?) {
        let quarter = LedgerFigures.quarter
        let start = max(0, from ?? 0)
        let end = max(start, to ?? .max)
        firstQuarter = start / quarter + (start % quarter == 0 ? 0 : 1)
        endQuarter = to == nil ? .max : end / quarter
        guard firstQuarter <= endQuarter, firstQuarter < Int64.max / quarter else {
            // All within one quarter.
            (firstQuarter, endQuarter) = (0, 0)
            if start < end { edges = [start..<end] }
            return
        }
        if start < firstQuarter * quarter { edges.append(start..<firstQuarter * quarter) }
        if to != nil, endQuarter * quarter < end { edges.append(endQuarter * quarter..<end) }
    }
}
