/// A point on the monotonic clock, in nanoseconds; only differences mean something.
///
/// Every decision of this module takes the moment as a parameter, so that tests bring their own time.
public struct Moment: Comparable, Hashable, Sendable {
    /// Nanoseconds since the clock's own beginning.
    public var nanoseconds: Int64

    /// Creates a moment.
    public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// The beginning of the clock.
    public static let zero = Moment(nanoseconds: 0)

    /// Earlier comes first.
    public static func < (left: Moment, right: Moment) -> Bool { left.nanoseconds < right.nanoseconds }

    /// The moment a while later; saturates.
    public static func + (moment: Moment, duration: Duration) -> Moment {
        let (sum, overflow) = moment.nanoseconds.addingReportingOverflow(duration.saturatingNanoseconds)
        return Moment(nanoseconds: overflow ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time from `earlier` to `later`; negative where they stand the other way round.
    public static func - (later: Moment, earlier: Moment) -> Duration {
        let (difference, overflow) = later.nanoseconds.subtractingReportingOverflow(earlier.nanoseconds)
        return .nanoseconds(overflow ? (later < earlier ? .min : .max) : difference)
    }
}

extension Duration {
    /// Whole nanoseconds; durations beyond 292 years saturate.
    public var saturatingNanoseconds: Int64 {
        // Of nearly all, which are shorter than nine seconds, a register holds the attoseconds.
        if let attoseconds = Int64(exactly: attoseconds) { return attoseconds / 1_000_000_000 }
        let (seconds, attoseconds) = components
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        if overflow { return seconds < 0 ? .min : .max }
        let (sum, overflow2) = product.addingReportingOverflow(attoseconds / 1_000_000_000)
        return overflow2 ? (seconds < 0 ? .min : .max) : sum
    }

    /// Seconds as a floating point number, for rates and averages.
    public var inSeconds: Double { Double(saturatingNanoseconds) / 1e9 }
}
