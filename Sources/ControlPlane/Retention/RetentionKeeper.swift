public import Governance
import JSONText
public import Logging
import Routing
public import Settings
public import Store

/// Lets go of what is older than it may become: rows of the ledger by their team, sessions that have ended, alerts that were
/// acknowledged and raised more than a year ago. A run that removed something is in the audit log.
///
/// Prompts and answers go by their team's `retention.bodies.retention`, all of them where `zero_retention` has come to hold, and
/// never later than their record.
///
/// Rows go by the retention of the team that the configuration says, and by `ledger.retention` for everything else: teams
/// without one of their own, teams that are no more, and what belongs to no team. A row may stay for an hour longer than that,
/// and for as long as the gateway does not run.
public actor RetentionKeeper {
    /// Where other things than the ledger's rows are kept.
    public typealias Records = AlertStore & AuditStore & SessionStore

    /// How long after the start the first run is: a start has enough to do.
    public static let standardDelay = Duration.seconds(300)
    /// How long it is from one run to the next.
    public static let standardInterval = Duration.seconds(3600)
    /// How long acknowledged alerts are kept, in nanoseconds.
    private static let alertRetention: Int64 = 365 * 86_400 * 1_000_000_000

    private let ledger: (any LedgerStore)?
    private let bodies: (any BodyStore)?
    private let records: any Records
    private let configuration: @Sendable () -> KanmonConfiguration
    private let sessions: SessionPolicy
    private let clock: ControlClock
    private let logger: Logger

    /// A keeper.
    /// - Parameters:
    ///   - ledger: where the records of requests are; `nil` for a gateway that keeps none.
    ///   - bodies: where prompts and answers are; `nil` for a gateway that keeps none.
    ///   - records: where sessions, alerts and the audit log are.
    ///   - configuration: gives the configuration in use, which says how long rows are kept.
    ///   - sessions: how long sessions last.
    ///   - clock: the wall clock.
    ///   - logger: told of what was removed and what could not be.
    public init(
        ledger: (any LedgerStore)?,
        bodies: (any BodyStore)? = nil,
        records: any Records,
        configuration: @escaping @Sendable () -> KanmonConfiguration,
        sessions: SessionPolicy = SessionPolicy(),
        clock: ControlClock,
        logger: Logger
    ) {
        self.ledger = ledger
        self.bodies = bodies
        self.records = records
        self.configuration = configuration
        self.sessions = sessions
        self.clock = clock
        self.logger = logger
    }

    /// Lets go of what is too old, again and again, until the task is cancelled.
    /// - Parameters:
    ///   - interval: how long it is from the end of one run to the next.
    ///   - delay: how long it is to the first one.
    ///   - waiting: what waits.
    public func run(
        every interval: Duration = standardInterval,
        after delay: Duration = standardDelay,
        waiting: any Clock<Duration> = ContinuousClock()
    ) async {
        var pause = delay
        while !Task.isCancelled {
            do {
                try await waiting.sleep(for: pause)
            } catch {
                return
            }
            await sumUp()
            await sweep()
            pause = interval
        }
    }

    /// Adds up days that are over, so that usage of long times is told quickly.
    private func sumUp() async {
        guard let ledger else { return }
        do throws(StoreError) {
            try await ledger.rollUp(before: clock.nanoseconds)
        } catch {
            logger.error("days that are over could not be added up", metadata: ["error": "\(error)"])
        }
    }

    /// One run. What fails is logged and does not keep the rest from going; the next run tries it again.
    /// - Parameters:
    ///   - actor: who asked for it; `nil` where it was due.
    ///   - request: the id of the request that asked for it.
    /// - Returns: what was removed.
    @discardableResult
    public func sweep(for actor: AuditActor? = nil, request: String? = nil) async -> RetentionReport {
        let now = clock.nanoseconds
        var report = RetentionReport()
        if let bodies { await expire(bodies, now, into: &report) }
        if let ledger { await expire(ledger, now, into: &report) }
        await attempt("sessions", into: &report) { (report) async throws(StoreError) in
            report.sessions = try await records.removeSessions(
                expiredBy: now,
                idleSince: now.earlier(by: .seconds(sessions.idle))
            )
        }
        await attempt("alerts", into: &report) { (report) async throws(StoreError) in
            report.alerts = try await records.removeAlerts(
                raisedBefore: now.earlier(by: .nanoseconds(Self.alertRetention))
            )
        }
        guard report.isAnything else { return report }
        logger.info("what was too old was removed", metadata: ["removed": "\(report.json)"])
        let entry = AuditEntry(
            time: now,
            actor: actor ?? AuditActor(.system, id: "retention"),
            request: request,
            action: "retention.run",
            object: AuditEntry.Object(kind: "retention", id: "retention"),
            after: report.json
        )
        await attempt("its entry in the audit log", into: &report) { (_) async throws(StoreError) in
            _ = try await records.append(entry)
        }
        return report
    }

    private func expire(_ ledger: any LedgerStore, _ now: Int64, into report: inout RetentionReport) async {
        let configuration = configuration()
        let common = configuration.ledger.retention
        var retentions: [String?: Duration] = [nil: common]
        for team in configuration.teams { retentions[team.name] = team.retention.ledger ?? common }
        await attempt("the ledger's teams", into: &report) { (_) async throws(StoreError) in
            // Teams that are no more have rows too.
            let known = try await ledger.usage(LedgerFilter(), by: .team, offset: 0)
            for row in known.rows where retentions[row.key] == nil { retentions[row.key] = common }
        }
        for (team, retention) in retentions.sorted(by: { $0.key ?? "" < $1.key ?? "" }) {
            await attempt("the ledger's rows", into: &report) { (report) async throws(StoreError) in
                let count = try await ledger.expire(team: team, before: now.earlier(by: retention))
                if count > 0 { report.rows.append((team, count)) }
            }
        }
    }

    private func expire(_ bodies: any BodyStore, _ now: Int64, into report: inout RetentionReport) async {
        let configuration = configuration()
        let rules = configuration.bodyRules
        var teams: [String?] = []
        await attempt("prompts and answers", into: &report) { (_) async throws(StoreError) in
            teams = try await bodies.teamsWithBodies()
        }
        for team in teams.sorted(by: { $0 ?? "" < $1 ?? "" }) {
            let own = team.flatMap { configuration.team(named: $0)?.retention.ledger }
            let longest = own ?? configuration.ledger.retention
            let cutoff = rules.retention(ofTeam: team).map { now.earlier(by: min($0, longest)) }
            await attempt("prompts and answers", into: &report) { (report) async throws(StoreError) in
                let count = try await bodies.expireBodies(team: team, before: cutoff ?? .max)
                if count > 0 { report.bodies.append((team, count)) }
            }
        }
    }

    private func attempt(
        _ what: String,
        into report: inout RetentionReport,
        _ work: (inout RetentionReport) async throws(StoreError) -> Void
    ) async {
        do throws(StoreError) {
            try await work(&report)
        } catch {
            report.failures += 1
            logger.error("what is too old cannot be removed", metadata: ["what": "\(what)", "error": "\(error)"])
        }
    }
}

extension Int64 {
    /// A time in nanoseconds, some time before; saturates.
    fileprivate func earlier(by duration: Duration) -> Int64 {
        let (difference, overflow) = subtractingReportingOverflow(duration.saturatingNanoseconds)
        return overflow ? .min : difference
    }
}
