import Alerting
import Governance
public import Logging
public import Settings
public import Store

/// Sends the report on the week before, once a week at the configured time; up to a day late where the gateway did not run.
public actor ReportKeeper {
    /// How often it looks whether it is time.
    public static let standardInterval = Duration.seconds(30)
    /// After so long it is no longer sent, in seconds.
    private static let latest: Int64 = 24 * 3600

    private let store: any SettingStore
    private let ledger: (any LedgerStore)?
    private let configuration: @Sendable () -> KanmonConfiguration
    private let desk: NoticeDesk
    private let clock: ControlClock
    private let logger: Logger
    /// The week on which was reported last, so that the store is asked only when it is time.
    private var reported: ISOWeek?
    private var isFailing = false

    /// A keeper.
    /// - Parameters:
    ///   - store: where it is noted on which week was reported.
    ///   - ledger: where figures come from; `nil` for a gateway that keeps no ledger, and reports nothing.
    ///   - configuration: gives the configuration in use.
    ///   - desk: what brings messages to channels.
    ///   - clock: the wall clock.
    ///   - logger: told of troubles.
    public init(
        store: any SettingStore,
        ledger: (any LedgerStore)?,
        configuration: @escaping @Sendable () -> KanmonConfiguration,
        desk: NoticeDesk,
        clock: ControlClock,
        logger: Logger
    ) {
        self.store = store
        self.ledger = ledger
        self.configuration = configuration
        self.desk = desk
        self.clock = clock
        self.logger = logger
    }

    /// Looks again and again until the task is cancelled.
    public func run(
        every interval: Duration = standardInterval,
        waiting: any Clock<Duration> = ContinuousClock()
    ) async {
        await Turns.take(every: interval, by: waiting) { await turn() }
    }

    /// One look.
    func turn() async {
        let configuration = configuration()
        let weekly = configuration.reports.weekly
        guard weekly.isEnabled, let ledger else { return }
        let zone = ZoneRules(weekly.timeZone ?? configuration.timeZone) ?? .utc
        let now = WallTime(seconds: clock.seconds)
        let week = ISOWeek(containing: now, in: zone)
        let due = week.moment(day: weekly.weekday.number, seconds: weekly.time, in: zone)
        guard now >= due, now.seconds - due.seconds < Self.latest, reported != week.previous else { return }
        let channels = configuration.alerts.channels.map(\.name)
            .filter { weekly.channels?.contains($0) ?? true }
        guard !channels.isEmpty else { return }
        do throws(StoreError) {
            let name = Array(week.previous.description.utf8)
            if try await store.setting(.weeklyReport) != name {
                let figures = try await WeeklyLedger(ledger: ledger).figures(of: week.previous, in: zone)
                let report = WeeklyReport(
                    figures,
                    language: weekly.language ?? configuration.alerts.language,
                    currency: configuration.currency,
                    gateway: configuration.alerts.gateway
                )
                // The messages first: where the process ends in between, they are made again, and known by their ids.
                let id = "report_\(week.previous)"
                let notice = report.notice
                try await desk.take(channels.map { (notice, id, $0) })
                try await store.set(.weeklyReport, to: name)
                logger.notice("the weekly report is made", metadata: ["week": "\(week.previous)"])
            }
            reported = week.previous
            isFailing = false
        } catch {
            if !isFailing { logger.error("the weekly report cannot be made", metadata: ["error": "\(error)"]) }
            isFailing = true
        }
    }
}
