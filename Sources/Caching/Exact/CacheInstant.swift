/// A point in wall-clock time, in milliseconds since 1970: what is stored outlives the process, and its age with it.
public struct CacheInstant: Hashable, Sendable, Comparable {
    /// Milliseconds since 1970.
    public var milliseconds: Int64

    /// Creates a point in time.
    public init(milliseconds: Int64) { self.milliseconds = milliseconds }

    /// Earlier comes first.
    public static func < (left: Self, right: Self) -> Bool { left.milliseconds < right.milliseconds }

    /// The point a while later, in whole milliseconds; saturates.
    public static func + (instant: Self, duration: Duration) -> Self {
        let (seconds, attoseconds) = duration.components
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: 1000)
        guard !overflow else { return Self(milliseconds: seconds < 0 ? .min : .max) }
        let rest = attoseconds / 1_000_000_000_000_000
        let (length, isTooLong) = whole.addingReportingOverflow(rest)
        let (sum, isTooLate) = instant.milliseconds.addingReportingOverflow(isTooLong ? whole : length)
        return Self(milliseconds: isTooLate ? (duration < .zero ? .min : .max) : sum)
    }

    /// The time from `earlier` to `later`, never less than nothing: a clock that was set back makes nothing young.
    public static func - (later: Self, earlier: Self) -> Duration {
        let (difference, overflow) = later.milliseconds.subtractingReportingOverflow(earlier.milliseconds)
        if overflow { return later < earlier ? .zero : .milliseconds(Int64.max) }
        return .milliseconds(max(0, difference))
    }
}
