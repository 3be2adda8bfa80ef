import Synchronization

/// `least-latency`: the one that is expected to answer soonest, without losing sight of the others.
///
/// - Of two known candidates drawn by chance the faster goes first (power of two choices), so that not all loops and
///   gateways rush to the same one; where both are within a tenth of each other, the less busy one does.
/// - A candidate of which nothing is known goes first for one request in four, while nothing is in flight there: one
///   request at a time finds out.
/// - A candidate that has not been first for ``patience`` requests for each of its siblings goes first once. What was
///   slow and has recovered is found out again, and all such looks together are one request in fifty.
///
/// Those behind the first are sorted by expectation, so a fallback goes to the fastest. Weights do not count here, but
/// for 0; a target that has just come back looks slower by the share it has.
enum LeastLatency {
    /// Requests for each candidate of the route after which one that was not first is looked at again.
    static let patience = 50
    /// The share of requests that goes to candidates nothing is known of.
    static let exploration = 0.25
    /// Expectations that differ by no more than this share count as equal.
    static let tolerance = 0.1

    static func rank(
        _ candidates: inout [Candidate],
        memory: borrowing Mutex<RouteMemory>,
        isLeading: Bool,
        random: inout some RandomNumberGenerator
    ) {
        for place in candidates.indices {
            let candidate = candidates[place]
            candidates[place].rank = candidate.load.measure.map { $0 / candidate.rampShare } ?? .infinity
            candidates[place].tieBreak = Double(candidate.load.inFlight) + random.unit()
            candidates[place].reason = candidate.load.measure.map { .expectedSeconds($0) } ?? .unknownLatency
        }
        candidates.sortByRank()
        guard candidates.count > 1, isLeading else { return }
        let choice = choose(among: candidates, random: &random)
        let first = memory.withLock { memory in
            memory.requests &+= 1
            let now = memory.requests
            let longest = candidates.indices.max { left, right in
                memory.lastLed[candidates[left].branch] > memory.lastLed[candidates[right].branch]
            }
            var first = choice
            if let longest {
                let waited = now &- memory.lastLed[candidates[longest].branch]
                if waited > patience * candidates.count {
                    first = longest
                    candidates[longest].reason = .neglected(requests: waited)
                }
            }
            memory.lastLed[candidates[first].branch] = now
            return first
        }
        candidates.insert(candidates.remove(at: first), at: 0)
    }

    /// The index of the one to ask first. The known ones stand before the unknown ones, each sorted.
    private static func choose(among candidates: [Candidate], random: inout some RandomNumberGenerator) -> Int {
        let known = candidates.firstIndex { $0.load.measure == nil } ?? candidates.count
        // Among the unknown, the first one is the least busy.
        if known == 0 { return 0 }
        if known < candidates.count, candidates[known].load.inFlight == 0, random.unit() < exploration {
            return known
        }
        if known == 1 { return 0 }
        let one = random.index(below: known)
        let other = (one + 1 + random.index(below: known - 1)) % known
        let (faster, slower) = one < other ? (one, other) : (other, one)
        let isClose = candidates[slower].rank <= candidates[faster].rank * (1 + tolerance)
        return isClose && candidates[slower].load.inFlight < candidates[faster].load.inFlight ? slower : faster
    }
}
