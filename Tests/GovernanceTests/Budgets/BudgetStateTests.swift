import Governance
import Pricing
import Testing

@Suite struct BudgetStateTests {
    private static func policy(_ alignment: BudgetPolicy.Alignment) -> BudgetPolicy {
        BudgetPolicy(
            name: "b",
            amount: .money(.cents(100)),
            period: .day,
            alignment: alignment,
            timeZone: "Asia/Tokyo",
            alertsAt: [500, 800]
        )
    }

    @Test(arguments: [BudgetPolicy.Alignment.calendar, .rolling])
    func aRestartGoesOnExactly(alignment: BudgetPolicy.Alignment) throws {
        let policy = Self.policy(alignment)
        let before = try MeterBench(budgets: [policy])
        _ = before.spend(.cents(30))
        before.wall.seconds += 5000
        #expect(before.spend(.cents(25)) == [.threshold(500)])
        let unknown = try #require(
            before.admit(AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: nil)).reservation
        )
        before.settle(unknown, input: 1, output: 1, cost: nil)
        let until = WallTime(seconds: before.wall.seconds + 7200)
        try before.meters.budgets[0].raise(
            BudgetRaise(extra: .money(.cents(20)), until: until, reason: "r", by: "u"),
            at: before.wall
        )
        let open = try #require(
            before.admit(AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .cents(9))).reservation
        )
        let state = before.meters.budgets[0].state(at: before.wall)
        open.cancel()

        let after = try MeterBench(budgets: [policy], state: state)
        after.wall = before.wall
        #expect(after.meters.budgets[0].state(at: after.wall) == state)
        #expect(after.budget == before.budget)
        #expect(after.budget.spent == .money(.cents(55)))
        #expect(after.budget.amount == .money(.cents(120)))
        #expect(after.budget.unpriced == 1)
        // 55 of 120 are less than half, so the raise has armed the first alert again; both meters say the same.
        for cents in [4, 1, 35, 1, 24] {
            #expect(after.spend(.cents(cents)) == before.spend(.cents(cents)))
        }
        after.wall.seconds += 7200
        #expect(after.budget.amount == .money(.cents(100)))
    }

    @Test func aStateOfAnotherPeriodIsOver() throws {
        let bench = try MeterBench(budgets: [Self.policy(.calendar)])
        _ = bench.spend(.cents(90))
        let state = bench.meters.budgets[0].state(at: bench.wall)
        bench.wall.seconds += 86_400
        let meter = try BudgetMeter(
            scope: .team("dev"),
            policy: Self.policy(.calendar),
            state: state,
            at: bench.wall
        )
        #expect(meter.reading(at: bench.wall).spent == .money(.zero))
        #expect(meter.state(at: bench.wall).raised.isEmpty)
    }

    @Test func aStateOfAnotherUnitIsNotTaken() throws {
        let bench = try MeterBench(budgets: [Self.policy(.calendar)])
        var state = bench.meters.budgets[0].state(at: bench.wall)
        state.spent = .tokens(99)
        let meter = try BudgetMeter(
            scope: .team("dev"),
            policy: Self.policy(.calendar),
            state: state,
            at: bench.wall
        )
        #expect(meter.reading(at: bench.wall).spent == .money(.zero))
    }

    @Test func aRollingStateLosesWhatIsTooOld() throws {
        let bench = try MeterBench(budgets: [Self.policy(.rolling)])
        _ = bench.spend(.cents(30))
        bench.wall.seconds += 43_200
        _ = bench.spend(.cents(40))
        let state = bench.meters.budgets[0].state(at: bench.wall)
        #expect(state.stretches.map(\.spent) == [.money(.cents(30)), .money(.cents(40))])
        bench.wall.seconds += 43_200 + 900
        let meter = try BudgetMeter(
            scope: .team("dev"),
            policy: Self.policy(.rolling),
            state: state,
            at: bench.wall
        )
        #expect(meter.reading(at: bench.wall).spent == .money(.cents(40)))
    }
}
