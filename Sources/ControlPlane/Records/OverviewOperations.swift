import Governance
import JSONText
import Pricing
import Store

/// `GET /admin/v1/overview`: where the day and the month stand, and how the gateway is doing.
struct OverviewOperations: Sendable {
    let services: Services

    private static let second: Int64 = 1_000_000_000

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/overview",
                id: "getOverview",
                query: [ZoneText.parameter, .text("team", "Only requests of this team.")],
                answer: .json(status: 200, .reference("Overview")),
                handle: overview
            )
        ]
    }

    private func overview(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let zone = try ZoneText.rules(request)
        let filter = try RecordScope.filter(request, visibility)
        let now = services.now.seconds
        let day = PeriodCalendar(.day, in: zone)
        let month = PeriodCalendar(.month, in: zone).interval(containing: WallTime(seconds: now))
        let today = day.interval(containing: WallTime(seconds: now)).start.seconds
        let yesterday = day.interval(containing: WallTime(seconds: today - 1)).start.seconds
        let currency = services.currency
        var object: JSONObject = ["time": .string(services.now.description)]
        for (name, from, to) in [
            ("today", today, now + 1), ("yesterday", yesterday, today),
            // As much of yesterday as there has been of today, to compare.
            ("yesterday_so_far", yesterday, min(today, yesterday + now + 1 - today)),
        ] {
            object.append(name, .object(UsageText.json(try await sums(filter, from, to), currency)))
        }
        let sums = try await sums(filter, month.start.seconds, now + 1)
        var members = UsageText.json(sums, currency)
        let forecast = try await forecast(filter, sums, today: today, left: (month.end?.seconds ?? now) - now)
        members.append("forecast_usd", forecast.map { .string($0.cost.decimal) } ?? .null)
        if let forecast, let currency { members.append("forecast_display", currency.amount(forecast.cost)) }
        members.append("forecast_days", JSONValue(forecast?.days ?? 0))
        object.append("month", .object(members))
        // What others do at the moment is not everybody's to see.
        let load = visibility == .all ? await services.runtime.load() : nil
        object.append("in_flight", load.map { JSONValue($0.inFlight) } ?? .null)
        object.append("open_streams", load.map { JSONValue($0.openStreams) } ?? .null)
        object.append("targets", .array(await services.runtime.targets().map(\.json)))
        if let currency { object.append("currency", currency.rate) }
        return .json(.object(object))
    }

    private func forecast(
        _ filter: LedgerFilter?,
        _ month: UsageReport.Sums,
        today: Int64,
        left: Int64
    ) async throws(AdminError) -> SpendForecast? {
        guard var filter else { return nil }
        filter.from = max(0, today - SpendForecast.days * SpendForecast.secondsOfDay) * Self.second
        filter.to = today * Self.second
        let (wanted, ledger) = (filter, try services.openLedger)
        // Days end where today begins, whatever the zone did in between.
        let parts = try await storing { () async throws(StoreError) in
            try await ledger.series(wanted, by: .hour, of: nil, offset: 0)
        }
        guard let first = parts.first else { return nil }
        var full = UsageReport.Sums()
        for part in parts { full.add(part.sums) }
        let span = today - first.start
        return SpendForecast(
            month: month.cost,
            full: full.cost,
            days: min(max(1, (span + SpendForecast.secondsOfDay - 1) / SpendForecast.secondsOfDay), SpendForecast.days),
            left: left
        )
    }

    /// - Parameters:
    ///   - from: in seconds since 1970.
    ///   - to: likewise, not included.
    private func sums(_ filter: LedgerFilter?, _ from: Int64, _ to: Int64) async throws(AdminError) -> UsageReport.Sums
    {
        let ledger = try services.openLedger
        guard var filter, from < to else { return UsageReport.Sums() }
        filter.from = max(0, from) * Self.second
        filter.to = max(0, to) * Self.second
        let wanted = filter
        return try await storing { () async throws(StoreError) in
            try await ledger.usage(wanted, by: .team, offset: 0).total
        }
    }
}
