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
    /// How many records were put into the journal, and how many of them are in the ledger; `nil` where there is no journal.
    public var journal: @Sendable () -> (produced: Int, consumed: Int)? = { nil }
    /// When the gateway's certificate expires, in seconds since 1970 UTC; `nil` where it has none. It may read a file.
    public var certificateExpiry: @Sendable () -> WallTime? = { nil }

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
