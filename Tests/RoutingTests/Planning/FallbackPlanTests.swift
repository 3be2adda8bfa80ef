import Routing
import Testing

@Suite("Plans in the configuration's order")
struct FallbackPlanTests {
    let route = ModelRoute(name: "chat", branches: [branch("a/m"), branch("b/m"), branch("c/m")])

    @Test("the order is the configuration's")
    func order() {
        var world = PlanningWorld()
        let plan = world.plan(route)
        #expect(plan.names == ["a/m", "b/m", "c/m"])
        #expect(plan.skipped.isEmpty)
        #expect(!plan.isEmpty && !plan.isForbiddenByRegion && !plan.isTooLong && plan.waitHint(.zero) == nil)
    }

    @Test(
        "a target that cannot be asked is left out, with the reason",
        arguments: [
            TargetSnapshot.Availability.breakerOpen(until: Moment(nanoseconds: 1)),
            .coolingDown(until: Moment(nanoseconds: 1)), .ejected(until: Moment(nanoseconds: 1)), .unhealthy, .full,
            .noCredential(until: nil),
        ]
    )
    func unavailable(_ availability: TargetSnapshot.Availability) {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(availability: availability)
        let plan = world.plan(route)
        #expect(plan.names == ["b/m", "c/m"])
        #expect(plan.skippedNames == ["a/m"])
        guard case .unavailable(availability)? = plan.skipped.first?.reason else {
            Issue.record("the reason is \(plan.skipped)")
            return
        }
    }

    @Test("a break that is over by now does not count, whatever the snapshot says")
    func staleSnapshot() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(availability: .breakerOpen(until: .zero + .seconds(5)))
        world.now = .zero + .seconds(4)
        #expect(world.plan(route).names.first == "b/m")
        world.now = .zero + .seconds(5)
        #expect(world.plan(route).names.first == "a/m")
    }

    @Test("with nobody left the plan says the shortest wait")
    func waitHint() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(availability: .breakerOpen(until: .zero + .seconds(9)))
        world.states["b/m"] = TargetSnapshot(availability: .coolingDown(until: .zero + .seconds(4)))
        world.states["c/m"] = TargetSnapshot(availability: .full)
        let plan = world.plan(route)
        #expect(plan.isEmpty && !plan.isForbiddenByRegion && !plan.isTooLong)
        #expect(plan.waitHint(.zero + .seconds(1)) == .seconds(3))
        #expect(plan.waitHint(.zero + .seconds(6)) == .zero)
    }

    @Test("a target that has just come back is first for its share of requests, and else behind its siblings")
    func rampUp() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(rampShare: 0.2)
        let trials = 5000
        var first = 0
        for _ in 0..<trials {
            let names = world.plan(route).names
            #expect(names == ["a/m", "b/m", "c/m"] || names == ["b/m", "c/m", "a/m"])
            if names[0] == "a/m" { first += 1 }
        }
        #expect(isPlausible(first, share: 0.2, of: trials))
    }

    @Test("a single target that has just come back is asked")
    func singleRampUp() {
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(rampShare: 0)
        #expect(world.plan(ModelRoute(name: "one", branches: [branch("a/m")])).names == ["a/m"])
    }

    @Test("a target that is reached twice stands once, under its own name, whatever object it is")
    func duplicates() {
        var world = PlanningWorld()
        let inner = ModelRoute(name: "inner", branches: [branch("b/m"), branch("a/m"), branch("d/m")])
        let route = ModelRoute(name: "chat", branches: [branch("a/m"), Branch(.route(inner)), branch("b/m")])
        let plan = world.plan(route)
        #expect(plan.names == ["a/m", "b/m", "d/m"])
        #expect(plan.skippedNames == ["a/m", "b/m"])
        for strategy in StrategyKind.allCases where strategy != .fallback {
            let twice = ModelRoute(name: "twice", strategy: strategy, branches: [branch("a/m"), branch("a/m", 2)])
            #expect(world.plan(twice).names == ["a/m"])
            #expect(world.plan(twice).skippedNames == ["a/m"])
        }
    }

    @Test("a fallback plan asks the request nothing but its regions")
    func laziness() {
        struct Silent: RequestFacts {
            var model: String { fail("") }
            var keyName: String? { fail(nil) }
            var teamName: String? { fail(nil) }
            var estimatedInputTokens: Int { fail(0) }
            var maxOutputTokens: Int? { fail(nil) }
            var allowedRegions: Set<String>? { nil }
            func header(_ name: String) -> String? { fail(nil) }
            func parameter(_ path: String) -> FactValue { fail(.absent) }
            func metadata(_ name: String) -> FactValue { fail(.absent) }
            func stickyHash(_ key: StickyKey) -> UInt64? { fail(nil) }
            private func fail<Value>(_ value: Value) -> Value {
                Issue.record("was asked")
                return value
            }
        }
        var random = PlanningRandom(seed: 1)
        let before = random
        for strategy in [StrategyKind.fallback, .weighted, .roundRobin, .leastBusy] {
            let route = ModelRoute(name: "one", strategy: strategy, branches: [branch("a/m")])
            let plan = Planner.plan(
                route: route,
                facts: Silent(),
                snapshot: { _ in TargetSnapshot() },
                now: .zero,
                wallClock: 0,
                random: &random
            )
            #expect(plan.names == ["a/m"])
            if strategy == .fallback {
                var same = before
                var after = random
                #expect(same.next() == after.next(), "and asks chance for nothing")
            }
        }
    }

    @Test("every decision is explained")
    func explanation() {
        var world = PlanningWorld()
        world.states["b/m"] = TargetSnapshot(availability: .coolingDown(until: .zero + .milliseconds(2500)))
        let gold = Condition.comparison(.header("x-tier"), .equals(.string("gold")))
        let inner = ModelRoute(name: "fast", strategy: .weighted, branches: [branch("c/m", 3)])
        let route = ModelRoute(
            name: "chat",
            branches: [branch("a/m", when: gold), branch("b/m"), Branch(.route(inner)), branch("d/m")]
        )
        #expect(
            world.plan(route).explanation == [
                "1. c/m (chat: number 3 in order; fast: drawn with weight 3 of 3)",
                "2. d/m (chat: number 4 in order)",
                "skipped a/m: condition does not hold: header x-tier eq \"gold\"",
                "skipped b/m: it asked to be left alone (for 2.5 s more)",
            ]
        )
        #expect(world.plan(ModelRoute(name: "none", branches: [])).explanation == ["nobody to ask"])
    }
}
