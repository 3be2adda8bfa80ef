public import Gateway
public import Governance
import Hummingbird
public import Logging
public import Pricing
public import Settings
public import Store

/// The admin API of a gateway, everything under `/admin/v1`, and its dashboard, under `/ui`.
///
/// Made from its parts; it is a `ControlHandler`, so a gateway's listener hands it what is no request to a model. It holds no
/// state of its own but the guard of logins and the count of refused ones: objects are in the store, the directory in use is the ``DirectoryKeeper``'s.
public struct ControlPlane: ControlHandler {
    /// What an admin API is made from.
    public struct Parts: Sendable {
        /// Where identities, sessions, alerts, settings and the audit log are kept.
        public var store: any GovernanceStore
        /// Where the records of requests are kept; `nil` for a gateway that keeps none.
        public var ledger: (any LedgerStore)?
        /// Where prompts and answers are kept of teams that have them stored; `nil` for a gateway that keeps none.
        public var bodies: (any BodyStore)?
        /// Lets go of what is too old; `nil` where that is not to be asked for.
        public var retention: RetentionKeeper?
        /// The keeper of the directory in use; it must have been started.
        public var keeper: DirectoryKeeper
        /// What digests are made with.
        public var pepper: KeyPepper
        /// The configuration in use.
        public var configuration: @Sendable () -> KanmonConfiguration
        /// The prices in use.
        public var prices: @Sendable () -> PriceBook
        /// Where budgets stand.
        public var budgetReader: any BudgetReader = IdleRuntime()
        /// What raises budgets.
        public var budgetControl: any BudgetControl = IdleRuntime()
        /// What the running gateway knows of itself.
        public var runtime: any RuntimeStatus = IdleRuntime()
        /// What knows the stored answers; `nil` where there are none.
        public var cache: (any CacheControl)?
        /// What looks at alerts; `nil` where nothing does.
        public var alerts: AlertKeeper?
        /// What brings messages to channels; `nil` where nothing does.
        public var notices: NoticeDesk?
        /// What knows the levels of the log; `nil` where they cannot be changed.
        public var log: (any LogControl)?
        /// The last calls that are over; the gateway's recorder is to tell it of each.
        public var recent = RecentCalls()
        /// What hashes passwords.
        public var hasher = PasswordHasher()
        /// What slows guessing of passwords down.
        public var loginGuard = LoginGuard()
        /// What keeps refused sign-ins from filling the audit log.
        public var refusals = RefusedSignIns()
        /// How long sessions last.
        public var sessions = SessionPolicy()
        /// The wall clock.
        public var clock: ControlClock
        /// Where mistakes and troubles of the store are told.
        public var logger: Logger

        /// The parts that nothing can do without.
        /// - Parameters:
        ///   - store: where identities, sessions, alerts, settings and the audit log are kept.
        ///   - ledger: where the records of requests are kept.
        ///   - keeper: the keeper of the directory in use.
        ///   - pepper: what digests are made with.
        ///   - configuration: gives the configuration in use: its administration token and trusted proxies count at once.
        ///   - prices: gives the prices in use.
        ///   - clock: the wall clock.
        ///   - logger: where mistakes and troubles of the store are told.
        public init(
            store: any GovernanceStore,
            ledger: (any LedgerStore)?,
            keeper: DirectoryKeeper,
            pepper: KeyPepper,
            configuration: @escaping @Sendable () -> KanmonConfiguration,
            prices: @escaping @Sendable () -> PriceBook,
            clock: ControlClock,
            logger: Logger
        ) {
            self.store = store
            self.ledger = ledger
            self.keeper = keeper
            self.pepper = pepper
            self.configuration = configuration
            self.prices = prices
            self.clock = clock
            self.logger = logger
        }
    }

    private let bridge: HummingbirdBridge
    private let files = DashboardFiles(assets: DashboardAsset.all)
    private let services: Services

    /// Puts an admin API together.
    /// - Parameter parts: what it works with.
    /// - Throws: where a route has no operation or no rights, which is a mistake in the gateway and found by its tests.
    public init(_ parts: Parts) throws {
        let services = Services(parts)
        let configuration = parts.configuration
        let authenticator = Authenticator(
            adminToken: { configuration().server.adminToken.map { AdminToken($0.reveal()) } },
            proxies: { configuration().server.trustedProxies },
            sessions: parts.store,
            tokenSessions: services.tokenSessions,
            keeper: parts.keeper,
            policy: parts.sessions,
            clock: parts.clock
        )
        let table = try OperationTable(services)
        let router = AdminRouter(operations: table.operations, authenticator: authenticator, logger: parts.logger)
        bridge = HummingbirdBridge(responder: router.responder(), logger: parts.logger)
        self.services = services
    }

    /// Answers a request.
    public func answer(_ request: ControlRequest) async -> ControlAnswer {
        if let answer = files.answer(request) { return answer }
        return await bridge.answer(request)
    }

    /// Ends the streams of the live view, and lets none begin any more: the gateway is about to stop.
    public func endStreams() { services.live.close() }

    /// Prepares the first sign-in, to be asked once at start.
    /// - Returns: the token that makes the first owner, to be printed and forgotten; `nil` after the first start, and where
    ///   there is an owner.
    /// - Throws: `StoreError`.
    public func bootstrapToken() async throws(StoreError) -> BootstrapToken? {
        try await Bootstrap(store: services.store, directory: services.directory, pepper: services.pepper).token()
    }
}

extension Services {
    init(_ parts: ControlPlane.Parts) {
        self.init(
            store: parts.store,
            ledger: parts.ledger,
            bodies: parts.bodies,
            retention: parts.retention,
            keeper: parts.keeper,
            pepper: parts.pepper,
            hasher: parts.hasher,
            loginGuard: parts.loginGuard,
            refusals: parts.refusals,
            desk: .passwords(),
            trials: GuardTrials(),
            sessionPolicy: parts.sessions,
            configuration: parts.configuration,
            prices: parts.prices,
            budgetReader: parts.budgetReader,
            budgetControl: parts.budgetControl,
            runtime: parts.runtime,
            cache: parts.cache,
            alerts: parts.alerts,
            notices: parts.notices,
            log: parts.log,
            recent: parts.recent,
            live: LiveHub(
                calls: parts.recent,
                runtime: parts.runtime,
                clock: parts.clock,
                currency: { CurrencyText(parts.configuration().currency) }
            ),
            clock: parts.clock,
            logger: parts.logger
        )
    }
}
