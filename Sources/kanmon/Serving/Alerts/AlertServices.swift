import ControlPlane
import Gateway
import Governance
import Logging
import NIOPosix
import ServiceLifecycle
import Settings
import Store

/// What watches the gateway, tells people, and reports.
struct AlertServices: Sendable {
    /// Looks at what alerts watch.
    let keeper: AlertKeeper
    /// Brings messages to channels.
    let desk: NoticeDesk
    private let reports: ReportKeeper
    private let calls = CallCounter()

    /// Puts it together from what the gateway keeps and knows.
    init(
        _ stores: DataStores,
        _ directory: DirectoryKeeper,
        _ budgets: BudgetKeeper,
        _ status: GatewayStatus,
        _ clock: ControlClock,
        _ logger: Logger
    ) {
        let configuration: @Sendable () -> KanmonConfiguration = { status.configuration }
        desk = NoticeDesk(
            store: stores.store,
            channels: { configuration().alerts.channels },
            sender: { ChannelSender($0, on: MultiThreadedEventLoopGroup.singleton) },
            clock: clock,
            logger: logger
        )
        var sources = AlertSources(
            calls: calls,
            ledger: stores.ledger,
            directory: { directory.directory },
            configuration: configuration,
            budgets: budgets,
            runtime: status
        )
        let writer = stores.writer
        sources.journalLag = { writer.map { (ContinuousClock.now - $0.statistics.caughtUp) / .seconds(1) } }
        sources.certificateExpiry = {
            guard let identity = configuration().server.tls else { return nil }
            do {
                return try ServerCertificate.expiry(of: identity).map { WallTime(seconds: $0) }
            } catch {
                logger.warning("the certificate's end cannot be read", metadata: ["error": "\(error)"])
                return nil
            }
        }
        keeper = AlertKeeper(store: stores.store, sources: sources, desk: desk, clock: clock, logger: logger)
        reports = ReportKeeper(
            store: stores.store,
            ledger: stores.ledger,
            configuration: configuration,
            desk: desk,
            clock: clock,
            logger: logger
        )
    }

    /// What is to be told of every call that is over.
    var observer: @Sendable (RequestRecord) -> Void {
        let calls = calls
        return { record in calls.add(record.ledger) }
    }

    /// What runs as long as the gateway does.
    var services: [any Service] {
        [
            Repeating { await desk.run() }, Repeating { await keeper.run() }, Repeating { await reports.run() },
        ]
    }
}
