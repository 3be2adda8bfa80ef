/// The strategies that compare branches: each puts all candidates into an order, so that the rest of it is the order
/// to fall back in.
///
/// Branches of weight 0 come after all others under every one of them.
enum Ranking {
    /// Puts candidates into a route's order and notes why.
    /// - Parameters:
    ///   - candidates: those that may be taken, in the configuration's order.
    ///   - route: the route, with what it remembers.
    ///   - facts: the request.
    ///   - isLeading: whether the first candidate will be asked first; otherwise the route's memory stays as it is.
    ///   - random: chance.
    static func rank(
        _ candidates: inout [Candidate],
        of route: ModelRoute,
        facts: any RequestFacts,
        isLeading: Bool,
        random: inout some RandomNumberGenerator
    ) {
        let idle = candidates.filter { !($0.weight > 0) }
        if !idle.isEmpty { candidates.removeAll { !($0.weight > 0) } }
        defer { candidates += idle }
        guard !candidates.isEmpty else { return }
        switch route.strategy {
        case .fallback, .conditional: break
        case .weighted: WeightedDraw.rank(&candidates, random: &random)
        case .roundRobin: RoundRobin.rank(&candidates, memory: route.memory, isLeading: isLeading)
        case .leastLatency:
            LeastLatency.rank(&candidates, memory: route.memory, isLeading: isLeading, random: &random)
        case .leastBusy: LeastBusy.rank(&candidates, random: &random)
        case .leastCost: LeastCost.rank(&candidates)
        case .sticky:
            if let key = route.stickyKey, let hash = facts.stickyHash(key) {
                Sticky.rank(&candidates, of: route, key: key, hash: hash)
            } else {
                WeightedDraw.rank(&candidates, random: &random)
            }
        }
    }
}
