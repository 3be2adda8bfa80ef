/// What every strategy does that leaves a choice between equals: a request goes where its prompt's beginning is in a cache.
///
/// `fallback`, `conditional`, `least-cost` and `sticky` say themselves who is first. Under the others the holders come first,
/// in the strategy's order, as long as they are well, are not on their way back after a break, and have not much more to do
/// than their share of the weight: one beginning that all requests have in common must not send all of them to one target.
enum Affinity {
    /// Of the requests in flight a holder may have so many times its share, in quarters.
    private static let quarters = 5.0
    /// So many more requests in flight are no load.
    private static let slack = 8.0

    /// The branches that hold the prompt's beginning and can take the request.
    static func holding(
        _ candidates: [Candidate],
        of route: ModelRoute,
        _ holders: [PrefixHolder]
    ) -> Set<Int> {
        guard !holders.isEmpty, route.strategy.leavesChoice else { return [] }
        let inFlight = candidates.reduce(0.0) { $0 + Double($1.load.inFlight) }
        let weights = candidates.reduce(0.0) { $0 + $1.weight }
        var found: Set<Int> = []
        for candidate in candidates where candidate.weight > 0 && candidate.rampShare >= 1 {
            let fair = inFlight * candidate.weight / weights
            guard Double(candidate.load.inFlight) <= fair * quarters / 4 + slack,
                leads(route.branches[candidate.branch], to: holders, depth: 1)
            else { continue }
            found.insert(candidate.branch)
        }
        return found
    }

    /// Puts branches in front of the others; both keep their order.
    static func prefer(_ warm: Set<Int>, among candidates: inout [Candidate]) {
        guard !warm.isEmpty else { return }
        var first = candidates.filter { warm.contains($0.branch) }
        for place in first.indices { first[place].reason = .holdsPrefix }
        candidates = first + candidates.filter { !warm.contains($0.branch) }
    }

    /// Whether a request that takes a branch would be sent to a holder, all being well.
    private static func leads(_ branch: Branch, to holders: [PrefixHolder], depth: Int) -> Bool {
        switch branch.destination {
        case .target(let target): return holders.contains { $0.isTarget(target) }
        case .route(let route):
            guard depth < Planner.maximumDepth else { return false }
            let branches = route.strategy.leavesChoice ? route.branches[...] : route.branches.prefix(1)
            return branches.contains { leads($0, to: holders, depth: depth + 1) }
        }
    }
}

extension StrategyKind {
    /// Whether it sees several targets as equally good.
    fileprivate var leavesChoice: Bool {
        switch self {
        case .weighted, .roundRobin, .leastBusy, .leastLatency: true
        case .fallback, .conditional, .leastCost, .sticky: false
        }
    }
}
