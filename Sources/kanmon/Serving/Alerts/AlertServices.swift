import Alerting
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
    /// Counts calls for it.
    let calls = CallCounter()
    /// Brings messages to channels.
    let desk: NoticeDesk
    private let reports: ReportKeeper

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
            await status.gateway?.certificateExpiry().map { WallTime(seconds: Int64($0)) }
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

    /// What runs as long as the gateway does.
    var services: [any Service] {
        [
            Repeating { await desk.run() }, Repeating { await keeper.run() }, Repeating { await reports.run() },
        ]
    }
}
