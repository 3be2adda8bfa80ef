import Routing
import Testing

@Suite("Plans by latency")
struct LeastLatencyPlanTests {
    private func route(_ count: Int) -> ModelRoute {
        ModelRoute(name: "chat", strategy: .leastLatency, branches: (0..<count).map { branch("p\($0)/m") })
    }

    private func known(_ first: Double, _ perToken: Double = 0, inFlight: Int = 0) -> TargetSnapshot {
        TargetSnapshot(inFlight: inFlight, timeToFirstToken: first, timePerToken: perToken)
    }

    @Test("of two targets the faster has all but one request in a hundred, and the slower exactly that one")
    func two() {
        var world = PlanningWorld()
        world.states = ["p0/m": known(2), "p1/m": known(0.5)]
        let counts = world.leaders(route(2), requests: 10_100)
        #expect(counts["p0/m"] == 100)
        #expect(counts["p1/m"] == 10_000)
    }

    @Test("nobody starves: between two looks at a target lie no more requests than the bound", arguments: 2...8)
    func starvation(_ count: Int) {
        var world = PlanningWorld(random: PlanningRandom(seed: UInt64(count)))
        for index in 0..<count { world.states["p\(index)/m"] = known(0.1 * Double(index + 1)) }
        let route = route(count)
        // Several may be due at once; they take turns.
        let bound = 50 * count + count
        var last = Array(repeating: 0, count: count)
        var worst = 0
        var longest = 0
        let requests = 20_000
        for request in 1...requests {
            let index = Int(world.plan(route).names[0].dropFirst().dropLast(2)) ?? 0
            longest = max(longest, request - last[index])
            last[index] = request
            if index == count - 1 { worst += 1 }
        }
        #expect(longest <= bound)
        #expect(last.allSatisfy { requests - $0 <= bound })
        #expect(worst <= requests / 50, "and looks at the worst one are rare")
    }

    @Test("a slow target that recovers gets its traffic back")
    func recovery() {
        var world = PlanningWorld()
        let route = route(3)
        // Each target's true latency; what is known of it moves a third of the way with every request it is first for.
        var truth = [0.3, 0.3, 6.0]
        var known: [Double?] = [nil, nil, nil]
        func run(_ requests: Int) -> [Int] {
            var counts = [0, 0, 0]
            for _ in 0..<requests {
                for index in known.indices {
                    world.states["p\(index)/m"] = TargetSnapshot(timeToFirstToken: known[index], timePerToken: 0)
                }
                let index = Int(world.plan(route).names[0].dropFirst().dropLast(2)) ?? 0
                known[index] = known[index].map { $0 + (truth[index] - $0) / 3 } ?? truth[index]
                counts[index] += 1
            }
            return counts
        }
        let slow = run(3000)
        #expect(slow[2] >= 15 && slow[2] <= 60, "while slow it is looked at and no more: \(slow)")
        truth[2] = 0.2
        _ = run(3000)
        let recovered = run(3000)
        #expect(recovered[2] > 1800, "the fastest of three wins two of three pairs: \(recovered)")
    }

    @Test("output tokens count as far as answers usually go")
    func perToken() {
        var world = PlanningWorld()
        // 0.2 s and 50 ms a token against 2 s and 1 ms a token.
        world.states = ["p0/m": known(0.2, 0.05), "p1/m": known(2, 0.001)]
        #expect(world.plan(route(2), TestFacts(maxOutputTokens: 10)).names[0] == "p0/m")
        #expect(world.plan(route(2), TestFacts(maxOutputTokens: 100)).names[0] == "p1/m")
        #expect(world.plan(route(2)).names[0] == "p1/m")
        #expect(world.plan(route(2), TestFacts(maxOutputTokens: -5)).names[0] == "p0/m")
        guard
            case .expectedSeconds(let seconds)? = world.plan(route(2), TestFacts(maxOutputTokens: 1_000_000)).steps
                .first?.reason
        else {
            Issue.record("no expectation")
            return
        }
        #expect(abs(seconds - 2.3) < 1e-9)
    }

    @Test("an unknown target is tried by one request at a time, and by a bounded share of them")
    func exploration() {
        var world = PlanningWorld()
        world.states = ["p0/m": known(0.1)]
        let route = route(2)
        let idle = world.leaders(route, requests: 4000)
        #expect(isPlausible(idle["p1/m"], share: 0.25, of: 4000))
        world.states["p1/m"] = TargetSnapshot(inFlight: 1)
        let busy = world.leaders(route, requests: 4000)
        #expect((busy["p1/m"] ?? 0) <= 40, "but for the look that everybody is due")
    }

    @Test("when nothing is known of anybody the least busy goes first")
    func allUnknown() {
        var world = PlanningWorld()
        let route = route(4)
        var inFlight = [0, 0, 0, 0]
        for _ in 0..<40 {
            for index in inFlight.indices { world.states["p\(index)/m"] = TargetSnapshot(inFlight: inFlight[index]) }
            inFlight[Int(world.plan(route).names[0].dropFirst().dropLast(2)) ?? 0] += 1
        }
        #expect(inFlight == [10, 10, 10, 10])
    }

    @Test("about equally fast targets share by load; a clearly slower one does not win by being idle")
    func ties() {
        var world = PlanningWorld()
        world.states = ["p0/m": known(1, inFlight: 5), "p1/m": known(1.05)]
        #expect(world.plan(route(2)).names[0] == "p1/m")
        world.states["p1/m"] = known(1.2)
        #expect(world.plan(route(2)).names[0] == "p0/m")
    }

    @Test("who stands behind the first is sorted by expectation, unknown ones last")
    func rest() {
        var world = PlanningWorld()
        world.states = ["p0/m": known(3), "p1/m": known(1), "p2/m": TargetSnapshot(inFlight: 1), "p3/m": known(2)]
        let route = route(4)
        for _ in 0..<50 {
            let names = world.plan(route).names
            #expect(Array(names.dropFirst()) == ["p1/m", "p3/m", "p0/m", "p2/m"].filter { $0 != names[0] })
        }
    }

    @Test("a target that has just come back looks slower by the share it has")
    func rampUp() {
        var world = PlanningWorld()
        world.states = ["p0/m": known(1), "p1/m": known(2)]
        world.states["p0/m"]?.rampShare = 0.1
        #expect(world.plan(route(2)).names[0] == "p1/m")
        world.states["p0/m"]?.rampShare = 0.9
        #expect(world.plan(route(2)).names[0] == "p0/m")
    }
}
