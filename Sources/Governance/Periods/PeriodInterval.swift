/// One period of the calendar: a day, a month, …
public struct PeriodInterval: Hashable, Sendable {
    /// Its first second.
    public var start: WallTime
    /// The first second of the next one; `nil` where the period never ends.
    public var end: WallTime?

    /// The time from `start` up to `end`.
    public init(start: WallTime, end: WallTime?) {
        self.start = start
        self.end = end
    }
}
