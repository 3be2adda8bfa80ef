import Routing
import Testing

@Suite("Plans by weight")
struct WeightedPlanTests {
    @Test(
        "each target is first for its weight's share",
        arguments: [[1.0, 1], [3, 1], [70, 20, 9, 1], [0.5, 0.25, 0.25], [1e9, 1e9, 5e8]]
    )
    func shares(_ weights: [Double]) {
        var world = PlanningWorld()
        let branches = weights.enumerated().map { branch("p\($0.offset)/m", $0.element) }
        let route = ModelRoute(name: "chat", strategy: .weighted, branches: branches)
        let trials = 20_000
        let counts = world.leaders(route, requests: trials)
        for (index, weight) in weights.enumerated() {
            #expect(isPlausible(counts["p\(index)/m"], share: weight / weights.reduce(0, +), of: trials))
        }
    }

    @Test("behind a failing target the others keep their proportions")
    func fallbackShares() {
        var world = PlanningWorld()
        let route = ModelRoute(
            name: "chat",
            strategy: .weighted,
            branches: [branch("a/m", 6), branch("b/m", 3), branch("c/m", 1)]
        )
        var second: [String: Int] = [:]
        var trials = 0
        for _ in 0..<20_000 {
            let names = world.plan(route).names
            #expect(Set(names) == ["a/m", "b/m", "c/m"])
            guard names[0] == "a/m" else { continue }
            trials += 1
            second[names[1], default: 0] += 1
        }
        #expect(isPlausible(second["b/m"], share: 0.75, of: trials))
    }

    @Test("a target that is away leaves its share to the others in proportion")
    func unavailable() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(availability: .unhealthy)
        let branches = [branch("a/m", 6), branch("b/m", 3), branch("c/m", 1)]
        let counts = world.leaders(
            ModelRoute(name: "chat", strategy: .weighted, branches: branches),
            requests: 10_000
        )
        #expect(counts["a/m"] == nil)
        #expect(isPlausible(counts["b/m"], share: 0.75, of: 10_000))
    }

    @Test(
        "targets of weight 0, or a weight that is no number, come after all others",
        arguments: StrategyKind.allCases.filter { $0 != .fallback && $0 != .conditional },
        [0, -1, Double.nan]
    )
    func weightZero(_ strategy: StrategyKind, _ weight: Double) {
        var world = PlanningWorld()
        let branches = [branch("x/m", weight), branch("a/m"), branch("y/m", weight), branch("b/m")]
        let route = ModelRoute(name: "chat", strategy: strategy, stickyKey: .user, branches: branches)
        for request in 0..<300 {
            let names = world.plan(route, TestFacts(sticky: "caller \(request)")).names
            #expect(Set(names.prefix(2)) == ["a/m", "b/m"])
            #expect(Array(names.suffix(2)) == ["x/m", "y/m"])
        }
    }

    @Test("weights without end count as equal ones", arguments: [Double.infinity, .greatestFiniteMagnitude])
    func endless(_ weight: Double) {
        var world = PlanningWorld()
        let branches = [branch("a/m", weight), branch("b/m", weight)]
        let route = ModelRoute(name: "chat", strategy: .weighted, branches: branches)
        #expect(isPlausible(world.leaders(route, requests: 4000)["a/m"], share: 0.5, of: 4000))
        let turns = ModelRoute(name: "chat", strategy: .roundRobin, branches: branches)
        #expect(world.leaders(turns, requests: 100) == ["a/m": 50, "b/m": 50])
    }

    @Test("weight 0 everywhere leaves the configuration's order")
    func allZero() {
        var world = PlanningWorld()
        let route = ModelRoute(name: "chat", strategy: .weighted, branches: [branch("a/m", 0), branch("b/m", 0)])
        #expect(world.plan(route).names == ["a/m", "b/m"])
    }

    @Test(
        "a canary's share grows by schedule",
        arguments: [(0.0, 0.0), (1000, 0), (1450, 0.05), (1900, 0.1), (1e6, 0.1)]
    )
    func canary(_ clock: Double, _ share: Double) {
        var world = PlanningWorld()
        world.wallClock = clock
        // From 0 to 10 beside a steady 90: half way it is 5 of 95.
        let ramp = Weight(10, ramp: Weight.Ramp(from: 0, start: 1000, over: .seconds(900)))
        let route = ModelRoute(
            name: "chat",
            strategy: .weighted,
            branches: [branch("stable/m", 90), Branch(.target(target("canary/m")), weight: ramp)]
        )
        let trials = 20_000
        let exact = share == 0.05 ? 5.0 / 95 : share
        let count = world.leaders(route, requests: trials)["canary/m"]
        #expect(isPlausible(count, share: exact, of: trials))
        if share == 0 { #expect(count == nil) }
    }

    @Test("a target that has just come back has the ramp's part of its share")
    func rampUp() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(rampShare: 0.25)
        let route = ModelRoute(name: "chat", strategy: .weighted, branches: [branch("a/m"), branch("b/m")])
        #expect(isPlausible(world.leaders(route, requests: 10_000)["a/m"], share: 0.2, of: 10_000))
    }
}
