/// What was spent within a period that counts back from now, in stretches of equal length.
///
/// A stretch counts whole until all of it is as old as the period is long. So in any stretch of time as long as the period
/// no more is spent than the budget lets through, and what was spent leaves at most one stretch late.
struct RollingSpending {
    /// How long the period is, in seconds.
    let length: Int64
    /// How long a stretch is, in seconds; divides ``length``.
    let stretch: Int64
    private(set) var total: Int128 = 0
    private var stretches: [(index: Int64, units: Int128)] = []

    /// `nil` of ``BudgetPolicy/Period/total``, which never lets go of anything.
    init?(_ period: BudgetPolicy.Period) {
        let day: Int64 = 86_400
        switch period {
        case .day: (length, stretch) = (day, 900)
        case .week: (length, stretch) = (7 * day, 3600)
        case .month: (length, stretch) = (30 * day, 6 * 3600)
        case .quarter: (length, stretch) = (90 * day, day)
        case .year: (length, stretch) = (365 * day, day)
        case .total: return nil
        }
    }

    /// The stretches that hold something, oldest first.
    var parts: [(start: Int64, units: Int128)] { stretches.map { ($0.index * stretch, $0.units) } }

    /// Adds what a request admitted at `time` cost, which may have left the period already at `now`.
    mutating func add(_ units: Int128, at time: Int64, now: Int64) {
        let index = time.flooredDivision(by: stretch)
        guard units > 0, index >= oldestIndex(at: now) else { return }
        total += units
        var position = stretches.endIndex
        while position > 0, stretches[position - 1].index > index { position -= 1 }
        if position > 0, stretches[position - 1].index == index {
            stretches[position - 1].units += units
        } else {
            stretches.insert((index, units), at: position)
        }
    }

    /// Lets go of what is too old.
    mutating func expire(at now: Int64) {
        let oldest = oldestIndex(at: now)
        guard let first = stretches.first, first.index < oldest else { return }
        let gone = stretches.prefix { $0.index < oldest }
        for part in gone { total -= part.units }
        stretches.removeFirst(gone.count)
    }

    /// The seconds until `units` of what is counted have gone.
    func wait(for units: Int128, at now: Int64) -> Int64 {
        var gone: Int128 = 0
        for part in stretches {
            gone += part.units
            if gone >= units { return max(0, (part.index + 1) * stretch + length - now) }
        }
        return length
    }

    private func oldestIndex(at now: Int64) -> Int64 { (now - length).flooredDivision(by: stretch) }
}
