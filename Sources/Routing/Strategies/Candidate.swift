/// A branch that may be taken, while its strategy finds its place.
struct Candidate {
    /// Its index in the route.
    let branch: Int
    /// Its share relative to its siblings', ramps included.
    let weight: Double
    /// The part of its share that a target has which came back a short time ago.
    let rampShare: Double
    /// Its present load.
    let load: Load
    /// Why it stands where it stands; each strategy replaces it.
    var reason: Step.Reason = .weightZero
    /// What it is sorted by, the smallest first.
    var rank: Double = 0
    /// Decides between equal ranks.
    var tieBreak: Double = 0
}

extension [Candidate] {
    /// Sorts by rank, then by tie-break, then by the configuration's order.
    mutating func sortByRank() {
        sort { left, right in
            if left.rank != right.rank { return left.rank < right.rank }
            if left.tieBreak != right.tieBreak { return left.tieBreak < right.tieBreak }
            return left.branch < right.branch
        }
    }
}
