/// How often which times occurred, to about 3 %: sixteen steps for each doubling. Pure and of a bounded size: 2.6 KB once
/// something was counted.
public struct LatencyCounts: Hashable, Sendable {
    private static let steps = 16
    /// Up to 2⁴⁰ µs, which is twelve days.
    private static let count = 41 * steps
    /// What all begin with, shared until something is counted.
    private static let nothing = [UInt32](repeating: 0, count: count)

    private var counts = Self.nothing
    /// How many times were counted.
    public private(set) var total = 0

    /// Nothing.
    public init() {}

    /// Counts a time.
    /// - Parameter microseconds: the time.
    public mutating func add(_ microseconds: Int) {
        counts[Self.place(of: microseconds)] &+= 1
        total += 1
    }

    /// Adds another's counts.
    public mutating func add(_ other: LatencyCounts) {
        guard other.total > 0 else { return }
        for index in counts.indices { counts[index] &+= other.counts[index] }
        total += other.total
    }

    /// The time that so many percent did not exceed, by nearest rank, in microseconds; `nil` where nothing was counted.
    public func percentile(_ percent: Int) -> Int? {
        guard total > 0 else { return nil }
        let rank = max(1, (total * percent + 99) / 100)
        var seen = 0
        for (index, count) in counts.enumerated() {
            seen += Int(count)
            if seen >= rank { return Self.value(at: index) }
        }
        return nil
    }

    private static func place(of microseconds: Int) -> Int {
        let value = min(max(microseconds, 1), 1 << 40)
        let exponent = Int.bitWidth - 1 - value.leadingZeroBitCount
        let rest = exponent >= 4 ? (value >> (exponent - 4)) & 15 : (value << (4 - exponent)) & 15
        return min(exponent * steps + rest, count - 1)
    }

    /// The middle of a step.
    private static func value(at place: Int) -> Int {
        let (exponent, rest) = place.quotientAndRemainder(dividingBy: steps)
        let low = (1 << exponent) + (rest << exponent) / steps
        let high = (1 << exponent) + ((rest + 1) << exponent) / steps
        return max(low, (low + high) / 2)
    }
}
