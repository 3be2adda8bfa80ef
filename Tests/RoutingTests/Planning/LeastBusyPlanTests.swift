import Routing
import Testing

@Suite("Plans by requests in flight")
struct LeastBusyPlanTests {
    @Test("requests in flight settle in proportion to the weights", arguments: [[1.0, 1, 1], [3, 1], [5, 2, 1]])
    func proportion(_ weights: [Double]) {
        var world = PlanningWorld()
        let branches = weights.enumerated().map { branch("p\($0.offset)/m", $0.element) }
        let route = ModelRoute(name: "chat", strategy: .leastBusy, branches: branches)
        var inFlight = Array(repeating: 0, count: weights.count)
        let sum = Int(weights.reduce(0, +))
        for _ in 0..<(100 * sum) {
            for index in inFlight.indices { world.states["p\(index)/m"] = TargetSnapshot(inFlight: inFlight[index]) }
            inFlight[Int(world.plan(route).names[0].dropFirst().dropLast(2)) ?? 0] += 1
        }
        for (index, weight) in weights.enumerated() { #expect(abs(inFlight[index] - 100 * Int(weight)) <= 1) }
    }

    @Test("a slow target keeps as many in flight as its siblings, so it gets fewer requests")
    func feedback() {
        var world = PlanningWorld()
        let route = ModelRoute(name: "chat", strategy: .leastBusy, branches: [branch("p0/m"), branch("p1/m")])
        // One request comes a tick; the first target takes 40 ticks for an answer, the second 4.
        let duration = [40, 4]
        var ends: [[Int]] = [[], []]
        var counts = [0, 0]
        for tick in 0..<5000 {
            for index in ends.indices {
                ends[index].removeAll { $0 <= tick }
                world.states["p\(index)/m"] = TargetSnapshot(inFlight: ends[index].count)
            }
            let index = Int(world.plan(route).names[0].dropFirst().dropLast(2)) ?? 0
            ends[index].append(tick + duration[index])
            counts[index] += 1
        }
        #expect(counts[1] > 5 * counts[0], "\(counts)")
        #expect(counts[0] > 100, "and does not starve: \(counts)")
    }

    @Test("idle targets are chosen among by chance")
    func idle() {
        var world = PlanningWorld()
        let route = ModelRoute(name: "chat", strategy: .leastBusy, branches: [branch("a/m"), branch("b/m")])
        #expect(isPlausible(world.leaders(route, requests: 4000)["a/m"], share: 0.5, of: 4000))
    }

    @Test("among idle targets the heaviest goes first, for it has the most room")
    func idleWeights() {
        var world = PlanningWorld()
        let route = ModelRoute(name: "chat", strategy: .leastBusy, branches: [branch("a/m", 1), branch("b/m", 2)])
        #expect(world.leaders(route, requests: 50) == ["b/m": 50])
    }

    @Test("a nested route is as busy as its targets together")
    func nested() {
        var world = PlanningWorld()
        world.states = [
            "a/m": TargetSnapshot(inFlight: 2), "b/m": TargetSnapshot(inFlight: 2), "c/m": TargetSnapshot(inFlight: 3),
        ]
        let inner = ModelRoute(name: "inner", strategy: .leastBusy, branches: [branch("a/m"), branch("b/m")])
        let even = ModelRoute(name: "chat", strategy: .leastBusy, branches: [Branch(.route(inner)), branch("c/m")])
        #expect(world.plan(even).names[0] == "c/m")
        let double = ModelRoute(
            name: "chat",
            strategy: .leastBusy,
            branches: [Branch(.route(inner), weight: Weight(2)), branch("c/m")]
        )
        #expect(world.plan(double).names.prefix(2).contains("a/m") && world.plan(double).names.last == "c/m")
    }
}
