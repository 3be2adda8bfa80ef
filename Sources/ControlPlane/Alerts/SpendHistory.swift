import Alerting
import Governance
import Pricing
import Store

/// What was spent and asked on days, from the ledger: today's looked up again every minute, past days once.
struct SpendHistory: Sendable {
    /// A day's sums.
    struct Day: Sendable {
        var requests = 0
        var hits = 0
        var dollars = 0.0
    }

    /// How old today's sums may be, in seconds.
    private static let freshness: Int64 = 60
    /// With how many weeks today is compared.
    static let weeks = 4

    private(set) var today = Day()
    private(set) var yesterday = Day()
    /// The same weekday of the last weeks, the latest first.
    private(set) var sameWeekday: [Day] = []
    private var start: WallTime?
    private var zone = ""
    private var read: Int64 = .min

    init() {}

    /// Looks up what may have changed.
    mutating func refresh(_ ledger: any LedgerStore, _ zone: ZoneRules, at now: WallTime) async throws(StoreError) {
        let calendar = PeriodCalendar(.day, in: zone)
        let interval = calendar.interval(containing: now)
        if start != interval.start || self.zone != zone.name {
            var days: [Day] = []
            for age in [1] + (1...Self.weeks).map({ $0 * 7 }) {
                // Noon of a day is so many times 24 hours before noon of today, give or take what clocks are changed by.
                let noon = WallTime(seconds: interval.start.seconds + 43_200 - Int64(age) * 86_400)
                days.append(try await Self.day(calendar.interval(containing: noon), ledger))
            }
            yesterday = days[0]
            sameWeekday = Array(days.dropFirst())
            start = interval.start
            self.zone = zone.name
            read = .min
        }
        guard read == .min || now.seconds < read || now.seconds - read >= Self.freshness else { return }
        today = try await Self.day(PeriodInterval(start: interval.start, end: nil), ledger)
        read = now.seconds
    }

    private static func day(_ interval: PeriodInterval, _ ledger: any LedgerStore) async throws(StoreError) -> Day {
        var filter = LedgerFilter()
        filter.from = interval.start.nanoseconds
        filter.to = interval.end?.nanoseconds
        let sums = try await ledger.usage(filter, by: .provider, offset: 0).total
        return Day(requests: sums.requests, hits: sums.cacheHits, dollars: sums.cost.dollars)
    }

    /// The values of signals that come of it.
    var observations: [AlertObservation] {
        var values = [AlertObservation(.spendPerDay, value: today.dollars)]
        let known = sameWeekday.filter { $0.requests > 0 }
        let mean = known.reduce(0) { $0 + $1.dollars } / Double(max(1, known.count))
        if mean > 0 {
            values.append(AlertObservation(.spendAnomaly, value: today.dollars / mean, samples: today.dollars))
        }
        if yesterday.hits > 0, today.requests > 0 {
            let before = Double(yesterday.hits) / Double(yesterday.requests)
            let drop = 1 - Double(today.hits) / Double(today.requests) / before
            let samples = Double(min(today.requests, yesterday.requests))
            values.append(AlertObservation(.cacheHitDrop, value: max(0, drop), samples: samples))
        }
        return values
    }
}

extension WallTime {
    /// The same in nanoseconds; saturates.
    var nanoseconds: Int64 {
        let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? (seconds < 0 ? .min : .max) : product
    }
}

extension Money {
    /// The amount for comparisons, not exact.
    var dollars: Double { Double(attos) / 1e18 }
}
