import Routing
import Testing

@Suite("Nested plans")
struct NestedPlanTests {
    @Test("nested weights multiply")
    func weights() {
        var world = PlanningWorld()
        let inner = ModelRoute(name: "inner", strategy: .weighted, branches: [branch("a/m", 1), branch("b/m", 3)])
        let route = ModelRoute(
            name: "chat",
            strategy: .weighted,
            branches: [Branch(.route(inner), weight: Weight(4)), branch("c/m", 1)]
        )
        let counts = world.leaders(route, requests: 20_000)
        #expect(isPlausible(counts["a/m"], share: 0.2, of: 20_000))
        #expect(isPlausible(counts["b/m"], share: 0.6, of: 20_000))
        #expect(isPlausible(counts["c/m"], share: 0.2, of: 20_000))
    }

    @Test("a nested route's targets stay together, and its own policies count for them")
    func together() {
        var world = PlanningWorld()
        let inner = ModelRoute(
            name: "inner",
            strategy: .weighted,
            branches: [branch("a/m"), branch("b/m")],
            retry: RetryPolicy(attempts: 7)
        )
        let route = ModelRoute(name: "chat", branches: [branch("x/m"), Branch(.route(inner)), branch("y/m")])
        for _ in 0..<20 {
            let plan = world.plan(route)
            #expect(plan.names.first == "x/m" && plan.names.last == "y/m" && plan.steps.count == 4)
            #expect(plan.steps.map(\.route.retry.attempts) == [2, 7, 7, 2])
            #expect(plan.steps.map { $0.path.map(\.route.name) } == [[], ["chat"], ["chat"], []])
        }
    }

    @Test(
        "a nested route with nobody to ask leaves its share to its siblings and says why",
        arguments: StrategyKind.allCases
    )
    func nobodyInside(_ strategy: StrategyKind) {
        var world = PlanningWorld()
        world.states = ["a/m": TargetSnapshot(availability: .full), "b/m": TargetSnapshot(availability: .unhealthy)]
        let inner = ModelRoute(name: "inner", branches: [branch("a/m"), branch("b/m")])
        let route = ModelRoute(
            name: "chat",
            strategy: strategy,
            stickyKey: .user,
            branches: [Branch(.route(inner)), branch("c/m"), branch("d/m")]
        )
        let plan = world.plan(route)
        #expect(Set(plan.names) == ["c/m", "d/m"])
        #expect(Set(plan.skippedNames) == ["a/m", "b/m"])
    }

    @Test("a nested route with nobody to ask does not bend the turns of its siblings")
    func turnsAroundNobody() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(availability: .full)
        let inner = ModelRoute(name: "inner", branches: [branch("a/m")])
        let route = ModelRoute(
            name: "chat",
            strategy: .roundRobin,
            branches: [Branch(.route(inner)), branch("c/m"), branch("d/m")]
        )
        #expect(world.leaders(route, requests: 100) == ["c/m": 50, "d/m": 50])
    }

    @Test("routes nested more than eight deep end there, whatever the strategy", arguments: StrategyKind.allCases)
    func depth(_ strategy: StrategyKind) {
        var world = PlanningWorld()
        func chain(_ depth: Int) -> ModelRoute {
            var route = ModelRoute(name: "r1", strategy: strategy, branches: [branch("deep/m")])
            for level in 1..<depth {
                route = ModelRoute(
                    name: "r\(level + 1)",
                    strategy: strategy,
                    branches: [Branch(.route(route)), branch("l\(level)/m", 0)]
                )
            }
            return route
        }
        #expect(world.plan(chain(8)).names.contains("deep/m"))
        let plan = world.plan(chain(9))
        #expect(!plan.names.contains("deep/m") && plan.names.count == 8)
        #expect(plan.skippedNames == ["r1"])
    }

    @Test("the estimate of latency inside decides outside")
    func latency() {
        var world = PlanningWorld()
        world.states = [
            "a/m": TargetSnapshot(timeToFirstToken: 5, timePerToken: 0),
            "b/m": TargetSnapshot(timeToFirstToken: 0.1, timePerToken: 0),
            "c/m": TargetSnapshot(timeToFirstToken: 1, timePerToken: 0),
        ]
        func first(_ strategy: StrategyKind) -> String {
            let inner = ModelRoute(name: "inner", strategy: strategy, branches: [branch("a/m"), branch("b/m")])
            let outer = ModelRoute(
                name: "chat",
                strategy: .leastLatency,
                branches: [Branch(.route(inner)), branch("c/m")]
            )
            return world.plan(outer).names[0]
        }
        #expect(first(.fallback) == "c/m")
        #expect(first(.leastLatency) == "b/m")
        #expect(first(.weighted) == "c/m")
    }

    @Test("every reachable target is listed once")
    func reachable() {
        let inner = ModelRoute(name: "inner", branches: [branch("b/m"), branch("a/m")])
        let route = ModelRoute(
            name: "chat",
            branches: [branch("a/m"), Branch(.route(inner))],
            contextWindowFallback: [branch("c/m")],
            contentPolicyFallback: [branch("b/m"), branch("d/m")]
        )
        #expect(route.reachableTargets.map(\.id.provider) == ["a", "b", "c", "d"])
    }
}
