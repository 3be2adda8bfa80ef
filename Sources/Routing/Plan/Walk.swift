/// The making of one plan: routes are walked from the outside in, and what is found is noted on the way.
struct Walk {
    /// Whether a target may be asked, and its state.
    private enum Admission {
        case admitted(TargetSnapshot)
        case refused(Skip.Reason)
    }

    let facts: any RequestFacts
    let wallClock: Double
    private let now: Moment
    private let regions: Set<String>?
    private let excluded: Target?
    private let holders: [PrefixHolder]
    private var steps: [Step] = []
    private var skipped: [Skip] = []
    private var path: [Step.Leg] = []
    private var inputTokens: Int?

    /// Begins a plan.
    /// - Parameters:
    ///   - facts: the request.
    ///   - now: the present moment.
    ///   - wallClock: seconds since 1970.
    ///   - excluded: the target that must not be asked again.
    ///   - holders: who holds the prompt's beginning in a cache.
    init(
        facts: any RequestFacts,
        now: Moment,
        wallClock: Double,
        excluded: Target? = nil,
        holders: [PrefixHolder] = []
    ) {
        self.facts = facts
        self.now = now
        self.wallClock = wallClock
        self.excluded = excluded
        self.holders = holders
        regions = facts.allowedRegions
    }

    /// What has been found.
    var plan: Plan { Plan(steps: steps, skipped: skipped, madeAt: now) }

    /// Whether the next step is the plan's first. Only then does a route remember that it was asked: a route that is
    /// merely somebody's fallback must not lose its turn.
    private var isLeading: Bool { steps.isEmpty }

    // MARK: Routes

    /// Adds a route's targets in its strategy's order.
    mutating func expand(
        _ route: ModelRoute,
        depth: Int,
        snapshot: (Target) -> TargetSnapshot,
        random: inout some RandomNumberGenerator
    ) {
        guard depth <= Planner.maximumDepth else {
            skipped.append(Skip(destination: .route(route), reason: .depth))
            return
        }
        let skippedBefore = skipped.count
        switch route.strategy {
        case .fallback:
            expandInOrder(route.branches, of: route, depth: depth, snapshot: snapshot, random: &random) {
                place,
                branch in
                branch.condition.map { .condition($0) } ?? .order(place)
            }
        case .conditional:
            expandInOrder(route.branches, of: route, depth: depth, snapshot: snapshot, random: &random) { _, branch in
                .condition(branch.condition ?? .always)
            }
        case .weighted, .roundRobin, .leastLatency, .leastBusy, .leastCost, .sticky:
            expandRanked(route, depth: depth, snapshot: snapshot, random: &random)
        }
        if !route.contextWindowFallback.isEmpty, skipped[skippedBefore...].contains(where: \.reason.isLength) {
            expand(.contextWindow, of: route, depth: depth, snapshot: snapshot, random: &random)
        }
    }

    /// Adds the targets that a route names for a kind of answer, in order.
    mutating func expand(
        _ kind: FallbackKind,
        of route: ModelRoute,
        depth: Int,
        snapshot: (Target) -> TargetSnapshot,
        random: inout some RandomNumberGenerator
    ) {
        expandInOrder(route.fallback(kind), of: route, depth: depth, snapshot: snapshot, random: &random) { place, _ in
            .fallback(kind, place)
        }
    }

    /// Adds branches as they stand, but for targets that have just come back: of the requests that would go to one of
    /// them, only as many do as its share allows, and the rest find it after its siblings.
    private mutating func expandInOrder(
        _ branches: [Branch],
        of route: ModelRoute,
        depth: Int,
        snapshot: (Target) -> TargetSnapshot,
        random: inout some RandomNumberGenerator,
        reason: (Int, Branch) -> Step.Reason
    ) {
        var deferred: [(target: Target, share: Double)] = []
        for (offset, branch) in branches.enumerated() where holds(branch) {
            switch branch.destination {
            case .target(let target):
                guard let state = admit(target, snapshot: snapshot) else { continue }
                if state.rampShare < 1, random.unit() >= state.rampShare {
                    deferred.append((target, state.rampShare))
                } else {
                    append(target, of: route, reason: reason(offset + 1, branch))
                }
            case .route(let nested):
                let leg = Step.Leg(route: route, reason: reason(offset + 1, branch))
                enter(nested, by: leg, depth: depth, snapshot: snapshot, random: &random)
            }
        }
        for (target, share) in deferred { append(target, of: route, reason: .rampingUp(share)) }
    }

    /// Adds the branches of a route whose strategy compares them.
    private mutating func expandRanked(
        _ route: ModelRoute,
        depth: Int,
        snapshot: (Target) -> TargetSnapshot,
        random: inout some RandomNumberGenerator
    ) {
        let measure = Measure(strategy: route.strategy, facts: facts)
        var candidates: [Candidate] = []
        candidates.reserveCapacity(route.branches.count)
        var unusable: [ModelRoute] = []
        for (index, branch) in route.branches.enumerated() where holds(branch) {
            let weight = branch.weight.effective(at: wallClock)
            switch branch.destination {
            case .target(let target):
                guard let state = admit(target, snapshot: snapshot) else { continue }
                candidates.append(
                    Candidate(
                        branch: index,
                        weight: weight * state.effectiveRampShare,
                        rampShare: state.effectiveRampShare,
                        load: Load(target, state, measure)
                    )
                )
            case .route(let nested):
                if let load = load(of: nested, measure, depth: depth + 1, snapshot: snapshot) {
                    candidates.append(Candidate(branch: index, weight: weight, rampShare: 1, load: load))
                } else {
                    unusable.append(nested)
                }
            }
        }
        let warm = Affinity.holding(candidates, of: route, holders)
        // A request that has its place already takes no turn from those that have not.
        let isLeading = isLeading && warm.isEmpty
        Ranking.rank(&candidates, of: route, facts: facts, isLeading: isLeading, random: &random)
        Affinity.prefer(warm, among: &candidates)
        for candidate in candidates {
            switch route.branches[candidate.branch].destination {
            case .target(let target): append(target, of: route, reason: candidate.reason)
            case .route(let nested):
                let leg = Step.Leg(route: route, reason: candidate.reason)
                enter(nested, by: leg, depth: depth, snapshot: snapshot, random: &random)
            }
        }
        // They have nobody of their own to ask, but say why, and their list for long requests may have somebody.
        for nested in unusable {
            let leg = Step.Leg(route: route, reason: .exhausted)
            enter(nested, by: leg, depth: depth, snapshot: snapshot, random: &random)
        }
    }

    private mutating func enter(
        _ nested: ModelRoute,
        by leg: Step.Leg,
        depth: Int,
        snapshot: (Target) -> TargetSnapshot,
        random: inout some RandomNumberGenerator
    ) {
        path.append(leg)
        expand(nested, depth: depth + 1, snapshot: snapshot, random: &random)
        path.removeLast()
    }

    // MARK: Targets

    private mutating func append(_ target: Target, of route: ModelRoute, reason: Step.Reason) {
        // Siblings are admitted before the first of them is appended, so the same target may stand among them twice.
        guard !contains(target) else {
            skipped.append(Skip(destination: .target(target), reason: .duplicate))
            return
        }
        steps.append(Step(target: target, route: route, reason: reason, path: path))
    }

    private func contains(_ target: Target) -> Bool {
        steps.contains { $0.target.isSame(as: target) }
    }

    /// Whether a branch's condition holds; noted where it does not.
    private mutating func holds(_ branch: Branch) -> Bool {
        guard let condition = branch.condition, !condition.evaluate(facts) else { return true }
        skipped.append(Skip(destination: branch.destination, reason: .condition(condition)))
        return false
    }

    /// The state of a target that may be asked; noted where it may not.
    private mutating func admit(_ target: Target, snapshot: (Target) -> TargetSnapshot) -> TargetSnapshot? {
        switch admission(of: target, snapshot: snapshot) {
        case .admitted(let state): return state
        case .refused(let reason):
            skipped.append(Skip(destination: .target(target), reason: reason))
            return nil
        }
    }

    private mutating func admission(of target: Target, snapshot: (Target) -> TargetSnapshot) -> Admission {
        if let excluded, excluded.isSame(as: target) { return .refused(.alreadyAsked) }
        if !target.isAllowed(in: regions) { return .refused(.region(target.region)) }
        if contains(target) { return .refused(.duplicate) }
        // Most requests are so much shorter that nobody need count.
        if let window = target.contextWindow, facts.mostInputTokens > window {
            let tokens = estimatedInputTokens()
            if Double(tokens) * (1 - Planner.contextWindowMargin) > Double(window) {
                return .refused(.tooLong(tokens: tokens, window: window))
            }
        }
        let state = snapshot(target)
        if case .available = state.availability { return .admitted(state) }
        if let until = state.availability.until, until <= now { return .admitted(state) }
        return .refused(.unavailable(state.availability))
    }

    private mutating func estimatedInputTokens() -> Int {
        if let inputTokens { return inputTokens }
        let tokens = facts.estimatedInputTokens
        inputTokens = tokens
        return tokens
    }

    // MARK: Nested routes seen from outside

    /// What a nested route looks like to the strategy around it; `nil` where it has nobody to ask.
    private mutating func load(
        of route: ModelRoute,
        _ measure: Measure,
        depth: Int,
        snapshot: (Target) -> TargetSnapshot
    ) -> Load? {
        guard depth <= Planner.maximumDepth else { return nil }
        var parts: [(load: Load, weight: Double)] = []
        for branch in route.branches where branch.condition?.evaluate(facts) ?? true {
            let weight = branch.weight.effective(at: wallClock)
            switch branch.destination {
            case .target(let target):
                guard case .admitted(let state) = admission(of: target, snapshot: snapshot) else { continue }
                parts.append((Load(target, state, measure), weight * state.effectiveRampShare))
            case .route(let nested):
                guard let load = load(of: nested, measure, depth: depth + 1, snapshot: snapshot) else { continue }
                parts.append((load, weight))
            }
        }
        return Load(of: parts, under: route.strategy)
    }
}
