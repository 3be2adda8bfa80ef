import Alerting
import Governance
import JSONText
import Testing

@Suite("What people are told of, and when")
struct AlertEngineTests {
    private static let rule = AlertRule(
        "errors",
        .errorRate,
        threshold: 0.05,
        clear: 0.03,
        window: 300,
        holding: 60,
        leastSamples: 20,
        severity: .critical
    )
    private static let pace = AlertPace(reminder: 3600, cooldown: 900, patience: 300)

    private struct Desk {
        var engine = AlertEngine()
        var rules = [AlertEngineTests.rule]

        mutating func see(_ value: Double?, at seconds: Int64, samples: Double = 100) -> [AlertChange] {
            let observations = value.map { [AlertObservation(.errorRate, value: $0, samples: samples, window: 300)] }
            return engine.evaluate(
                observations ?? [],
                rules: rules,
                pace: AlertEngineTests.pace,
                at: WallTime(seconds: 1_000_000 + seconds)
            )
        }
    }

    @Test("A value that is bad for long enough is told of once, and once when it is over")
    func raisesAndClears() throws {
        var desk = Desk()
        #expect(desk.see(0.06, at: 0).isEmpty)
        #expect(desk.engine.standing.map(\.phase) == [.pending])
        #expect(desk.see(0.07, at: 45).isEmpty)
        let raised = try #require(desk.see(0.08, at: 60).first)
        #expect(raised.kind == .raised && raised.value == 0.08 && raised.since.seconds == 1_000_000)
        #expect(desk.see(0.2, at: 75).isEmpty)
        let cleared = try #require(desk.see(0.01, at: 90).first)
        #expect(cleared.kind == .cleared && cleared.ending == .recovered && cleared.value == 0.01)
        #expect(cleared.occurrence == raised.occurrence)
        #expect(desk.engine.standing.isEmpty)
    }

    @Test("A value between threshold and clear level changes nothing")
    func keepsBetweenTheLevels() {
        var desk = Desk()
        #expect(desk.see(0.04, at: 0).isEmpty && desk.engine.standing.isEmpty)
        _ = desk.see(0.06, at: 10)
        _ = desk.see(0.06, at: 70)
        #expect(desk.engine.standing.map(\.isTold) == [true])
        #expect(desk.see(0.04, at: 80).isEmpty)
        #expect(desk.engine.standing.map(\.isTold) == [true])
        #expect(desk.see(0.03, at: 90).map(\.kind) == [.cleared])
    }

    @Test("A peak that is shorter than the holding time is not told of")
    func ignoresPeaks() {
        var desk = Desk()
        for second in stride(from: Int64(0), to: 1200, by: 60) {
            #expect(desk.see(0.5, at: second).isEmpty)
            #expect(desk.see(0.01, at: second + 45).isEmpty)
        }
    }

    @Test("What comes back within the cooldown is told of only if it lasts beyond")
    func ridesOutFlapping() {
        var desk = Desk()
        _ = desk.see(0.5, at: 0)
        #expect(desk.see(0.5, at: 60).map(\.kind) == [.raised])
        #expect(desk.see(0, at: 75).map(\.kind) == [.cleared])
        _ = desk.see(0.5, at: 100)
        #expect(desk.see(0.5, at: 200).isEmpty)
        #expect(desk.engine.standing.map(\.phase) == [.firing(isTold: false)])
        #expect(desk.see(0, at: 250).isEmpty)
        _ = desk.see(0.5, at: 300)
        #expect(desk.see(0.5, at: 959).isEmpty)
        #expect(desk.see(0.5, at: 75 + 900).map(\.kind) == [.raised])
    }

    @Test("What goes on is told of again after the reminder's time")
    func reminds() {
        var desk = Desk()
        _ = desk.see(0.5, at: 0)
        _ = desk.see(0.5, at: 60)
        #expect(desk.see(0.5, at: 3600).isEmpty)
        #expect(desk.see(0.5, at: 3660).map(\.kind) == [.still])
        #expect(desk.see(0.5, at: 3700).isEmpty)
        #expect(desk.see(0.5, at: 7260).map(\.kind) == [.still])
    }

    @Test(
        "Too few calls, or none, end what has not been told of at once, and what has been after a while",
        arguments: [true, false]
    )
    func endsWithoutValues(areFew: Bool) {
        var desk = Desk()
        _ = desk.see(0.5, at: 0)
        _ = areFew ? desk.see(0.5, at: 30, samples: 19) : desk.see(nil, at: 30)
        #expect(desk.engine.standing.isEmpty)
        _ = desk.see(0.5, at: 60)
        #expect(desk.see(0.5, at: 120).map(\.kind) == [.raised])
        #expect((areFew ? desk.see(0, at: 419, samples: 1) : desk.see(nil, at: 419)).isEmpty)
        let ended = areFew ? desk.see(0, at: 420, samples: 1) : desk.see(nil, at: 420)
        #expect(ended.map(\.ending) == [.missing])
    }

    @Test("A rule that goes takes back what it said")
    func takesBack() {
        var desk = Desk()
        _ = desk.see(0.5, at: 0)
        _ = desk.see(0.5, at: 60)
        desk.rules[0].isEnabled = false
        #expect(desk.see(0.5, at: 75).map(\.ending) == [.unwatched])
        #expect(desk.see(0.5, at: 90).isEmpty)
    }

    @Test("Nothing is told twice over a restart, whenever it comes")
    func survivesRestarts() throws {
        let values: [Double] = [0.5, 0.5, 0.5, 0.5, 0.01, 0.5, 0.5, 0.5, 0, 0.5]
        var whole = Desk()
        var expected: [AlertChange] = []
        for (index, value) in values.enumerated() { expected += whole.see(value, at: Int64(index) * 40) }
        #expect(expected.count >= 2)
        for restart in values.indices {
            var desk = Desk()
            var told: [AlertChange] = []
            for (index, value) in values.enumerated() {
                if index == restart {
                    desk.engine = AlertEngine(restoring: try JSONValue(parsing: desk.engine.json.text))
                }
                told += desk.see(value, at: Int64(index) * 40)
            }
            #expect(told == expected, "restart before value \(restart)")
        }
    }

    @Test("What cannot be read of a state is left out", arguments: ["{}", "[]", #"{"states":[1,{"rule":"a"}]}"#])
    func restoresRubbish(_ text: String) throws {
        #expect(AlertEngine(restoring: try JSONValue(parsing: text)).standing.isEmpty)
    }

    @Test(
        "Whatever comes, each thing is raised, goes on and is cleared in that order, and never twice within the cooldown"
    )
    func keepsTheOrder() {
        var numbers = SystemRandomNumberGenerator()
        for _ in 0..<200 {
            var desk = Desk()
            var isTold = false
            var last: Int64 = .min
            var now: Int64 = 0
            for _ in 0..<300 {
                now += Int64.random(in: 1...120, using: &numbers)
                let value = Bool.random(using: &numbers) ? Double.random(in: 0...0.1, using: &numbers) : nil
                if Int.random(in: 0..<40, using: &numbers) == 0 {
                    desk.engine = AlertEngine(restoring: desk.engine.json)
                }
                for change in desk.see(value, at: now, samples: Double.random(in: 10...60, using: &numbers)) {
                    switch change.kind {
                    case .raised:
                        #expect(!isTold && (last == .min || now - last >= 900))
                        isTold = true
                        last = now
                    case .still:
                        #expect(isTold && now - last >= 3600)
                        last = now
                    case .cleared:
                        #expect(isTold)
                        isTold = false
                    }
                }
            }
        }
    }

    @Test("More things than there is room for are counted, not kept")
    func isBounded() {
        var engine = AlertEngine()
        let observations = (0..<AlertEngine.capacity + 50).map {
            AlertObservation(.providerDown, AlertSubject(.provider, "p\($0)"), value: 1)
        }
        let rule = AlertRule("down", .providerDown, threshold: 0)
        let told = engine.evaluate(observations, rules: [rule], pace: Self.pace, at: WallTime(seconds: 0))
        #expect(told.count == AlertEngine.capacity && engine.dropped == 50)
    }

    @Test("Every signal has a rule from the start, and every rule is sound")
    func standardRules() {
        #expect(Set(AlertRule.standard.map(\.signal)) == Set(AlertSignal.allCases))
        #expect(Set(AlertRule.standard.map(\.name)).count == AlertRule.standard.count)
        #expect(AlertRule.standard.allSatisfy { $0.isSound && $0.isEnabled })
    }
}
