import Governance
import Pricing
import Routing
import Telemetry

/// Where limits and budgets stand of what there are not too many of: not of keys and users, each of which would be a series.
struct PolicyMetrics: MetricSource {
    let governor: Governor
    /// The limits and budgets that hold.
    let policies: @Sendable () -> [ScopePolicies]

    /// How many scopes are shown.
    private static let most = 2000

    func collect(into page: inout MetricPage) {
        let scopes = policies().compactMap { policies in policies.scope.named.map { (policies.scope, $0) } }
            .sorted { ($0.1.kind, $0.1.name) < ($1.1.kind, $1.1.name) }
        let wall = WallTime(seconds: Int64(WallClock.seconds()))
        for (scope, label) in scopes.prefix(Self.most) {
            let meters = governor.meters.meters(for: [scope], at: wall)
            for reading in meters.limits.map({ $0.reading(at: .now()) }) {
                let labels = [
                    label.kind, label.name, reading.policy.resource.rawValue, reading.policy.window.rawValue,
                ]
                page.add(MetricCatalog.limitAmount, .integer(reading.limit), labels: labels)
                page.add(MetricCatalog.limitRemaining, .integer(reading.remaining), labels: labels)
            }
            for meter in meters.budgets {
                let reading = meter.reading(at: wall)
                let labels = [label.kind, label.name, meter.id.name, meter.policy.period.rawValue]
                let isMoney = reading.amount.isMoney
                page.add(
                    isMoney ? MetricCatalog.budgetAmount : MetricCatalog.tokenBudgetAmount,
                    reading.amount.metric,
                    labels: labels
                )
                page.add(
                    isMoney ? MetricCatalog.budgetSpent : MetricCatalog.tokenBudgetSpent,
                    reading.spent.metric,
                    labels: labels
                )
                page.add(
                    isMoney ? MetricCatalog.budgetRemaining : MetricCatalog.tokenBudgetRemaining,
                    reading.remaining.metric,
                    labels: labels
                )
            }
        }
        page.add(MetricCatalog.scopesLeftOut, .integer(max(0, scopes.count - Self.most)))
    }
}

extension Scope {
    /// What it is called in labels; `nil` of what is not shown.
    fileprivate var named: (kind: String, name: String)? {
        switch self {
        case .organization(let name), .team(let name), .project(let name), .model(let name), .provider(let name),
            .tag(let name):
            (kind.rawValue, name)
        case .user, .key, .keyModel: nil
        }
    }
}

extension BudgetPolicy.Amount {
    fileprivate var isMoney: Bool { if case .money = self { true } else { false } }

    fileprivate var metric: MetricValue {
        switch self {
        case .money(let money): .usd(attos: money.attos)
        case .tokens(let count): .integer(count)
        }
    }
}
