/// What a strategy compares targets by, besides their load.
enum Measure {
    /// Nothing.
    case none
    /// Seconds until the answer's end, for so many output tokens.
    case seconds(outputTokens: Int)
    /// US dollars.
    case dollars(inputTokens: Int, outputTokens: Int)

    /// Asks the request what the strategy needs, and nothing else.
    init(strategy: StrategyKind, facts: any RequestFacts) {
        switch strategy {
        case .leastLatency: self = .seconds(outputTokens: Self.outputTokens(facts))
        case .leastCost:
            self = .dollars(inputTokens: facts.estimatedInputTokens, outputTokens: Self.outputTokens(facts))
        case .fallback, .weighted, .roundRobin, .leastBusy, .conditional, .sticky: self = .none
        }
    }

    /// Most answers end long before the bound that a caller sets.
    private static func outputTokens(_ facts: any RequestFacts) -> Int {
        min(max(0, facts.maxOutputTokens ?? Planner.typicalOutputTokens), Planner.typicalOutputTokens)
    }

    /// The measure of one target; `nil` where it is not known.
    func of(_ target: Target, _ state: TargetSnapshot) -> Double? {
        switch self {
        case .none: return nil
        case .seconds(let outputTokens):
            guard let first = state.timeToFirstToken else { return nil }
            // A target whose answers were all too short to time has no rate yet; what is known of it counts.
            return first + (state.timePerToken ?? 0) * Double(outputTokens)
        case .dollars(let inputTokens, let outputTokens):
            return target.price?.cost(inputTokens: inputTokens, outputTokens: outputTokens)
        }
    }
}
