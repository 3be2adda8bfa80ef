public import Routing
import Synchronization

/// All meters, by what they are on and what they count.
///
/// Meters are made when they are first asked for. A change of configuration (``apply(_:at:)``) keeps the counts of every
/// policy that is still there: of limits that count the same resource in the same window, of budgets of the same name, unit,
/// period and time zone. Meters of policies that are gone are dropped; what a dropped budget had spent is remembered, so
/// that neither a mistaken reload nor taking a budget away and putting it back gives anyone a second one.
///
/// **Bounded.** Meters of declared scopes are as many as there are policies. Those for a key and a model come with whatever
/// model is named, so there are at most `perModelCapacity` of them: one that counts nothing makes room, or, if none is found
/// among ``KeyModelMeters/examined``, the one of those that was not used for the longest time, whose count is lost
/// (``forgottenCounts``).
public final class MeterBook: Sendable {
    private struct State {
        var declared: [Scope: ScopePolicies] = [:]
        var sets: [Scope: MeterSet] = [:]
        var perModel: KeyModelMeters
        var saved: [BudgetKey: BudgetState] = [:]
    }

    /// How many states of budgets without a meter are remembered.
    private static let savedCapacity = 100_000

    private let state: Mutex<State>
    private let generations = Atomic<UInt64>(0)

    /// A book without policies.
    ///
    /// - Parameter perModelCapacity: For how many pairs of key and model there may be meters.
    public init(perModelCapacity: Int = 65_536) {
        self.state = Mutex(State(perModel: KeyModelMeters(capacity: perModelCapacity)))
    }

    /// Rises with each ``apply(_:at:)``: what ``meters(for:at:)`` gave is then to be asked for anew.
    public var generation: UInt64 { generations.load(ordering: .acquiring) }

    /// How many counts were lost because there were too many pairs of key and model.
    public var forgottenCounts: Int { state.withLock { $0.perModel.forgotten } }

    // MARK: Configuration

    /// Remembers what budgets had spent before a restart. To be called before their meters are asked for.
    public func restore(_ states: [BudgetKey: BudgetState]) {
        state.withLock { $0.saved.merge(states) { $1 } }
    }

    /// Puts these policies into force, and only these.
    ///
    /// - Throws: ``PolicyProblem``; nothing is changed then.
    public func apply(_ policies: [ScopePolicies], at now: WallTime) throws(PolicyProblem) {
        var declared: [Scope: ScopePolicies] = [:]
        declared.reserveCapacity(policies.count)
        for policy in policies {
            try policy.validate()
            if declared.updateValue(policy, forKey: policy.scope) != nil { throw .duplicate }
        }
        state.withLock { state in
            let old = state.sets
            state.declared = declared
            state.sets = [:]
            for (scope, set) in old {
                if let policies = declared[scope] {
                    state.sets[scope] = Self.makeSet(policies, keeping: set, saved: &state.saved, at: now)
                } else {
                    Self.remember(set.budgets, in: &state.saved, at: now)
                }
            }
            state.perModel.apply { key, model in declared[.key(key)]?.limits(on: model) ?? [] }
        }
        generations.add(1, ordering: .releasing)
    }

    // MARK: Meters

    /// The meters of scopes, in their order; limits and budgets apart. Good until ``generation`` changes: made once for a key
    /// and kept.
    public func meters(for scopes: [Scope], at now: WallTime) -> MeterSet {
        state.withLock { state in
            var all = MeterSet()
            for scope in scopes {
                guard let set = Self.set(on: scope, in: &state, at: now) else { continue }
                all.limits += set.limits
                all.budgets += set.budgets
            }
            return all
        }
    }

    /// The meters of a key for one model apart; none where the key has no such limits. To be asked for each request, not kept.
    public func meters(key: String, model: String, at now: Moment) -> [LimitMeter] {
        state.withLock { state in
            let policies = state.declared[.key(key)]?.limits(on: model) ?? []
            guard !policies.isEmpty else { return [] }
            return state.perModel.meters(key: key, model: model, policies: policies, at: now)
        }
    }

    /// The meters of a key for each model that it has asked for, where it has limits for models apart; for readings.
    public func modelMeters(key: String) -> [String: [LimitMeter]] { state.withLock { $0.perModel.meters(key: key) } }

    /// The meter of a budget by its name, for raises and readings; `nil` where none is declared.
    public func budget(named name: String, on scope: Scope, at now: WallTime) -> BudgetMeter? {
        state.withLock { state in
            Self.set(on: scope, in: &state, at: now)?.budgets.first { $0.id.name == name }
        }
    }

    /// The states of all budgets that have a meter and whose revision is another than the one given, to be saved.
    public func snapshots(changedSince revisions: [BudgetKey: UInt64], at now: WallTime) -> [BudgetSnapshot] {
        let meters = state.withLock { state in state.sets.values.flatMap(\.budgets) }
        return meters.compactMap { meter in
            let key = BudgetKey(scope: meter.scope, id: meter.id)
            let snapshot = meter.snapshot(at: now)
            return snapshot.revision == revisions[key] ? nil : snapshot
        }
    }

    // MARK: Parts

    private static func set(on scope: Scope, in state: inout State, at now: WallTime) -> MeterSet? {
        if let set = state.sets[scope] { return set }
        guard let policies = state.declared[scope] else { return nil }
        let set = makeSet(policies, keeping: MeterSet(), saved: &state.saved, at: now)
        state.sets[scope] = set
        return set
    }

    private static func makeSet(
        _ policies: ScopePolicies,
        keeping old: MeterSet,
        saved: inout [BudgetKey: BudgetState],
        at now: WallTime
    ) -> MeterSet {
        var budgets: [BudgetMeter] = []
        for policy in policies.budgets {
            if let meter = old.budgets.first(where: { $0.id == policy.id }) {
                meter.change(policy, at: now)
                budgets.append(meter)
                continue
            }
            let key = BudgetKey(scope: policies.scope, id: policy.id)
            // The policy was validated when it was applied; a zone that has vanished since leaves UTC.
            let zone = ZoneRules(policy.timeZone) ?? .utc
            let state = saved.removeValue(forKey: key)
            budgets.append(BudgetMeter(scope: policies.scope, policy: policy, zone: zone, state: state, at: now))
        }
        remember(old.budgets.filter { meter in !budgets.contains { $0 === meter } }, in: &saved, at: now)
        let limits = KeyModelMeters.meters(on: policies.scope, policies: policies.limits, keeping: old.limits)
        return MeterSet(limits: limits, budgets: budgets)
    }

    private static func remember(
        _ meters: [BudgetMeter],
        in saved: inout [BudgetKey: BudgetState],
        at now: WallTime
    ) {
        for meter in meters where saved.count < savedCapacity {
            saved[BudgetKey(scope: meter.scope, id: meter.id)] = meter.state(at: now)
        }
    }
}
