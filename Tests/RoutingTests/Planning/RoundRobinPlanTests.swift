import Routing
import Testing

@Suite("Plans in turn")
struct RoundRobinPlanTests {
    private func route(_ weights: [Double]) -> ModelRoute {
        let branches = weights.enumerated().map { branch("p\($0.offset)/m", $0.element) }
        return ModelRoute(name: "chat", strategy: .roundRobin, branches: branches)
    }

    @Test("equal targets take turns, and the next in turn is the first fallback")
    func equal() {
        var world = PlanningWorld()
        let route = route([1, 1, 1])
        let plans = (0..<6).map { _ in world.plan(route).names }
        #expect(plans.map(\.[0]) == ["p0/m", "p1/m", "p2/m", "p0/m", "p1/m", "p2/m"])
        #expect(plans[0][1] == "p1/m" && plans[1][1] == "p2/m")
    }

    @Test(
        "over every cycle each target is first exactly as often as its weight says, and never bunched",
        arguments: [[5.0, 1, 1], [1, 2, 3, 4], [7, 3], [1, 1, 1, 1, 1], [100, 1]]
    )
    func exact(_ weights: [Double]) {
        var world = PlanningWorld()
        let route = route(weights)
        let cycle = Int(weights.reduce(0, +))
        var totals = Array(repeating: 0, count: weights.count)
        var furthest = 0.0
        for request in 1...(3 * cycle) {
            let first = world.plan(route).names[0]
            totals[Int(first.dropFirst().dropLast(2)) ?? 0] += 1
            for (index, weight) in weights.enumerated() {
                let due = Double(request) * weight / Double(cycle)
                furthest = max(furthest, abs(Double(totals[index]) - due))
            }
        }
        #expect(furthest <= Double(weights.count - 1) + 1e-9)
        #expect(totals == weights.map { 3 * Int($0) })
    }

    @Test("a target that was away is not flooded when it comes back")
    func comeback() {
        var world = PlanningWorld()
        let route = route([1, 1, 1])
        world.states["p0/m"] = TargetSnapshot(availability: .unhealthy)
        let away = world.leaders(route, requests: 1000)
        #expect(away == ["p1/m": 500, "p2/m": 500])
        world.states["p0/m"] = nil
        let counts = world.leaders(route, requests: 9)
        #expect(counts.values.allSatisfy { (2...4).contains($0) } && counts.count == 3)
    }

    @Test("what was due under large weights does not rule once the weights are small")
    func shrinkingWeights() {
        var world = PlanningWorld()
        let route = route([1000, 1000])
        #expect(world.plan(route).names[0] == "p0/m")
        for name in ["p0/m", "p1/m"] { world.states[name] = TargetSnapshot(rampShare: 0.001) }
        let counts = world.leaders(route, requests: 100)
        #expect(counts.values.allSatisfy { (48...52).contains($0) }, "\(counts)")
    }

    @Test("weights that change, targets that come and go: nobody ends up far from the share it is due")
    func churn() {
        var world = PlanningWorld()
        let route = route([3, 2, 1, 1])
        var due = [0.0, 0, 0, 0]
        var counts = [0.0, 0, 0, 0]
        let weights = [3.0, 2, 1, 1]
        for step in 0..<4000 {
            if step % 7 == 0 {
                let name = "p\(Int.random(in: 0..<4, using: &world.random))/m"
                world.states[name] = TargetSnapshot(
                    availability: Bool.random(using: &world.random) ? .available : .full,
                    rampShare: Double.random(in: 0.1...1, using: &world.random)
                )
            }
            let effective = weights.enumerated().map { index, weight -> Double in
                let state = world.states["p\(index)/m"] ?? TargetSnapshot()
                return state.availability == .available ? weight * state.rampShare : 0
            }
            let sum = effective.reduce(0, +)
            guard sum > 0, let first = world.plan(route).names.first else { continue }
            counts[Int(first.dropFirst().dropLast(2)) ?? 0] += 1
            for index in due.indices { due[index] += effective[index] / sum }
        }
        let served = counts.reduce(0, +)
        #expect(served > 1000)
        for index in due.indices { #expect(abs(counts[index] - due[index]) < 0.05 * served) }
    }

    @Test("turns taken by many tasks at once are still exact")
    func concurrent() async {
        let route = route([2, 1, 1])
        let counts = await withTaskGroup(of: [String: Int].self) { group in
            for seed in 1...8 {
                group.addTask {
                    var world = PlanningWorld(random: PlanningRandom(seed: UInt64(seed)))
                    return world.leaders(route, requests: 500)
                }
            }
            return await group.reduce(into: [:]) { $0.merge($1, uniquingKeysWith: +) }
        }
        #expect(counts == ["p0/m": 2000, "p1/m": 1000, "p2/m": 1000])
    }

    @Test("a nested route that is only somebody's fallback does not lose its turn")
    func nestedTurns() {
        var world = PlanningWorld()
        let one = ModelRoute(name: "one", strategy: .roundRobin, branches: [branch("a1/m"), branch("a2/m")])
        let two = ModelRoute(name: "two", strategy: .roundRobin, branches: [branch("b1/m"), branch("b2/m")])
        let outer = ModelRoute(
            name: "chat",
            strategy: .roundRobin,
            branches: [Branch(.route(one)), Branch(.route(two))]
        )
        let leaders = (0..<8).map { _ in world.plan(outer).names[0] }
        #expect(leaders == ["a1/m", "b1/m", "a2/m", "b2/m", "a1/m", "b1/m", "a2/m", "b2/m"])
    }
}
