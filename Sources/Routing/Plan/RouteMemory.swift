/// What strategies with a memory remember from one request to the next. Guarded by the route's lock.
struct RouteMemory: Sendable {
    /// Round-robin: what each branch has coming, in units of weight (smooth weighted round-robin).
    var credits: [Double]
    /// Least latency: requests planned so far.
    var requests: Int = 0
    /// Least latency: the number of the request that each branch was first in last.
    var lastLed: [Int]

    /// Creates the memory of a new route.
    init(strategy: StrategyKind, branches: Int) {
        credits = strategy == .roundRobin ? Array(repeating: 0, count: branches) : []
        lastLed = strategy == .leastLatency ? Array(repeating: 0, count: branches) : []
    }
}
