import Governance
import Pricing
import Testing

@Suite struct BudgetAlertTests {
    private static let policy = BudgetPolicy(
        name: "monthly",
        amount: .money(.cents(100)),
        period: .month,
        alertsAt: [500, 800]
    )

    @Test func eachThresholdIsRaisedOnceInAPeriod() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        #expect(bench.spend(.cents(49)) == [])
        #expect(bench.spend(.cents(1)) == [.threshold(500)])
        #expect(bench.spend(.cents(29)) == [])
        #expect(bench.spend(.cents(1)) == [.threshold(800)])
        #expect(bench.spend(.cents(19)) == [])
        #expect(bench.spend(.cents(1)) == [.exhausted])
        bench.wall.seconds += 31 * 86_400
        #expect(bench.spend(.cents(100)) == [.threshold(500), .threshold(800), .exhausted])
    }

    @Test func anEventTellsWhatHappened() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .cents(50))).reservation
        )
        let events = reservation.settle(usage: nil, cost: .cents(60), at: bench.now, wall: bench.wall)
        #expect(
            events == [
                .budget(
                    BudgetEvent(
                        scope: .team("dev"),
                        budget: "monthly",
                        kind: .threshold(500),
                        at: bench.wall,
                        spent: .money(.cents(60)),
                        amount: .money(.cents(100)),
                        // November 2026.
                        period: PeriodInterval(
                            start: WallTime(seconds: 1_793_491_200),
                            end: WallTime(seconds: 1_796_083_200)
                        )
                    )
                )
            ]
        )
    }

    @Test func whatEndsInTheNextPeriodRaisesTheAlertsOfItsOwn() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        let november = bench.budget.period
        let estimate = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .cents(60))
        let late = try #require(bench.admit(estimate).reservation)
        bench.wall.seconds += 15 * 86_400
        #expect(bench.spend(.cents(1)) == [])
        let events = late.settle(usage: nil, cost: .cents(60), at: bench.now, wall: bench.wall)
        guard case .budget(let event) = try #require(events.first) else { return }
        #expect(events.count == 1)
        #expect(event.kind == .threshold(500))
        #expect(event.period == november)
        #expect(event.spent == .money(.cents(60)))
        #expect(bench.budget.spent == .money(.cents(1)))
    }

    @Test func theFirstRefusalIsRaisedOnce() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        let tooMuch = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .cents(101))
        #expect(bench.admit(tooMuch).refusal?.events.kinds == [.refusing])
        #expect(bench.admit(tooMuch).refusal?.events.kinds == [])
        bench.wall.seconds += 31 * 86_400
        #expect(bench.admit(tooMuch).refusal?.events.kinds == [.refusing])
    }

    @Test func aRaiseLetsMoreThroughUntilItEnds() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        let meter = bench.meters.budgets[0]
        #expect(bench.spend(.cents(100)) == [.threshold(500), .threshold(800), .exhausted])
        #expect(bench.spend(.cents(1)) == nil)
        let until = WallTime(seconds: bench.wall.seconds + 3600)
        try meter.raise(
            BudgetRaise(extra: .money(.cents(50)), until: until, reason: "launch", by: "user_1"),
            at: bench.wall
        )
        #expect(bench.budget.amount == .money(.cents(150)))
        // 80 % of 150 are 120: that alert and the end are armed again, that at half is not.
        #expect(bench.spend(.cents(20)) == [.threshold(800)])
        #expect(bench.spend(.cents(30)) == [.exhausted])
        #expect(bench.spend(.cents(1)) == nil)
        bench.wall.seconds += 3599
        #expect(bench.budget.amount == .money(.cents(150)))
        bench.wall.seconds += 1
        #expect(bench.budget.amount == .money(.cents(100)))
        #expect(bench.budget.spent == .money(.cents(150)))
        #expect(meter.state(at: bench.wall).raises.isEmpty)
    }

    @Test func raisesAddUpAndEndEachAtItsTime() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        let meter = bench.meters.budgets[0]
        for hours in 1...3 as ClosedRange<Int64> {
            let until = WallTime(seconds: bench.wall.seconds + hours * 3600)
            try meter.raise(
                BudgetRaise(extra: .money(.cents(10)), until: until, reason: "r", by: "u"),
                at: bench.wall
            )
        }
        for expected in [130, 120, 110, 100] {
            #expect(bench.budget.amount == .money(.cents(expected)))
            bench.wall.seconds += 3600
        }
    }

    @Test func raisesThatDoNotFitAreRefused() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        let meter = bench.meters.budgets[0]
        let later = WallTime(seconds: bench.wall.seconds + 60)
        for (extra, until) in [
            (BudgetPolicy.Amount.tokens(5), later), (.money(.zero), later), (.money(.cents(-5)), later),
            (.money(.cents(5)), bench.wall),
        ] {
            #expect(throws: PolicyProblem.unfittingRaise) {
                try meter.raise(BudgetRaise(extra: extra, until: until, reason: "", by: ""), at: bench.wall)
            }
        }
        let raise = BudgetRaise(extra: .money(.cents(1)), until: later, reason: "", by: "")
        for _ in 0..<BudgetMeter.mostRaises { try meter.raise(raise, at: bench.wall) }
        #expect(throws: PolicyProblem.tooManyRaises) { try meter.raise(raise, at: bench.wall) }
        #expect(bench.budget.amount == .money(.cents(100 + BudgetMeter.mostRaises)))
    }

    @Test func aHigherAmountArmsAlertsAnew() throws {
        let bench = try MeterBench(budgets: [Self.policy])
        #expect(bench.spend(.cents(80)) == [.threshold(500), .threshold(800)])
        var policy = Self.policy
        policy.amount = .money(.cents(200))
        bench.meters.budgets[0].change(policy, at: bench.wall)
        #expect(bench.budget.spent == .money(.cents(80)))
        #expect(bench.spend(.cents(20)) == [.threshold(500)])
        #expect(bench.spend(.cents(60)) == [.threshold(800)])
    }

    @Test(arguments: [
        BudgetEvent.Kind.threshold(1), .threshold(1000), .exhausted, .refusing, .downgrading, .unpriced,
    ])
    func kindsHaveNamesThatAreReadAgain(kind: BudgetEvent.Kind) {
        #expect(BudgetEvent.Kind(name: kind.name) == kind)
    }

    @Test(arguments: ["", "threshold_", "threshold_0", "threshold_1001", "threshold_x", "other"])
    func otherNamesAreNone(name: String) { #expect(BudgetEvent.Kind(name: name) == nil) }
}
