public import Governance

/// How long things wait between two counters, the second of which follows the first.
public struct BacklogClock: Sendable {
    private struct Mark {
        var time: WallTime
        var produced: Int
    }

    /// A mark is made at each look, so this bounds how far back a wait can be told: half an hour at four looks a minute.
    private static let mostMarks = 120

    private var marks: [Mark] = []
    /// What was consumed beyond what was produced when the first look was taken: things of an earlier process.
    private var surplus: Int?

    /// Nothing waits.
    public init() {}

    /// Looks at the counters.
    /// - Parameters:
    ///   - produced: how many things there were so far.
    ///   - consumed: how many of them are through.
    ///   - now: the time.
    /// - Returns: for how many seconds the oldest thing that is not through has waited, at least.
    public mutating func wait(produced: Int, consumed: Int, at now: WallTime) -> Int {
        let surplus = surplus ?? max(0, consumed - produced)
        self.surplus = surplus
        let through = consumed - surplus
        marks.removeAll { $0.produced <= through }
        if produced > through, marks.last?.produced != produced, marks.count < Self.mostMarks {
            marks.append(Mark(time: now, produced: produced))
        }
        return marks.first.map { $0.time.age(at: now) } ?? 0
    }
}
