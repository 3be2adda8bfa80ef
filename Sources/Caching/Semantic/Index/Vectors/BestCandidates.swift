/// A stored vector on its way to becoming a match.
struct Candidate {
    var score: Float
    var slot: UInt32

    /// Whether this is the better one. Of equal scores the older vector is better, so that results do not depend on
    /// the way they were found.
    @inline(__always)
    func precedes(_ other: Candidate) -> Bool {
        score > other.score || (score == other.score && slot < other.slot)
    }
}

/// The best of all candidates seen, up to a bound, best first.
struct BestCandidates {
    private(set) var sorted: [Candidate] = []
    private let bound: Int
    /// What a candidate's score has to reach to be taken.
    private(set) var bar: Float

    /// - Parameter bound: how many are kept, at least 1.
    /// - Parameter floor: candidates scored lower are not taken.
    init(bound: Int, floor: Float = -.infinity) {
        self.bound = max(1, bound)
        bar = floor
        sorted.reserveCapacity(min(self.bound, 1024) + 1)
    }

    var isFull: Bool { sorted.count >= bound }

    @inline(__always)
    mutating func offer(_ candidate: Candidate) {
        guard candidate.score >= bar else { return }
        insert(candidate)
    }

    private mutating func insert(_ candidate: Candidate) {
        if isFull, let last = sorted.last {
            guard candidate.precedes(last) else { return }
            sorted.removeLast()
        }
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low &+ high) / 2
            if candidate.precedes(sorted[middle]) { high = middle } else { low = middle &+ 1 }
        }
        sorted.insert(candidate, at: low)
        if isFull, let last = sorted.last { bar = max(bar, last.score) }
    }
}
