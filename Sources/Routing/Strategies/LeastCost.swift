/// `least-cost`: the cheapest first; among equals the least busy; those without a price after all that have one.
enum LeastCost {
    static func rank(_ candidates: inout [Candidate]) {
        for place in candidates.indices {
            let candidate = candidates[place]
            candidates[place].rank = candidate.load.measure ?? .infinity
            candidates[place].tieBreak = (Double(candidate.load.inFlight) + 1) / candidate.weight
            candidates[place].reason = candidate.load.measure.map { .expectedCost($0) } ?? .unknownPrice
        }
        candidates.sortByRank()
    }
}
