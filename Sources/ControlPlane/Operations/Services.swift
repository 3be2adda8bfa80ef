import Governance
import JSONText
import Logging
import Pricing
import Settings
import Store

/// What the operations work with.
struct Services: Sendable {
    let store: any GovernanceStore
    let ledger: (any LedgerStore)?
    let bodies: (any BodyStore)?
    let retention: RetentionKeeper?
    let keeper: DirectoryKeeper
    let pepper: KeyPepper
    let hasher: PasswordHasher
    let loginGuard: LoginGuard
    let refusals: RefusedSignIns
    let tokenSessions = TokenSessions()
    let desk: WorkDesk
    let trials: GuardTrials
    let sessionPolicy: SessionPolicy
    let configuration: @Sendable () -> KanmonConfiguration
    let prices: @Sendable () -> PriceBook
    let budgetReader: any BudgetReader
    let budgetControl: any BudgetControl
    let runtime: any RuntimeStatus
    let cache: (any CacheControl)?
    let alerts: AlertKeeper?
    let notices: NoticeDesk?
    let log: (any LogControl)?
    let recent: RecentCalls
    let live: LiveHub
    let clock: ControlClock
    let logger: Logger

    /// The time, in whole seconds.
    var now: Timestamp { Timestamp(seconds: clock.seconds) }

    /// Amounts in the currency that people are shown; `nil` where those are US dollars.
    var currency: CurrencyText? { CurrencyText(configuration().currency) }

    /// The currency that people are shown; `nil` where that is the US dollar.
    var displayCurrency: Currency? {
        let currency = configuration().currency
        return currency.code == Currency.usd.code ? nil : currency
    }

    /// Whether somebody can sign in with a password: people are kept where there is a data folder, as the ledger is; without
    /// one, those whom somebody has made since the start.
    var keepsPeople: Bool { ledger != nil || directory.users.values.contains { $0.password != nil } }

    /// The identities in use.
    var directory: Directory { keeper.directory }

    /// Takes changes of the store into the directory. What was changed is kept already: where this fails, the change comes
    /// into force as soon as the store can be read again.
    func refresh() async {
        do {
            try await keeper.refresh()
        } catch {
            logger.error("a change is kept but not in force yet", metadata: ["error": "\(error)"])
        }
    }

    /// An entry of the audit log about something that a caller does to no object of the directory.
    func audit(
        _ request: AdminRequest,
        _ action: String,
        _ object: AuditEntry.Object,
        reason: String?,
        before: JSONValue? = nil,
        after: JSONValue?
    ) -> AuditEntry {
        AuditEntry(
            time: clock.nanoseconds,
            actor: request.caller.actor?.auditActor ?? AuditActor(.user, id: "unknown"),
            origin: request.caller.address?.description,
            request: request.caller.request,
            action: action,
            object: object,
            reason: reason,
            before: before,
            after: after
        )
    }

    /// An entry of the audit log about something that a caller does.
    func audit(
        _ request: AdminRequest,
        _ action: String,
        _ object: AuditEntry.Object,
        reason: String? = nil,
        before: (any Entity)? = nil,
        after: (any Entity)? = nil
    ) -> AuditEntry {
        audit(
            request,
            action,
            object,
            reason: reason,
            before: before?.json(masked: true),
            after: after?.json(masked: true)
        )
    }
}
