import Alerting
import Governance
import JSONText
import Settings
import Store

/// The operation that shows reports.
struct ReportOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/reports/weekly",
                id: "getWeeklyReport",
                query: [
                    .text("week", "2026-W47, as ISO 8601 numbers weeks; the last whole one where nothing is said."),
                    .init(
                        name: "language",
                        summary: "The language of its texts; the configured one where nothing is said.",
                        schema: .choice(NoticeLanguage.allCases.map(\.rawValue))
                    ),
                    .text("time_zone", "The time zone of its days; the configured one where nothing is said."),
                ],
                answer: .json(status: 200, .reference("WeeklyReport")),
                handle: show
            )
        ]
    }

    private func show(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        try request.authorize()
        let configuration = services.configuration()
        let weekly = configuration.reports.weekly
        let name = request.query["time_zone"] ?? weekly.timeZone ?? configuration.timeZone
        guard let zone = ZoneRules(name) else {
            throw .parameter("time_zone", "It must be a time zone of the IANA database such as Asia/Tokyo.")
        }
        var week = ISOWeek(containing: WallTime(seconds: services.clock.seconds), in: zone).previous
        if let text = request.query["week"] {
            guard let asked = ISOWeek(text) else {
                throw .parameter("week", "It must be a week such as 2026-W47.")
            }
            week = asked
        }
        let language = try request.query.choice("language", NoticeLanguage.self)
        let ledger = try services.openLedger
        let meant = week
        let figures = try await storing { () async throws(StoreError) in
            try await WeeklyLedger(ledger: ledger).figures(of: meant, in: zone)
        }
        let report = WeeklyReport(
            figures,
            language: language ?? weekly.language ?? configuration.alerts.language,
            currency: configuration.currency,
            gateway: configuration.alerts.gateway
        )
        var json = report.json
        json.append("html", .string(report.html))
        return .json(.object(json))
    }
}
