import ControlPlane
import Gateway
import Governance
import Store
import Synchronization

/// Meters of budgets and limits as the gateway has them, made when they are asked for.
final class LiveMeters: BudgetReader, BudgetControl, RuntimeStatus {
    private let meters = Mutex<[String: BudgetMeter]>([:])
    private let store: any GovernanceStore
    private let clock: TestClock
    let directory: @Sendable () -> Directory
    let reloadProblems = Mutex<[String]>([])

    init(store: any GovernanceStore, clock: TestClock, directory: @escaping @Sendable () -> Directory) {
        self.store = store
        self.clock = clock
        self.directory = directory
    }

    func reading(ofBudget name: String, on scope: Scope) async -> BudgetReading? {
        meter(name, scope)?.reading(at: WallTime(seconds: clock.now))
    }

    func raise(
        _ raise: BudgetRaise,
        ofBudget name: String,
        on scope: Scope,
        audit: AuditEntry
    ) async throws(StoreError) -> BudgetReading? {
        guard let meter = meter(name, scope) else { return nil }
        do {
            try meter.raise(raise, at: WallTime(seconds: clock.now))
        } catch {
            throw StoreError(.invalid, error.message)
        }
        _ = try await store.append(audit)
        return meter.reading(at: WallTime(seconds: clock.now))
    }

    func limits(on scope: Scope) async -> [LimitReading] { [] }

    /// What was asked for of each model by the keys.
    let models = Mutex<[String: [LimitReading]]>([:])

    func modelLimits(ofKey id: String) async -> [String: [LimitReading]] { models.withLock { $0 } }

    func targets() async -> [TargetStatus] {
        [TargetStatus(provider: "openai", model: "gpt-4o", state: .healthy, inFlight: 2, latency: 310)]
    }

    func load() async -> GatewayLoad? { GatewayLoad(inFlight: 3, openStreams: 1) }

    func check(provider name: String, model: String?) async -> ProviderCheck? {
        ProviderCheck(
            isWell: model != "broken",
            status: model == "broken" ? 404 : 200,
            microseconds: 12_500,
            code: model == "broken" ? "model_not_found" : nil,
            message: model == "broken" ? "no such model" : nil
        )
    }

    /// What the configuration's file says.
    let file = Mutex(ConfigurationInFile.none)

    func configurationInFile() async -> ConfigurationInFile { file.withLock { $0 } }

    func reloadConfiguration() async -> [String] { reloadProblems.withLock { $0 } }

    private func meter(_ name: String, _ scope: Scope) -> BudgetMeter? {
        let policies: [BudgetPolicy] =
            switch scope {
            case .team(let team): directory().teams[team]?.budgets ?? []
            case .organization(let name): directory().organizations[name]?.budgets ?? []
            default: []
            }
        guard let policy = policies.first(where: { $0.name == name }) else { return nil }
        return meters.withLock { meters in
            let id = "\(scope.text)~\(name)"
            if meters[id] == nil {
                meters[id] = try? BudgetMeter(scope: scope, policy: policy, at: WallTime(seconds: clock.now))
            }
            return meters[id]
        }
    }
}
