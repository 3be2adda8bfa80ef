/// Where the calendar's periods begin and end in a time zone.
///
/// A period begins with the first second of its first day there. Where the clock is put forward over midnight, that is the
/// second after the gap; where midnight comes twice, it is the first one.
public struct PeriodCalendar: Sendable {
    /// How long periods are.
    public let period: BudgetPolicy.Period
    /// Where.
    public let zone: ZoneRules

    /// The periods of a time zone.
    public init(_ period: BudgetPolicy.Period, in zone: ZoneRules) {
        self.period = period
        self.zone = zone
    }

    /// The period that a time lies in. ``BudgetPolicy/Period/total`` began in 1970 and never ends.
    public func interval(containing time: WallTime) -> PeriodInterval {
        guard period != .total else { return PeriodInterval(start: WallTime(seconds: 0), end: nil) }
        // Dates outside of ± 100,000 years are clamped: they come from a broken clock, and must not overflow.
        let time = WallTime(seconds: min(max(time.seconds, -3_000_000_000_000), 3_000_000_000_000))
        let local = time.seconds + zone.offset(at: time)
        var first = firstDay(of: CivilDate(daysSince1970: local.flooredDivision(by: 86_400)))
        var start = beginning(of: first)
        // Where clocks go back over midnight, the local date returns to the day before for a while. The boundary was
        // passed once, and stays so.
        if time < start {
            first = firstDay(of: CivilDate(daysSince1970: first.daysSince1970 - 1))
            start = beginning(of: first)
        }
        var next = firstDayOfNext(after: first)
        var end = beginning(of: next)
        if time >= end {
            start = end
            next = firstDayOfNext(after: next)
            end = beginning(of: next)
        }
        return PeriodInterval(start: start, end: end)
    }

    /// The first day of the period that a day lies in.
    private func firstDay(of date: CivilDate) -> CivilDate {
        switch period {
        case .day: date
        case .week: CivilDate(daysSince1970: date.daysSince1970 - date.weekday)
        case .month: CivilDate(year: date.year, month: date.month, day: 1)
        case .quarter: CivilDate(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1)
        case .year, .total: CivilDate(year: date.year, month: 1, day: 1)
        }
    }

    private func firstDayOfNext(after first: CivilDate) -> CivilDate {
        let months: Int64
        switch period {
        case .day: return CivilDate(daysSince1970: first.daysSince1970 + 1)
        case .week: return CivilDate(daysSince1970: first.daysSince1970 + 7)
        case .month: months = 1
        case .quarter: months = 3
        case .year, .total: months = 12
        }
        let month = first.month - 1 + months
        return CivilDate(year: first.year + month / 12, month: month % 12 + 1, day: 1)
    }

    /// The first second of a day.
    private func beginning(of date: CivilDate) -> WallTime {
        let midnight = date.daysSince1970 * 86_400
        // No zone is a day or more from UTC, and none changes twice in two days: these are the offsets before and after.
        let before = zone.offset(at: WallTime(seconds: midnight - 86_400))
        let after = zone.offset(at: WallTime(seconds: midnight + 86_400))
        for offset in [before, after] {
            let candidate = WallTime(seconds: midnight - offset)
            if zone.offset(at: candidate) == offset { return candidate }
        }
        // Midnight does not exist: the day begins where the clock was put forward.
        var low = midnight - max(before, after) - 1
        var high = midnight - min(before, after)
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if middle + zone.offset(at: WallTime(seconds: middle)) < midnight { low = middle } else { high = middle }
        }
        return WallTime(seconds: high)
    }
}
