/// Which of the kept sums make up a stretch of time: as long ones as there are, and as fit the steps that are asked for.
struct UsageSources: Hashable {
    static let quartersInHour: Int64 = 4
    static let quartersInDay: Int64 = 96

    /// How long sums may be so that each lies in one step.
    enum Longest {
        case day
        case hour
        case quarter
        /// As long as a quarter, of everything together.
        case quarterOfAll

        /// - Parameters:
        ///   - step: how long steps are, in seconds; `nil` where time is not divided.
        ///   - offset: where steps begin, in seconds east of UTC.
        ///   - isPlain: whether nothing but the time is asked about.
        init(step: Int64?, offset: Int, isPlain: Bool) {
            guard let step else {
                self = .day
                return
            }
            if isPlain {
                self = .quarterOfAll
            } else if step.isMultiple(of: 86_400), offset.isMultiple(of: 86_400) {
                self = .day
            } else {
                self = step.isMultiple(of: 3600) && offset.isMultiple(of: 3600) ? .hour : .quarter
            }
        }
    }

    /// Whole days of UTC, counted from 1970.
    private(set) var days: Range<Int64> = 0..<0
    /// Whole hours, counted from 1970.
    private(set) var hours: [Range<Int64>] = []
    /// Whole quarters of an hour, counted from 1970.
    private(set) var quarters: [Range<Int64>] = []
    /// Whole quarters of an hour of which sums of everything together are kept.
    private(set) var quartersOfAll: Range<Int64> = 0..<0

    /// The sources of whole quarters.
    /// - Parameters:
    ///   - window: the stretch of time.
    ///   - rolled: up to which quarter longer sums are kept.
    init(_ window: UsageWindow, rolled: Int64, longest: Longest) {
        let (first, end) = (window.firstQuarter, window.endQuarter)
        guard first < end else { return }
        let middle = min(max(first, rolled), end)
        if middle < end { quarters = [middle..<end] }
        switch longest {
        case .quarter:
            quarters = [first..<end]
            return
        case .quarterOfAll:
            quartersOfAll = first..<middle
            return
        case .day, .hour: break
        }
        let (inner, outer) = Self.split(first..<middle, by: Self.quartersInHour)
        quarters += outer
        guard longest == .day else {
            if !inner.isEmpty { hours = [inner] }
            return
        }
        let (whole, rest) = Self.split(inner, by: Self.quartersInDay / Self.quartersInHour)
        (days, hours) = (whole, rest)
    }

    /// The whole units in a stretch, counted in units, and what is left of it at its ends.
    private static func split(_ range: Range<Int64>, by unit: Int64) -> (inner: Range<Int64>, outer: [Range<Int64>]) {
        let first = range.lowerBound / unit + (range.lowerBound % unit == 0 ? 0 : 1)
        let end = range.upperBound / unit
        guard first < end else { return (0..<0, range.isEmpty ? [] : [range]) }
        let outer = [range.lowerBound..<first * unit, end * unit..<range.upperBound]
        return (first..<end, outer.filter { !$0.isEmpty })
    }
}
