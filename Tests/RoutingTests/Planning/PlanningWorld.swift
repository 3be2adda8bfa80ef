import Routing

/// A request for planning tests; counts nothing, knows what it is told.
struct TestFacts: RequestFacts {
    var model = "chat"
    var keyName: String?
    var teamName: String?
    var estimatedInputTokens = 100
    var maxOutputTokens: Int?
    var allowedRegions: Set<String>?
    var headers: [String: String] = [:]
    var parameters: [String: FactValue] = [:]
    var metadata: [String: FactValue] = [:]
    var sticky: String?

    func header(_ name: String) -> String? { headers[name] }
    func parameter(_ path: String) -> FactValue { parameters[path] ?? .absent }
    func metadata(_ name: String) -> FactValue { metadata[name] ?? .absent }
    func stickyHash(_ key: StickyKey) -> UInt64? { sticky.map(StableHash.of) }
}

/// The same numbers in every run (xorshift*).
struct PlanningRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }
}

/// A time, the state of every target at that time, and chance: what a plan is made in.
struct PlanningWorld {
    var now = Moment.zero
    var wallClock = 0.0
    var states: [String: TargetSnapshot] = [:]
    var random = PlanningRandom(seed: 1)

    mutating func plan(_ route: ModelRoute, _ facts: TestFacts = TestFacts()) -> Plan {
        Planner.plan(
            route: route,
            facts: facts,
            snapshot: { [states] in states[$0.id.description] ?? TargetSnapshot() },
            now: now,
            wallClock: wallClock,
            random: &random
        )
    }

    mutating func plan(_ kind: FallbackKind, after step: Step, _ facts: TestFacts = TestFacts()) -> Plan {
        Planner.plan(
            kind,
            after: step,
            facts: facts,
            snapshot: { [states] in states[$0.id.description] ?? TargetSnapshot() },
            now: now,
            wallClock: wallClock,
            random: &random
        )
    }

    /// How often each target was first in so many plans.
    mutating func leaders(_ route: ModelRoute, requests: Int, _ facts: TestFacts = TestFacts()) -> [String: Int] {
        var counts: [String: Int] = [:]
        for _ in 0..<requests { counts[plan(route, facts).names.first ?? "nobody", default: 0] += 1 }
        return counts
    }
}

extension Plan {
    /// The names of the targets in order.
    var names: [String] { steps.map(\.target.id.description) }
    /// The names of what was left out.
    var skippedNames: [String] { skipped.map(\.destination.description) }
}

/// A target named `provider/model`.
func target(
    _ name: String,
    region: String? = nil,
    price: Double? = nil,
    window: Int? = nil
) -> Target {
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    return Target(
        id: TargetID(provider: parts[0], model: parts.count > 1 ? parts[1] : "m"),
        region: region,
        price: price.map { FlatPrice(inputPerMillion: $0, outputPerMillion: $0) },
        contextWindow: window
    )
}

/// A branch to a target named `provider/model`.
func branch(_ name: String, _ weight: Double = 1, when condition: Condition? = nil) -> Branch {
    Branch(.target(target(name)), weight: Weight(weight), condition: condition)
}

/// Whether a count out of `trials` is within 5 standard deviations of its expectation.
func isPlausible(_ count: Int?, share: Double, of trials: Int) -> Bool {
    let expected = share * Double(trials)
    return abs(Double(count ?? 0) - expected) <= 5 * (expected * (1 - share)).squareRoot()
}
