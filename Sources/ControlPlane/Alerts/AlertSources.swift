public import Alerting
public import Governance
public import Settings
public import Store

/// Where the values come from that alerts watch.
public struct AlertSources: Sendable {
    /// The calls of the last hour.
    public var calls: CallCounter
    /// Sums of days; `nil` for a gateway that keeps no ledger.
    public var ledger: (any LedgerStore)?
    /// Who there is, with their budgets.
    public var directory: @Sendable () -> Directory
    /// The configuration in use.
    public var configuration: @Sendable () -> KanmonConfiguration
    /// Where budgets stand.
    public var budgets: any BudgetReader
    /// How targets are doing.
    public var runtime: any RuntimeStatus
    /// For how many seconds the journal has not been wholly in the ledger; `nil` where there is no journal.
    public var journalLag: @Sendable () -> Double? = { nil }
    /// When the certificate that the gateway shows expires; `nil` where it shows none.
    public var certificateExpiry: @Sendable () async -> WallTime? = { nil }

    /// The sources that every gateway has.
    public init(
        calls: CallCounter,
        ledger: (any LedgerStore)?,
        directory: @escaping @Sendable () -> Directory,
        configuration: @escaping @Sendable () -> KanmonConfiguration,
        budgets: any BudgetReader,
        runtime: any RuntimeStatus
    ) {
        self.calls = calls
        self.ledger = ledger
        self.directory = directory
        self.configuration = configuration
        self.budgets = budgets
        self.runtime = runtime
    }
}
