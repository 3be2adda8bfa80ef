/// A point on the wall clock, in whole seconds since 1970-01-01 00:00 UTC, leap seconds not counted.
///
/// Budgets go by the calendar and so by this clock; limits go by the monotonic one.
public struct WallTime: Comparable, Hashable, Sendable {
    /// Seconds since 1970-01-01 00:00 UTC.
    public var seconds: Int64

    /// That many seconds since 1970-01-01 00:00 UTC.
    public init(seconds: Int64) { self.seconds = seconds }

    /// Earlier comes first.
    public static func < (left: WallTime, right: WallTime) -> Bool { left.seconds < right.seconds }
}
