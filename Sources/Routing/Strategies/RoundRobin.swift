import Synchronization

/// `round-robin`: smooth weighted round-robin.
///
/// Before each request every candidate is credited its weight; the one with the most goes first and pays the sum. Over a
/// cycle of whole weights each is first exactly as often as its weight says, and evenly spread. Candidates that are away
/// collect nothing, so one that comes back is not flooded; weights may change between requests.
enum RoundRobin {
    static func rank(_ candidates: inout [Candidate], memory: borrowing Mutex<RouteMemory>, isLeading: Bool) {
        let sum = candidates.reduce(0) { $0 + $1.weight }
        memory.withLock { memory in
            for place in candidates.indices {
                candidates[place].rank = -(memory.credits[candidates[place].branch] + candidates[place].weight)
            }
            candidates.sortByRank()
            guard isLeading else { return }
            for (place, candidate) in candidates.enumerated() {
                let credit = place == 0 ? -candidate.rank - sum : -candidate.rank
                // While the same candidates take part this bound is never reached. It keeps what was left over from
                // times with other candidates or other weights from ruling for long.
                memory.credits[candidate.branch] = min(max(credit, -sum), sum)
            }
        }
        for place in candidates.indices { candidates[place].reason = .turn(place + 1) }
    }
}
