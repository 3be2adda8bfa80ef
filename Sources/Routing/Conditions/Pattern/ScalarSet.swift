/// A set of Unicode scalars.
struct ScalarSet {
    let ranges: [ClosedRange<UInt32>]
    let isNegated: Bool

    /// Creates a set of ranges.
    init(_ ranges: [ClosedRange<UInt32>], isNegated: Bool = false) {
        self.ranges = ranges
        self.isNegated = isNegated
    }

    /// A single scalar.
    init(_ scalar: Unicode.Scalar) { self.init([scalar.value...scalar.value]) }

    static let digits = ScalarSet([0x30...0x39])
    static let words = ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A])
    static let spaces = ScalarSet([0x09...0x0D, 0x20...0x20])
    static let notLineFeed = ScalarSet([0x0A...0x0A], isNegated: true)

    /// All others.
    var inverted: ScalarSet { ScalarSet(ranges, isNegated: !isNegated) }

    /// The same set as ranges only, so that it can be joined with others in a class.
    var positiveRanges: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var gaps: [ClosedRange<UInt32>] = []
        var next: UInt32 = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { gaps.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10FFFF { gaps.append(next...0x10FFFF) }
        return gaps
    }

    func contains(_ scalar: UInt32) -> Bool { lists(scalar) != isNegated }

    /// Whether any of a scalar's cases is listed; a negated set contains it where none is.
    func contains(_ cases: ScalarCases) -> Bool {
        (lists(cases.own) || lists(cases.lower) || lists(cases.upper)) != isNegated
    }

    private func lists(_ scalar: UInt32) -> Bool {
        for range in ranges where range.contains(scalar) { return true }
        return false
    }
}
