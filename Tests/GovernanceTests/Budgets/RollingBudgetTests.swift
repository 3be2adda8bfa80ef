import Governance
import Pricing
import Testing

@Suite struct RollingBudgetTests {
    private static func policy(_ period: BudgetPolicy.Period, tokens: Int = 1000) -> BudgetPolicy {
        BudgetPolicy(name: "r", amount: .tokens(tokens), period: period, alignment: .rolling, alertsAt: [500])
    }

    private struct Grain: Sendable {
        var period: BudgetPolicy.Period
        var length: Int64
        var stretch: Int64
    }

    private static let grains = [
        Grain(period: .day, length: 86_400, stretch: 900), Grain(period: .week, length: 604_800, stretch: 3600),
        Grain(period: .month, length: 2_592_000, stretch: 21_600),
        Grain(period: .quarter, length: 7_776_000, stretch: 86_400),
        Grain(period: .year, length: 31_536_000, stretch: 86_400),
    ]

    @Test(arguments: [0, 1, 2, 3, 4]) func neverMoreInAnyStretchOfTheLengthAndNeverMuchLess(index: Int) throws {
        let grain = Self.grains[index]
        let bench = try MeterBench(budgets: [Self.policy(grain.period)])
        var random = HistoryGenerator(seed: UInt64(index) + 5)
        var log: [(at: Int64, tokens: Int)] = []
        func total(_ length: Int64, at now: Int64) -> Int {
            log.reduce(0) { $0 + ($1.at > now - length ? $1.tokens : 0) }
        }
        var refusals = 0
        for _ in 0..<800 {
            bench.wall.seconds += Int64.random(in: 0...grain.length / 60, using: &random)
            let tokens = Int.random(in: 1...60, using: &random)
            let estimate = AdmissionEstimate(inputTokens: tokens, outputTokens: 0, cost: nil)
            let exact = total(grain.length, at: bench.wall.seconds)
            let late = total(grain.length + grain.stretch, at: bench.wall.seconds)
            guard case .tokens(let spent) = bench.budget.spent else { return }
            #expect(spent >= exact && spent <= late)
            guard let reservation = bench.admit(estimate).reservation else {
                refusals += 1
                #expect(late + tokens > 1000)
                continue
            }
            #expect(exact + tokens <= 1000)
            bench.settle(reservation, input: tokens, output: 0, cost: nil)
            log.append((bench.wall.seconds, tokens))
        }
        #expect(refusals > 30)
    }

    @Test func retryAfterIsWhenEnoughHasGone() throws {
        let bench = try MeterBench(budgets: [Self.policy(.day, tokens: 2)])
        #expect(bench.spend(.zero) != nil)
        bench.wall.seconds += 7200
        let refusal = try #require(bench.admit().refusal)
        // 12:00 is the beginning of its quarter of an hour, which has gone whole at 12:15 of the next day.
        #expect(refusal.retryAfter == .seconds(86_400 + 900 - 7200))
        bench.wall.seconds += 86_400 + 900 - 7200 - 1
        #expect(bench.admit().refusal != nil)
        bench.wall.seconds += 1
        #expect(bench.spend(.zero) != nil)
    }

    @Test func aRequestCountsFromItsAdmission() throws {
        let bench = try MeterBench(budgets: [Self.policy(.day)])
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 400, outputTokens: 0, cost: nil)).reservation
        )
        bench.wall.seconds += 3600
        _ = bench.spend(.zero)
        bench.settle(reservation, input: 400, output: 0, cost: nil)
        #expect(bench.budget.spent == .tokens(402))
        bench.wall.seconds += 86_400 + 900 - 3600
        #expect(bench.budget.spent == .tokens(2))
        bench.wall.seconds += 3600
        #expect(bench.budget.spent == .tokens(0))
    }

    @Test func anAlertComesAgainWhenItsCauseHadGoneForAPeriod() throws {
        let bench = try MeterBench(budgets: [Self.policy(.day, tokens: 4)])
        #expect(bench.spend(.zero) == [.threshold(500)])
        bench.wall.seconds += 3600
        #expect(bench.spend(.zero) == [.exhausted])
        // Half has gone, and half is spent again: no new alert, since it never fell below.
        bench.wall.seconds += 86_400 + 900 - 3600
        #expect(bench.budget.spent == .tokens(2))
        #expect(bench.spend(.zero) == [])
        bench.wall.seconds += 2 * 86_400
        #expect(bench.spend(.zero) == [.threshold(500)])
        #expect(bench.spend(.zero) == [.exhausted])
    }

    @Test func aTotalRollsNowhere() throws {
        let bench = try MeterBench(budgets: [Self.policy(.total, tokens: 2)])
        #expect(bench.spend(.zero) != nil)
        bench.wall.seconds += 40_000_000_000
        #expect(bench.admit().refusal?.reason == .spent)
    }
}
