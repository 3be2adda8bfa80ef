import Caching
import ControlPlane
import Gateway
import Governance
import Logging
import Pricing
import Settings
import Store

/// What governs the gateway, put together: who there is, what counts their limits and budgets, the ledger, the admin API.
struct GovernanceServices: Sendable {
    /// What outlives configurations.
    let governor: Governor
    /// The admin API.
    let control: ControlPlane
    /// The last calls, for the admin API.
    let recent: RecentCalls
    /// Keeps who there is up to date.
    let keeper: DirectoryKeeper
    /// Keeps what budgets have spent.
    let budgets: BudgetKeeper
    /// Stores prompts and answers; `nil` where they have no place.
    let bodies: BodyKeeper?
    /// Lets go of what is too old.
    let retention: RetentionKeeper
    /// Keeps stored answers on the disk; `nil` where there is none.
    let archive: CacheArchive?
    /// Watches, tells and reports.
    let alerts: AlertServices
    private let stores: DataStores
    private let status: GatewayStatus

    /// Opens the data of a configuration and puts everything together.
    /// - Parameters:
    ///   - lanes: how many event loops there are.
    ///   - telemetry: where troubles are told, and whose levels the admin API changes.
    static func prepare(
        _ configuration: KanmonConfiguration,
        lanes: Int,
        telemetry: TelemetryServices
    ) async throws -> GovernanceServices {
        let logger = telemetry.logger(.governance)
        let storeLogger = telemetry.logger(.store)
        let stores = try await DataStores.open(
            configuration,
            lanes: lanes,
            now: WallSeconds.nanoseconds,
            logger: storeLogger
        )
        let clock = ControlClock { WallSeconds.nanoseconds }
        let meters = MeterBook()
        let team = TeamOfScope()
        let budgets = BudgetKeeper(
            states: stores.store,
            ledger: stores.ledger,
            alerts: stores.store,
            meters: meters,
            clock: clock,
            logger: logger,
            companions: stores.presence.map { presence in
                BudgetCompanions(areThere: { presence.hasOthers }, isOwn: LedgerEntryMaker.isOwn)
            },
            team: { team($0) }
        )
        let inUse = ConfigurationInUse(configuration)
        let bodies = stores.bodies.map { store in
            BodyKeeper(store: store, rules: { inUse.value.bodyRules }, clock: clock, logger: logger)
        }
        let governor = Governor(
            meters: meters,
            ledger: stores.journal.map { JournalSink(journal: $0) },
            bodies: bodies,
            told: { budgets.tell($0) }
        )
        let archive = stores.folder.map { folder in
            CacheArchive(
                in: folder,
                rules: { inUse.value.archiveRules },
                clock: { CacheInstant(milliseconds: WallSeconds.nanoseconds / 1_000_000) },
                tell: { storeLogger.warning("\($0)") }
            )
        }
        let status = GatewayStatus(governor: governor, initial: configuration)
        inUse.attach { status.configuration }
        let keeper = DirectoryKeeper(
            store: stores.store,
            pepper: stores.pepper,
            declared: configuration.entities(pepper: stores.pepper, at: .now),
            logger: logger
        ) { directory in
            do throws(GatewayError) {
                try status.gateway?.adopt(directory)
            } catch {
                logger.error("changed identities were not taken up", metadata: ["error": "\(error)"])
            }
        }
        team.attach(keeper)
        let builtIn = try PriceBook()
        var parts = ControlPlane.Parts(
            store: stores.store,
            ledger: stores.ledger,
            keeper: keeper,
            pepper: stores.pepper,
            configuration: { status.configuration },
            prices: { status.gateway?.pricesInUse ?? builtIn },
            clock: clock,
            logger: logger
        )
        let retention = RetentionKeeper(
            ledger: stores.ledger,
            bodies: stores.bodies,
            records: stores.store,
            configuration: { status.configuration },
            clock: clock,
            logger: logger
        )
        let alerts = AlertServices(stores, keeper, budgets, status, clock, logger)
        parts.alerts = alerts.keeper
        parts.notices = alerts.desk
        parts.bodies = stores.bodies
        parts.retention = retention
        parts.runtime = status
        parts.cache = status
        parts.log = telemetry
        parts.budgetReader = budgets
        parts.budgetControl = budgets
        parts.recent.isKeeping = hasViewers(configuration)
        return GovernanceServices(
            governor: governor,
            control: try ControlPlane(parts),
            recent: parts.recent,
            keeper: keeper,
            budgets: budgets,
            bodies: bodies,
            retention: retention,
            archive: archive,
            alerts: alerts,
            stores: stores,
            status: status
        )
    }

    /// Reads who there is and what budgets have spent, and brings what an earlier process left in the journal to the ledger.
    func start() async throws {
        do {
            try await keeper.start()
            try await budgets.load()
            let policies = directory.policies + status.configuration.policies
            try governor.meters.apply(policies, at: WallTime(seconds: WallSeconds.now))
            try stores.startWriting()
            try await budgets.catchUp()
        } catch {
            throw CommandFailure("data: \(error)")
        }
    }

    /// What makes the first owner, where there is none yet and people can be kept; to be printed once.
    func bootstrapToken() async throws -> BootstrapToken? {
        guard stores.ledger != nil else { return nil }
        do { return try await control.bootstrapToken() } catch { throw CommandFailure("data: \(error)") }
    }

    /// Who there is.
    var directory: Directory { keeper.directory }

    /// What the ledger has counted so far; nothing where there is none.
    func totals() async throws -> LedgerTotals {
        do throws(StoreError) { return try await stores.ledger?.totals() ?? LedgerTotals() } catch {
            throw CommandFailure("data: \(error)")
        }
    }

    /// What there is to tell at `/metrics` of the ledger; `nil` where there is none.
    var ledgerMetrics: LedgerMetrics? {
        guard let journal = stores.journal, let writer = stores.writer else { return nil }
        let governor = governor
        return LedgerMetrics(journal: journal, writer: writer) { governor.lostRecords }
    }

    /// The gateway runs from now on.
    func attach(_ server: GatewayServer) {
        status.attach(server)
        archive?.start(into: server.answerMemory)
    }

    /// The configuration's file can be read.
    func attach(read: @escaping @Sendable () async -> ConfigurationInFile) { status.attach(read: read) }

    /// The gateway can read its configuration again.
    func attach(reload: @escaping @Sendable () -> Void) { status.attach(reload: reload) }

    /// Who there is with another configuration, which is not in use yet.
    func directory(for configuration: KanmonConfiguration) async -> Directory {
        await keeper.directory(declaring: declared(configuration))
    }

    /// The configuration is in use.
    func adopt(_ configuration: KanmonConfiguration) async {
        recent.isKeeping = Self.hasViewers(configuration)
        await keeper.declare(declared(configuration))
    }

    /// Whether anybody can sign in to look at calls.
    private static func hasViewers(_ configuration: KanmonConfiguration) -> Bool {
        configuration.data != .memory || configuration.server.adminToken != nil
    }

    private func declared(_ configuration: KanmonConfiguration) -> DeclaredEntities {
        configuration.entities(pepper: stores.pepper, at: .now)
    }

    /// Brings everything to the disk, when the gateway has stopped.
    func close() throws(StoreError) {
        archive?.stop()
        try stores.close()
    }
}

extension Timestamp {
    /// The time.
    static var now: Timestamp { Timestamp(seconds: WallSeconds.now) }
}
