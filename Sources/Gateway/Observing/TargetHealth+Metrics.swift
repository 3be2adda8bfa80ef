import Routing
import Telemetry

extension TargetHealth: MetricSource {
    func collect(into page: inout MetricPage) {
        let now = Moment.now()
        let pools = board.credentials
        for state in board.states.sorted(by: { $0.id.description < $1.id.description }) {
            let (provider, model) = (state.id.provider, state.id.model)
            let snapshot = state.snapshot(credentials: pools[provider], now: now)
            page.add(MetricCatalog.targetAvailable, .flag(snapshot.availability == .available), provider, model)
            page.add(MetricCatalog.targetInFlight, .integer(snapshot.inFlight), provider, model)
            let breaker = state.breakerState(now: now).name
            for name in Self.breakerStates {
                page.add(MetricCatalog.breakerState, .flag(name == breaker), provider, model, name)
            }
        }
        for (provider, pool) in pools.sorted(by: { $0.key < $1.key }) {
            for credential in pool.credentials {
                let isAvailable = credential.blockedUntil(now: now) == nil
                page.add(MetricCatalog.credentialAvailable, .flag(isAvailable), provider, credential.name)
                let isEmpty = credential.isOutOfQuota(now: now)
                page.add(MetricCatalog.credentialOutOfQuota, .flag(isEmpty), provider, credential.name)
            }
        }
        for (target, count) in gates.waiting.sorted(by: { $0.target.description < $1.target.description }) {
            page.add(MetricCatalog.queueDepth, .integer(count), target.provider, target.model)
        }
    }

    private static let breakerStates = ["closed", "ramping-up", "open", "half-open"]
}

extension Breaker.State {
    /// The state as a word.
    fileprivate var name: String {
        switch self {
        case .closed: "closed"
        case .rampingUp: "ramping-up"
        case .open: "open"
        case .halfOpen: "half-open"
        }
    }
}
