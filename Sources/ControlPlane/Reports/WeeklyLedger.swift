import Alerting
import Governance
import Store

/// Adds up what the ledger knows of a week.
struct WeeklyLedger: Sendable {
    let ledger: any LedgerStore

    /// How many failures are looked at for their status; of more the last ones.
    static let mostFailures = 5000
    /// The statuses of failures that are looked for.
    private static let statuses = [
        400, 401, 402, 403, 404, 408, 409, 413, 422, 424, 429, 499, 500, 501, 502, 503, 504, 529,
    ]

    /// The figures of a week.
    func figures(of week: ISOWeek, in zone: ZoneRules) async throws(StoreError) -> WeeklyFigures {
        var figures = WeeklyFigures(week: week, zone: zone)
        let interval = figures.interval
        let providers = try await usage(interval, by: .provider)
        figures.total = WeeklyFigures.Sums(providers.total)
        figures.providers = Self.rows(providers).sorted {
            ($1.sums.errors, $0.name ?? "") < ($0.sums.errors, $1.name ?? "")
        }
        figures.previous = WeeklyFigures.Sums(try await usage(week.previous.interval(in: zone), by: .provider).total)
        figures.teams = WeeklyFigures.largest(of: Self.rows(try await usage(interval, by: .team)))
        figures.keys = WeeklyFigures.largest(of: Self.rows(try await usage(interval, by: .key)))
        figures.models = WeeklyFigures.largest(of: Self.rows(try await usage(interval, by: .model)))
        // Day by day, for days of a zone do not all begin at the same distance from UTC.
        for day in week.days(in: zone) {
            let sums = try await usage(day.interval, by: .provider).total
            figures.days.append(WeeklyFigures.Day(date: day.date, sums: WeeklyFigures.Sums(sums)))
        }
        try await countStatuses(&figures)
        return figures
    }

    private func countStatuses(_ figures: inout WeeklyFigures) async throws(StoreError) {
        for status in Self.statuses where figures.total.errors > 0 {
            var filter = filter(figures.interval)
            filter.status = status
            var count = 0
            var cursor: PageCursor?
            repeat {
                let page = try await ledger.rows(filter, PageRequest(limit: 1000, after: cursor))
                count += page.rows.count
                cursor = count < Self.mostFailures ? page.next : nil
                if cursor == nil, page.next != nil { figures.areStatusesPartial = true }
            } while cursor != nil
            if count > 0 { figures.statuses.append(.init(status: status, count: count)) }
        }
        figures.statuses.sort { ($1.count, $0.status) < ($0.count, $1.status) }
    }

    private func usage(
        _ interval: PeriodInterval,
        by grouping: UsageReport.Grouping
    ) async throws(StoreError) -> UsageReport {
        try await ledger.usage(filter(interval), by: grouping, offset: 0)
    }

    private func filter(_ interval: PeriodInterval) -> LedgerFilter {
        var filter = LedgerFilter()
        filter.from = interval.start.nanoseconds
        filter.to = interval.end?.nanoseconds
        return filter
    }

    private static func rows(_ report: UsageReport) -> [WeeklyFigures.Row] {
        report.rows.map { WeeklyFigures.Row(name: $0.key, sums: WeeklyFigures.Sums($0.sums)) }
    }
}

extension WeeklyFigures.Sums {
    fileprivate init(_ sums: UsageReport.Sums) {
        self.init()
        requests = sums.requests
        errors = sums.errors
        inputTokens = sums.inputTokens
        outputTokens = sums.outputTokens
        cost = sums.cost
        unpriced = sums.unknownCosts
        hits = sums.cacheHits
        saved = sums.savings.total
    }
}
