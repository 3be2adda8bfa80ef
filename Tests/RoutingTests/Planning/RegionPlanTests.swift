import Routing
import Testing

@Suite("Plans within regions")
struct RegionPlanTests {
    @Test("a request never leaves its regions, by any strategy, nesting or list for special answers")
    func neverLeaves() {
        var world = PlanningWorld(random: PlanningRandom(seed: 7))
        let regions = ["jp", "eu", "us", nil]
        var planned = 0
        for round in 0..<2000 {
            func branches(_ label: String, _ depth: Int) -> [Branch] {
                (0..<Int.random(in: 0...4, using: &world.random)).map { index in
                    if depth < 3, Int.random(in: 0..<4, using: &world.random) == 0 {
                        return Branch(.route(route("\(label).\(index)", depth + 1)))
                    }
                    let region = regions[Int.random(in: 0..<4, using: &world.random)]
                    let window = Bool.random(using: &world.random) ? 50 : nil
                    return Branch(
                        .target(target("t\(label).\(index)/m", region: region, window: window)),
                        weight: Weight(Double(Int.random(in: 0...3, using: &world.random)))
                    )
                }
            }
            func route(_ label: String, _ depth: Int) -> ModelRoute {
                let strategy = StrategyKind.allCases[Int.random(in: 0..<8, using: &world.random)]
                return ModelRoute(
                    name: "r\(label)",
                    strategy: strategy,
                    stickyKey: .user,
                    branches: branches(label, depth),
                    contextWindowFallback: branches("\(label)w", depth),
                    contentPolicyFallback: branches("\(label)p", depth)
                )
            }
            let allowed: Set<String> = round % 2 == 0 ? ["jp"] : ["jp", "eu"]
            let facts = TestFacts(allowedRegions: allowed, sticky: "caller \(round)")
            let plan = world.plan(route("x", 1), facts)
            let more = plan.steps.flatMap { step in
                FallbackKind.allCases.flatMap { world.plan($0, after: step, facts).steps }
            }
            for step in plan.steps + more {
                #expect(step.target.region.map(allowed.contains) == true)
                planned += 1
            }
            #expect(plan.isForbiddenByRegion == false || plan.isEmpty)
        }
        #expect(planned > 1000)
    }

    @Test("only regions in the way is a refusal; anything that may pass is not")
    func forbidden() {
        var world = PlanningWorld()
        let abroad = Branch(.target(target("us/m", region: "us")))
        let nowhere = Branch(.target(target("any/m")))
        let home = Branch(.target(target("jp/m", region: "jp", window: 1000)))
        let facts = TestFacts(allowedRegions: ["jp"])
        #expect(world.plan(ModelRoute(name: "chat", branches: [abroad, nowhere]), facts).isForbiddenByRegion)
        #expect(
            world.plan(ModelRoute(name: "chat", branches: [abroad]), TestFacts(allowedRegions: [])).isForbiddenByRegion
        )
        #expect(!world.plan(ModelRoute(name: "chat", branches: [abroad, home]), facts).isForbiddenByRegion)
        #expect(!world.plan(ModelRoute(name: "chat", branches: []), facts).isForbiddenByRegion)
        world.states["jp/m"] = TargetSnapshot(availability: .breakerOpen(until: .zero + .seconds(3)))
        let waiting = world.plan(ModelRoute(name: "chat", branches: [abroad, home]), facts)
        #expect(waiting.isEmpty && !waiting.isForbiddenByRegion && waiting.waitHint(.zero) == .seconds(3))
        let long = TestFacts(estimatedInputTokens: 5000, allowedRegions: ["jp"])
        let tooLong = world.plan(ModelRoute(name: "chat", branches: [abroad, home]), long)
        #expect(tooLong.isTooLong && !tooLong.isForbiddenByRegion)
    }

    @Test("without a rule regions do not matter")
    func noRule() {
        var world = PlanningWorld()
        let route = ModelRoute(
            name: "chat",
            branches: [Branch(.target(target("us/m", region: "us"))), branch("any/m")]
        )
        #expect(world.plan(route).names == ["us/m", "any/m"])
        #expect(target("any/m").isAllowed(in: nil) && !target("any/m").isAllowed(in: ["jp"]))
    }
}
