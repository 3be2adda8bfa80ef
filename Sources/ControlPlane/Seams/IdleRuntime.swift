public import Gateway
public import Governance
public import Store

/// A gateway of which nothing is known: no meter counts, no target has been asked.
public struct IdleRuntime: RuntimeStatus, BudgetReader, BudgetControl {
    /// Nothing.
    public init() {}

    /// None.
    public func limits(on scope: Scope) async -> [LimitReading] { [] }

    /// None.
    public func modelLimits(ofKey id: String) async -> [String: [LimitReading]] { [:] }

    /// None.
    public func targets() async -> [TargetStatus] { [] }

    /// Unknown.
    public func load() async -> GatewayLoad? { nil }

    /// Nothing is asked.
    public func check(provider name: String, model: String?) async -> ProviderCheck? { nil }

    /// None.
    public func configurationInFile() async -> ConfigurationInFile { .none }

    /// Never works.
    public func reloadConfiguration() async -> [String] { ["this gateway cannot read its configuration again"] }

    /// None.
    public func reading(ofBudget name: String, on scope: Scope) async -> BudgetReading? { nil }

    /// Never works.
    public func raise(
        _ raise: BudgetRaise,
        ofBudget name: String,
        on scope: Scope,
        audit: AuditEntry
    ) async throws(StoreError) -> BudgetReading? { nil }
}
