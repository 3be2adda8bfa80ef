/// How a model chooses among its targets.
public enum StrategyKind: String, Hashable, Sendable, CaseIterable {
    /// In the order of the configuration.
    case fallback
    /// By chance, in proportion to the weights.
    case weighted
    /// In turn, in proportion to the weights.
    case roundRobin = "round-robin"
    /// The one that is expected to answer soonest.
    case leastLatency = "least-latency"
    /// The one with the fewest requests in flight, in proportion to the weights.
    case leastBusy = "least-busy"
    /// The one whose answer is expected to cost least.
    case leastCost = "least-cost"
    /// The first whose condition holds.
    case conditional
    /// Always the same one for the same caller, session or prompt.
    case sticky
}
