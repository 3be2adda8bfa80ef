/// `least-busy`: fewest requests in flight relative to the weight, the new one counted; equals by chance.
enum LeastBusy {
    static func rank(_ candidates: inout [Candidate], random: inout some RandomNumberGenerator) {
        for place in candidates.indices {
            let candidate = candidates[place]
            candidates[place].rank = (Double(candidate.load.inFlight) + 1) / candidate.weight
            candidates[place].tieBreak = random.fraction()
            candidates[place].reason = .inFlight(candidate.load.inFlight, weight: candidate.weight)
        }
        candidates.sortByRank()
    }
}
