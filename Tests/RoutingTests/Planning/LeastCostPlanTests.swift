import Routing
import Testing

@Suite("Plans by cost")
struct LeastCostPlanTests {
    private func priced(_ name: String, _ input: Double, _ output: Double) -> Branch {
        let price = FlatPrice(inputPerMillion: input, outputPerMillion: output)
        let parts = name.split(separator: "/").map(String.init)
        return Branch(.target(Target(id: TargetID(provider: parts[0], model: parts[1]), price: price)))
    }

    @Test("the cheapest for this request goes first: long prompts and long answers differ")
    func cheapest() {
        var world = PlanningWorld()
        let route = ModelRoute(
            name: "chat",
            strategy: .leastCost,
            branches: [branch("free-or-not/m"), priced("in/m", 1, 20), priced("out/m", 4, 2)]
        )
        // in: 100 × 1 + 300 × 20 = 6,100; out: 400 + 600 = 1,000 (millionths of a dollar).
        let short = world.plan(route, TestFacts(estimatedInputTokens: 100))
        #expect(short.names == ["out/m", "in/m", "free-or-not/m"])
        guard case .expectedCost(let dollars)? = short.steps.first?.reason else {
            Issue.record("no cost")
            return
        }
        #expect(abs(dollars - 0.001) < 1e-12)
        let long = world.plan(route, TestFacts(estimatedInputTokens: 10_000))
        #expect(long.names == ["in/m", "out/m", "free-or-not/m"])
        let cut = world.plan(route, TestFacts(estimatedInputTokens: 100, maxOutputTokens: 10))
        #expect(cut.names == ["in/m", "out/m", "free-or-not/m"])
    }

    @Test("equally cheap targets share by load")
    func ties() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(inFlight: 1)
        let route = ModelRoute(
            name: "chat",
            strategy: .leastCost,
            branches: [priced("a/m", 1, 1), priced("b/m", 1, 1)]
        )
        #expect(world.plan(route).names == ["b/m", "a/m"])
    }

    @Test(
        "a nested route costs what the target costs that it will choose",
        arguments: [
            (StrategyKind.fallback, "mid/m"), (.conditional, "mid/m"), (.leastCost, "cheap/m"), (.weighted, "mid/m"),
        ]
    )
    func nested(_ strategy: StrategyKind, _ expected: String) {
        var world = PlanningWorld()
        let inner = ModelRoute(
            name: "inner",
            strategy: strategy,
            branches: [priced("dear/m", 10, 10), priced("cheap/m", 1, 1)]
        )
        let route = ModelRoute(
            name: "chat",
            strategy: .leastCost,
            branches: [Branch(.route(inner)), priced("mid/m", 3, 3)]
        )
        #expect(world.plan(route).names[0] == expected)
        // With the dear one away the cheap one is what the nested route will choose.
        world.states["dear/m"] = TargetSnapshot(availability: .full)
        #expect(world.plan(route).names == ["cheap/m", "mid/m"])
    }
}
