/// What a branch looks like to the strategy that compares it with its siblings.
struct Load {
    /// Requests in flight, over all targets of the branch that can be asked.
    let inFlight: Int
    /// The expected ``Measure``; `nil` where nothing is known.
    let measure: Double?

    /// The load of one target.
    init(_ target: Target, _ state: TargetSnapshot, _ measure: Measure) {
        inFlight = max(0, state.inFlight)
        self.measure = measure.of(target, state)
    }

    /// The load of a nested route: what is to be expected of the target that its own strategy will choose.
    /// - Returns: `nil` without any part, that is, where none of its targets can be asked.
    init?(of parts: [(load: Load, weight: Double)], under strategy: StrategyKind) {
        guard let first = parts.first else { return nil }
        inFlight = parts.reduce(0) { $0 &+ $1.load.inFlight }
        switch strategy {
        case .fallback, .conditional:
            measure = first.load.measure
        case .leastLatency, .leastCost:
            measure = parts.compactMap(\.load.measure).min()
        case .weighted, .roundRobin, .leastBusy, .sticky:
            var sum = 0.0
            var weights = 0.0
            for (load, weight) in parts {
                guard let measure = load.measure else { continue }
                sum += measure * weight
                weights += weight
            }
            measure = weights > 0 ? sum / weights : first.load.measure
        }
    }
}
