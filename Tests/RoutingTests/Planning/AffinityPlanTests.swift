import Routing
import Testing

@Suite("Plans for prompts whose beginning a target holds")
struct AffinityPlanTests {
    private func holder(_ provider: String, credential: String? = nil) -> PrefixHolder {
        PrefixHolder(TargetID(provider: provider, model: "m"), credential: credential)
    }

    private func plan(
        _ route: ModelRoute,
        _ holders: [PrefixHolder],
        in world: inout PlanningWorld,
        _ facts: TestFacts = TestFacts()
    ) -> Plan {
        Planner.plan(
            route: route,
            facts: facts,
            snapshot: { [states = world.states] in states[$0.id.description] ?? TargetSnapshot() },
            now: world.now,
            wallClock: world.wallClock,
            holders: holders,
            random: &world.random
        )
    }

    private static let choosing: [StrategyKind] = [.weighted, .roundRobin, .leastBusy, .leastLatency]

    @Test("begin with the holder, and keep the others behind it", arguments: choosing)
    func first(strategy: StrategyKind) {
        let route = ModelRoute(name: "r", strategy: strategy, branches: [branch("a/m"), branch("b/m"), branch("c/m")])
        var world = PlanningWorld()
        for _ in 0..<100 {
            let plan = plan(route, [holder("c")], in: &world)
            #expect(plan.names.first == "c/m")
            #expect(Set(plan.names) == ["a/m", "b/m", "c/m"])
            #expect(plan.steps.first?.reason.description == "holds the prompt's beginning")
        }
    }

    @Test(
        "leave strategies alone that say themselves who is first",
        arguments: [
            StrategyKind.fallback, .conditional, .leastCost, .sticky,
        ]
    )
    func fixed(strategy: StrategyKind) {
        let route = ModelRoute(
            name: "r",
            strategy: strategy,
            stickyKey: strategy == .sticky ? .user : nil,
            branches: [branch("a/m"), branch("b/m")]
        )
        var world = PlanningWorld()
        let facts = TestFacts(sticky: "me")
        let usual = world.plan(route, facts).names
        for name in ["a", "b"] { #expect(plan(route, [holder(name)], in: &world, facts).names == usual) }
    }

    @Test("pass over a holder that is not well, is coming back, has no weight, or too much to do")
    func bounds() {
        let route = ModelRoute(
            name: "r",
            strategy: .leastBusy,
            branches: [branch("a/m"), branch("b/m"), branch("z/m", 0)]
        )
        var world = PlanningWorld()
        world.states["a/m"] = TargetSnapshot(availability: .unhealthy)
        #expect(plan(route, [holder("a")], in: &world).names == ["b/m", "z/m"])
        world.states["a/m"] = TargetSnapshot(inFlight: 5, rampShare: 0.5)
        #expect(plan(route, [holder("a")], in: &world).names.first == "b/m")
        world.states["a/m"] = TargetSnapshot(inFlight: 8)
        #expect(plan(route, [holder("a")], in: &world).names.first == "a/m")
        world.states["a/m"] = TargetSnapshot(inFlight: 30)
        #expect(plan(route, [holder("a")], in: &world).names.first == "b/m")
        world.states["a/m"] = nil
        #expect(plan(route, [holder("z")], in: &world).names.last == "z/m")
    }

    @Test("take no turn from requests without a holder")
    func turns() {
        let route = ModelRoute(name: "r", strategy: .roundRobin, branches: [branch("a/m"), branch("b/m")])
        var world = PlanningWorld()
        var counts: [String: Int] = [:]
        for _ in 0..<50 {
            counts[plan(route, [], in: &world).names.first ?? "", default: 0] += 1
            _ = plan(route, [holder("a")], in: &world)
        }
        #expect(counts == ["a/m": 25, "b/m": 25])
    }

    @Test("keep the weights of requests without a holder")
    func weights() {
        let route = ModelRoute(name: "r", strategy: .weighted, branches: [branch("a/m", 3), branch("b/m", 1)])
        var world = PlanningWorld()
        var count = 0
        for _ in 0..<4000 {
            if plan(route, [], in: &world).names.first == "a/m" { count += 1 }
            _ = plan(route, [holder("b")], in: &world)
        }
        #expect(isPlausible(count, share: 0.75, of: 4000))
    }

    @Test("follow the holder into a model behind the model")
    func nested() {
        let inner = ModelRoute(name: "inner", strategy: .weighted, branches: [branch("a/m"), branch("b/m")])
        let ordered = ModelRoute(name: "ordered", strategy: .fallback, branches: [branch("c/m"), branch("d/m")])
        let route = ModelRoute(
            name: "r",
            strategy: .weighted,
            branches: [Branch(.route(inner)), Branch(.route(ordered)), branch("e/m")]
        )
        var world = PlanningWorld()
        for _ in 0..<50 {
            #expect(plan(route, [holder("b")], in: &world).names.first == "b/m")
            #expect(plan(route, [holder("c")], in: &world).names.first == "c/m")
        }
        // The second of a fixed order is nobody's first, so that going there would gain nothing.
        let firsts = Set((0..<200).map { _ in plan(route, [holder("d")], in: &world).names.first ?? "" })
        #expect(firsts.isSuperset(of: ["c/m", "e/m"]))
    }

    @Test("ask with the credential that holds it, as long as it may be used")
    func credentials() throws {
        let pool = CredentialPool([
            CredentialSettings(name: "1"), CredentialSettings(name: "2"), CredentialSettings(name: "3", weight: 0),
        ])
        let state = TargetState(id: TargetID(provider: "a", model: "m"), seed: 1)
        let now = Moment.zero + .seconds(1)
        func begin(preferring: Int?) -> TargetTicket? {
            guard case .admitted(let ticket) = state.tryBegin(credentials: pool, preferring: preferring, now: now)
            else {
                return nil
            }
            return ticket
        }
        for _ in 0..<50 { #expect(begin(preferring: 1)?.credential == 1) }
        // One without a weight is for when no other can be used; one that is not there is no wish.
        let weightless = Set((0..<50).compactMap { _ in begin(preferring: 2)?.credential })
        #expect(weightless == [0, 1])
        let absent = Set((0..<50).compactMap { _ in begin(preferring: 7)?.credential })
        #expect(absent == [0, 1])
        let ticket = try #require(begin(preferring: 1))
        state.finish(ticket, .failure(.status(429), retryAfter: .seconds(60)), duration: .seconds(1), now: now)
        for _ in 0..<20 { #expect(begin(preferring: 1)?.credential == 0) }
    }
}
