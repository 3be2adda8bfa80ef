import Routing
import Testing

@Suite("Plans for requests that are too long or refused")
struct SpecialFallbackPlanTests {
    private let small = Branch(.target(target("small/m", window: 1000)))
    private let large = Branch(.target(target("large/m", window: 100_000)))

    @Test(
        "a target is left out where the estimate less its margin does not fit",
        arguments: [(1000, true), (1250, true), (1251, false), (100_000, false)]
    )
    func margin(_ tokens: Int, _ fits: Bool) {
        var world = PlanningWorld()
        let plan = world.plan(ModelRoute(name: "chat", branches: [small]), TestFacts(estimatedInputTokens: tokens))
        #expect(plan.isEmpty != fits)
        #expect(plan.isTooLong != fits)
    }

    @Test("a long request goes to the list for it, a short one does not", arguments: StrategyKind.allCases)
    func lengths(_ strategy: StrategyKind) {
        var world = PlanningWorld()
        let route = ModelRoute(
            name: "chat",
            strategy: strategy,
            stickyKey: .user,
            branches: [small, branch("open/m")],
            contextWindowFallback: [large]
        )
        let short = world.plan(route)
        #expect(Set(short.names) == ["small/m", "open/m"])
        let long = world.plan(route, TestFacts(estimatedInputTokens: 50_000))
        #expect(long.names == ["open/m", "large/m"])
        #expect(long.skippedNames == ["small/m"])
    }

    @Test("a nested route's own list stands with it; the outer one comes after everything")
    func nested() {
        var world = PlanningWorld()
        let inner = ModelRoute(name: "inner", branches: [small], contextWindowFallback: [large])
        let outer = ModelRoute(
            name: "chat",
            branches: [Branch(.route(inner)), branch("b/m")],
            contextWindowFallback: [branch("last/m")]
        )
        let long = TestFacts(estimatedInputTokens: 50_000)
        #expect(world.plan(outer, long).names == ["large/m", "b/m", "last/m"])
        let weighted = ModelRoute(name: "chat", strategy: .weighted, branches: [Branch(.route(inner)), branch("b/m")])
        #expect(world.plan(weighted, long).names == ["b/m", "large/m"])
    }

    @Test("after a target's answer its route's list comes, then the lists around it, without the target itself")
    func afterAnswer() throws {
        var world = PlanningWorld()
        let inner = ModelRoute(
            name: "inner",
            branches: [branch("a/m")],
            contextWindowFallback: [branch("a/m"), branch("long/m")],
            contentPolicyFallback: [branch("free/m")]
        )
        let outer = ModelRoute(
            name: "chat",
            branches: [Branch(.route(inner)), branch("b/m")],
            contextWindowFallback: [branch("longer/m"), branch("long/m")]
        )
        let plan = world.plan(outer)
        let first = try #require(plan.steps.first)
        let second = try #require(plan.steps.last)
        #expect(first.target.id.provider == "a" && second.target.id.provider == "b")
        let context = world.plan(.contextWindow, after: first)
        #expect(context.names == ["long/m", "longer/m"])
        #expect(context.skippedNames == ["a/m", "long/m"])
        #expect(context.steps.map(\.route.name) == ["inner", "chat"])
        #expect(world.plan(.contentPolicy, after: first).names == ["free/m"])
        #expect(world.plan(.contextWindow, after: second).names == ["longer/m", "long/m"])
        #expect(world.plan(.contentPolicy, after: second).isEmpty)
    }

    @Test("lists may lead to other models and leave out who cannot be asked")
    func listsOfRoutes() throws {
        var world = PlanningWorld()
        world.states["x/m"] = TargetSnapshot(availability: .full)
        let other = ModelRoute(name: "other", strategy: .weighted, branches: [branch("x/m"), branch("y/m")])
        let route = ModelRoute(name: "chat", branches: [branch("a/m")], contentPolicyFallback: [Branch(.route(other))])
        let step = try #require(world.plan(route).steps.first)
        let plan = world.plan(.contentPolicy, after: step)
        #expect(plan.names == ["y/m"] && plan.skippedNames == ["x/m"])
        #expect(
            plan.explanation.first == "1. y/m (chat: number 1 for content-policy; other: drawn with weight 1 of 1)"
        )
    }
}
