import ModelAPI
import NIOCore
import Routing

/// Makes the plans of one call: its model's own, those that the caller asks for behind it, and those for special answers.
struct CallPlanner: Sendable {
    /// A plan with everything that is needed to carry it out.
    struct Planned {
        /// Whom to ask, in order.
        var targets: [PlannedTarget] = []
        /// The plans that they come from.
        var plans: [Plan] = []
    }

    private let entry: Catalog.Entry
    private let fallbacks: [Catalog.Entry]

    /// - Parameters:
    ///   - entry: what stands behind the model's name.
    ///   - fallbacks: what stands behind the names that the caller wants asked afterwards.
    init(_ entry: Catalog.Entry, fallbacks: [Catalog.Entry] = []) {
        self.entry = entry
        self.fallbacks = fallbacks
    }

    /// What stands behind a call's model and behind the models its caller wants asked afterwards.
    /// - Throws: ``ModelAPI/APIError`` of kind `modelNotFound`, or `modelNotAllowed` where the caller may not use one.
    init(_ call: Call, _ caller: Caller, _ catalog: Catalog) throws(APIError) {
        try caller.require(call.model)
        let entry = try catalog.entry(for: call.model, caller: caller)
        var fallbacks: [Catalog.Entry] = []
        for name in call.overrides.fallbacks {
            try caller.require(name)
            fallbacks.append(try catalog.entry(for: name, caller: caller))
        }
        self.init(entry, fallbacks: fallbacks)
    }

    /// What stands behind the call's model, and behind those asked afterwards.
    var entries: [Catalog.Entry] { [entry] + fallbacks }

    /// Everybody who may come to be asked, whatever their health.
    var seats: [Seat] { fallbacks.isEmpty ? entry.reachable : entries.flatMap(\.reachable) }

    /// What counts for the call as a whole.
    var settings: ModelSettings { entry.own }

    /// The order of targets for a call.
    /// - Parameter holders: who holds the prompt's beginning in a cache.
    func plan(
        _ facts: CallFacts,
        now: Moment = .now(),
        holders: [PrefixHolder] = [],
        random: inout some RandomNumberGenerator
    ) -> Planned {
        let clock = WallClock.now()
        var planned = Planned()
        for entry in entries {
            let plan = Planner.plan(
                route: entry.route,
                facts: facts,
                snapshot: { Self.snapshot(of: $0, in: entry, now: now) },
                now: now,
                wallClock: clock,
                holders: holders,
                random: &random
            )
            append(plan, of: entry, to: &planned)
        }
        return planned
    }

    /// The order of targets for a call of which a target has said that it is too long, or against its policy.
    func plan(
        _ kind: FallbackKind,
        after target: PlannedTarget,
        _ facts: CallFacts,
        random: inout some RandomNumberGenerator
    ) -> Planned {
        let now = Moment.now()
        // The model's own, or one of those that the caller wants asked behind it.
        let entry = target.entry
        let plan = Planner.plan(
            kind,
            after: target.step,
            facts: facts,
            snapshot: { Self.snapshot(of: $0, in: entry, now: now) },
            now: now,
            wallClock: WallClock.now(),
            random: &random
        )
        var planned = Planned()
        append(plan, of: entry, to: &planned)
        return planned
    }

    private func append(_ plan: Plan, of entry: Catalog.Entry, to planned: inout Planned) {
        planned.plans.append(plan)
        for step in plan.steps where !planned.targets.contains(where: { $0.seat.id == step.target.id }) {
            let seat = entry.seats[step.target.index]
            planned.targets.append(
                PlannedTarget(step: step, entry: entry, seat: seat, settings: entry.settings[step.route.index])
            )
        }
    }

    /// What is known of a target: its own health, and whether its siblings put it to shame.
    private static func snapshot(of target: Target, in entry: Catalog.Entry, now: Moment) -> TargetSnapshot {
        let seat = entry.seats[target.index]
        guard !entry.outliers.isEmpty, let outliers = entry.outliers[ObjectIdentifier(target)] else {
            return seat.state.snapshot(credentials: seat.credentials, now: now)
        }
        return outliers.snapshot(of: seat.state, credentials: seat.credentials, now: now)
    }
}
