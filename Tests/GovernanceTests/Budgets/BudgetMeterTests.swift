import Governance
import Pricing
import Routing
import Testing

@Suite struct BudgetMeterTests {
    private static func budget(
        _ amount: BudgetPolicy.Amount = .money(.cents(100)),
        per period: BudgetPolicy.Period = .month,
        in timeZone: String = "UTC",
        action: BudgetPolicy.Action = .block,
        unknownCost: BudgetPolicy.UnknownCost = .assume(.zero)
    ) -> BudgetPolicy {
        BudgetPolicy(
            name: "b",
            amount: amount,
            period: period,
            timeZone: timeZone,
            action: action,
            unknownCost: unknownCost
        )
    }

    private static func estimate(_ cents: Int) -> AdmissionEstimate {
        AdmissionEstimate(inputTokens: 10, outputTokens: 20, cost: .cents(cents))
    }

    @Test func theWorstCaseIsHeldAndTheRealCostSpent() throws {
        let bench = try MeterBench(budgets: [Self.budget()])
        let reservation = try #require(bench.admit(Self.estimate(60)).reservation)
        #expect(bench.budget.reserved == .money(.cents(60)))
        #expect(bench.budget.spent == .money(.zero))
        #expect(bench.budget.remaining == .money(.cents(40)))
        bench.settle(reservation, input: 1, output: 1, cost: .cents(7))
        #expect(bench.budget.reserved == .money(.zero))
        #expect(bench.budget.spent == .money(.cents(7)))
    }

    @Test func aRequestPassesOnlyIfSpentHeldAndItsOwnWorstCaseFit() throws {
        let bench = try MeterBench(budgets: [Self.budget()])
        #expect(bench.spend(.cents(30)) != nil)
        let held = try #require(bench.admit(Self.estimate(40)).reservation)
        #expect(bench.admit(Self.estimate(31)).refusal?.reason == .held)
        let exact = try #require(bench.admit(Self.estimate(30)).reservation)
        #expect(bench.budget.remaining == .money(.zero))
        exact.cancel()
        held.cancel()
        #expect(bench.admit(Self.estimate(71)).refusal?.reason == .insufficient)
        #expect(bench.admit(Self.estimate(101)).refusal?.reason == .tooLarge)
        #expect(bench.spend(.cents(70)) != nil)
        #expect(bench.admit(Self.estimate(0)).refusal?.reason == .spent)
    }

    @Test func waitingHelpsUntilThePeriodEnds() throws {
        let bench = try MeterBench(budgets: [Self.budget(per: .month, in: "Asia/Tokyo")])
        #expect(bench.spend(.cents(100)) != nil)
        let refusal = try #require(bench.admit(Self.estimate(1)).refusal)
        #expect(refusal.kind == .budgetExceeded)
        // December begins in Tokyo at 2026-11-30 15:00 UTC, nine days and three hours after the bench's time.
        #expect(refusal.retryAfter == .seconds(9 * 86_400 + 3 * 3600))
        bench.wall.seconds += 9 * 86_400 + 3 * 3600 - 1
        #expect(bench.admit(Self.estimate(1)).refusal != nil)
        bench.wall.seconds += 1
        #expect(bench.spend(.cents(100)) != nil)
        #expect(bench.budget.spent == .money(.cents(100)))
        #expect(bench.admit(Self.estimate(1)).refusal != nil)
    }

    @Test func waitingDoesNotHelpWhereNothingBeginsAnew() throws {
        let bench = try MeterBench(budgets: [Self.budget(per: .total)])
        #expect(bench.spend(.cents(100)) != nil)
        bench.wall.seconds += 10_000_000_000
        let refusal = try #require(bench.admit(Self.estimate(1)).refusal)
        #expect(refusal.reason == .spent)
        #expect(refusal.retryAfter == nil)
    }

    @Test func whatIsHeldByOthersMayComeBackSoon() throws {
        let bench = try MeterBench(budgets: [Self.budget()])
        let held = try #require(bench.admit(Self.estimate(100)).reservation)
        let refusal = try #require(bench.admit(Self.estimate(1)).refusal)
        #expect(refusal.reason == .held)
        #expect(refusal.retryAfter == .seconds(1))
        held.cancel()
        #expect(bench.spend(.cents(1)) != nil)
    }

    @Test func zeroLetsNothingThrough() throws {
        let bench = try MeterBench(budgets: [Self.budget(.money(.zero))])
        let refusal = try #require(bench.admit(Self.estimate(0)).refusal)
        #expect(refusal.reason == .closed)
        #expect(refusal.retryAfter == nil)
    }

    @Test func tokensAreCountedLikeMoney() throws {
        let bench = try MeterBench(budgets: [Self.budget(.tokens(100))])
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 30, outputTokens: 50, cost: nil)).reservation
        )
        #expect(bench.budget.reserved == .tokens(80))
        bench.settle(reservation, input: 30, output: 40, cost: nil)
        #expect(bench.budget.spent == .tokens(70))
        #expect(bench.budget.unpriced == 0)
        let larger = AdmissionEstimate(inputTokens: 31, outputTokens: 0, cost: .zero)
        #expect(bench.admit(larger).refusal?.reason == .insufficient)
    }

    @Test func aRequestThatCostsMoreOverspendsByTheDifferenceAlone() throws {
        let bench = try MeterBench(budgets: [Self.budget()])
        #expect(bench.spend(.cents(95)) != nil)
        let reservation = try #require(bench.admit(Self.estimate(5)).reservation)
        bench.settle(reservation, input: 1, output: 1, cost: .cents(8))
        #expect(bench.budget.spent == .money(.cents(103)))
        #expect(bench.budget.remaining == .money(.zero))
        #expect(bench.admit(Self.estimate(0)).refusal?.reason == .spent)
    }

    @Test func theCostBelongsToThePeriodOfTheAdmission() throws {
        let bench = try MeterBench(budgets: [Self.budget(per: .day)])
        let early = try #require(bench.admit(Self.estimate(80)).reservation)
        bench.wall.seconds += 43_200
        // A new day: what yesterday holds does not bind it.
        let late = try #require(bench.admit(Self.estimate(100)).reservation)
        bench.settle(early, input: 1, output: 1, cost: .cents(70))
        #expect(bench.budget.spent == .money(.zero))
        #expect(bench.budget.reserved == .money(.cents(100)))
        bench.settle(late, input: 1, output: 1, cost: .cents(30))
        #expect(bench.budget.spent == .money(.cents(30)))
        #expect(bench.budget.reserved == .money(.zero))
    }

    @Test func aRequestThatOutlivesTwoPeriodsHarmsNone() throws {
        let bench = try MeterBench(budgets: [Self.budget(per: .day)])
        let reservation = try #require(bench.admit(Self.estimate(80)).reservation)
        for _ in 0..<3 {
            bench.wall.seconds += 86_400
            #expect(bench.spend(.cents(1)) != nil)
        }
        bench.settle(reservation, input: 1, output: 1, cost: .cents(80))
        #expect(bench.budget.reserved == .money(.zero))
        #expect(bench.budget.spent == .money(.cents(1)))
    }

    @Test func aClockPutBackBringsNoPeriodBack() throws {
        let bench = try MeterBench(budgets: [Self.budget(per: .day)])
        bench.wall.seconds += 43_200
        #expect(bench.spend(.cents(100)) != nil)
        bench.wall.seconds -= 86_400
        #expect(bench.admit(Self.estimate(1)).refusal?.reason == .spent)
    }

    @Test func warningLetsEverythingThrough() throws {
        let bench = try MeterBench(budgets: [Self.budget(action: .warn)])
        #expect(bench.spend(.cents(60)) == [])
        #expect(bench.spend(.cents(60)) == [.exhausted])
        #expect(bench.spend(.cents(60)) == [])
        #expect(bench.budget.spent == .money(.cents(180)))
    }

    @Test func downgradingNamesTheModelAndLetsItThroughThen() throws {
        let bench = try MeterBench(budgets: [Self.budget(action: .downgrade(to: "cheap"))])
        #expect(bench.spend(.cents(100)) != nil)
        guard case .downgrade(let model, let events) = bench.admit(Self.estimate(5)) else {
            Issue.record("not downgraded")
            return
        }
        #expect(model == "cheap")
        #expect(events.kinds == [.downgrading])
        #expect(bench.budget.reserved == .money(.zero))
        guard case .downgrade(_, let more) = bench.admit(Self.estimate(5)) else {
            Issue.record("not downgraded")
            return
        }
        #expect(more.isEmpty)
        let reservation = try #require(bench.admit(Self.estimate(1), isDowngraded: true).reservation)
        bench.settle(reservation, input: 1, output: 1, cost: .cents(1))
        #expect(bench.budget.spent == .money(.cents(101)))
    }

    @Test func aBlockingBudgetHoldsForTheCheaperModelToo() throws {
        let bench = try MeterBench(budgets: [
            Self.budget(action: .downgrade(to: "cheap")),
            BudgetPolicy(name: "end", amount: .money(.cents(101)), period: .month),
        ])
        #expect(bench.spend(.cents(100)) != nil)
        #expect(bench.admit(Self.estimate(2), isDowngraded: true).refusal?.reason == .insufficient)
        #expect(bench.meters.budgets[0].reading(at: bench.wall).reserved == .money(.zero))
    }

    @Test func unknownCostsAreAssumedAndCounted() throws {
        let bench = try MeterBench(budgets: [Self.budget(unknownCost: .assume(.cents(10)))])
        let unknown = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: nil)
        let first = try #require(bench.admit(unknown).reservation)
        #expect(bench.budget.reserved == .money(.cents(10)))
        #expect(bench.settle(first, input: 1, output: 1, cost: nil) == [.unpriced])
        let second = try #require(bench.admit(unknown).reservation)
        #expect(bench.settle(second, input: 1, output: 1, cost: nil) == [])
        #expect(bench.budget.spent == .money(.cents(20)))
        #expect(bench.budget.unpriced == 2)
        let third = try #require(bench.admit(unknown).reservation)
        third.cancel()
        #expect(bench.budget.unpriced == 2)
    }

    @Test func unknownCostsAreFlaggedAlsoWhereTheyCountNothing() throws {
        let bench = try MeterBench(budgets: [Self.budget()])
        let unknown = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: nil)
        let reservation = try #require(bench.admit(unknown).reservation)
        #expect(bench.settle(reservation, input: 1, output: 1, cost: nil) == [.unpriced])
        #expect(bench.budget.unpriced == 1)
    }

    @Test func aCostThatIsNotFoundAfterAllIsWhatWasHeld() throws {
        let bench = try MeterBench(budgets: [Self.budget()])
        let reservation = try #require(bench.admit(Self.estimate(40)).reservation)
        bench.settle(reservation, input: 1, output: 1, cost: nil)
        #expect(bench.budget.spent == .money(.cents(40)))
        #expect(bench.budget.unpriced == 1)
    }

    @Test func unknownCostsCanBeRefused() throws {
        let bench = try MeterBench(budgets: [Self.budget(unknownCost: .refuse)])
        let refusal = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: nil)).refusal
        )
        #expect(refusal.reason == .unknownPrice)
        #expect(refusal.retryAfter == nil)
        #expect(bench.spend(.cents(1)) != nil)
    }

    @Test func absurdCostsDoNotOverflow() throws {
        let bench = try MeterBench(budgets: [Self.budget(.money(Money(attos: .max)), per: .total, action: .warn)])
        let absurd = AdmissionEstimate(inputTokens: .max, outputTokens: .max, cost: Money(attos: .max))
        var reservations: [Reservation] = []
        for _ in 0..<1000 { reservations.append(try #require(bench.admit(absurd).reservation)) }
        for reservation in reservations {
            bench.settle(reservation, input: .max, output: .max, cost: Money(attos: .max))
        }
        #expect(bench.budget.reserved == .money(.zero))
        #expect(bench.spend(Money(attos: .min)) != nil)
    }

    @Test func chargesFromElsewhereCountInTheirPeriod() throws {
        let bench = try MeterBench(budgets: [Self.budget(per: .day)])
        let meter = bench.meters.budgets[0]
        #expect(meter.charge(.money(.cents(100)), admitted: bench.wall, at: bench.wall).kinds == [.exhausted])
        #expect(meter.charge(.tokens(5), admitted: bench.wall, at: bench.wall).isEmpty)
        let yesterday = WallTime(seconds: bench.wall.seconds - 86_400)
        _ = meter.charge(.money(.cents(100)), admitted: yesterday, at: bench.wall)
        #expect(bench.budget.spent == .money(.cents(100)))
        bench.wall.seconds += 86_400
        #expect(bench.budget.spent == .money(.zero))
    }

    @Test(arguments: [
        (BudgetPolicy(name: "b", amount: .tokens(-1), period: .day), PolicyProblem.negativeAmount),
        (
            BudgetPolicy(name: "b", amount: .tokens(1), period: .day, timeZone: "Asia/Atlantis"),
            .unknownTimeZone("Asia/Atlantis")
        ),
        (BudgetPolicy(name: "b", amount: .tokens(1), period: .day, alertsAt: [500, 0]), .alertOutOfRange(0)),
        (BudgetPolicy(name: "b", amount: .tokens(1), period: .day, alertsAt: [1001]), .alertOutOfRange(1001)),
        (BudgetPolicy(name: "b", amount: .tokens(1), period: .day, unknownCost: .assume(.cents(-1))), .negativeAmount),
    ])
    func whatCannotBeEnforcedIsRefused(policy: BudgetPolicy, problem: PolicyProblem) {
        #expect(throws: problem) { try policy.validate() }
        #expect(throws: problem) {
            try BudgetMeter(scope: .team("dev"), policy: policy, at: WallTime(seconds: 0))
        }
        #expect(!problem.message.isEmpty)
    }
}
