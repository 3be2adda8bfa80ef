import Governance
import ModelAPI
import Pricing
import Routing
import Synchronization
import Testing

/// Many requests at once: nothing is lost, nothing is held for ever, nothing is spent twice.
@Suite struct ConservationTests {
    private final class Ledger: Sendable {
        struct Sum {
            var requests = 0
            var tokens = 0
            var cents = 0
            var refused = 0
            var raised: [BudgetEvent.Kind] = []
        }

        let sum = Mutex(Sum())
    }

    private static let wall = WallTime(seconds: 1_795_262_400)

    @Test(arguments: 1...5) func fiveHundredAtOnceWithOneCentLeftOverspendNothing(round: Int) async throws {
        let meter = try BudgetMeter(
            scope: .team("dev"),
            policy: BudgetPolicy(name: "b", amount: .money(.cents(100)), period: .month),
            at: Self.wall
        )
        _ = meter.charge(.money(.cents(99)), admitted: Self.wall, at: Self.wall)
        let meters = MeterSet(budgets: [meter])
        // A third of a cent each: three fit.
        let cost = Money(attos: 3_333_333_333_333_333)
        let admitted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<500 {
                group.addTask { @concurrent in
                    let estimate = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: cost)
                    let outcome = Admission.admit(meters, estimate: estimate, at: .zero, wall: Self.wall)
                    guard let reservation = outcome.reservation else { return false }
                    await Task.yield()
                    _ = reservation.settle(usage: nil, cost: cost, at: .zero, wall: Self.wall)
                    return true
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(admitted == 3)
        let reading = meter.reading(at: Self.wall)
        #expect(reading.spent == .money(Money(attos: 990_000_000_000_000_000 + 3 * cost.attos)))
        #expect(reading.reserved == .money(.zero))
    }

    @Test func whatASingleRequestUnderestimatesIsAllThatIsOverspent() async throws {
        let meter = try BudgetMeter(
            scope: .team("dev"),
            policy: BudgetPolicy(name: "b", amount: .money(.cents(1)), period: .month),
            at: Self.wall
        )
        let meters = MeterSet(budgets: [meter])
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<500 {
                group.addTask { @concurrent in
                    let estimate = AdmissionEstimate(inputTokens: 1, outputTokens: 1, cost: .cents(1))
                    let outcome = Admission.admit(meters, estimate: estimate, at: .zero, wall: Self.wall)
                    await Task.yield()
                    _ = outcome.reservation?.settle(usage: nil, cost: .cents(3), at: .zero, wall: Self.wall)
                }
            }
        }
        #expect(meter.reading(at: Self.wall).spent == .money(.cents(3)))
    }

    @Test(arguments: UInt64(1)...4) func randomParallelHistoriesAddUp(seed: UInt64) async throws {
        let limits = [
            LimitMeter(scope: .key("k"), policy: LimitPolicy(.requests, per: .minute, 3000)),
            LimitMeter(scope: .team("t"), policy: LimitPolicy(.tokens, per: .minute, 400_000)),
            LimitMeter(scope: .team("t"), policy: LimitPolicy(.requests, per: .concurrent, 6)),
        ]
        let alerts = [100, 250, 500, 750, 900]
        let money = try BudgetMeter(
            scope: .team("t"),
            policy: BudgetPolicy(name: "m", amount: .money(.cents(20_000)), period: .month, alertsAt: alerts),
            at: Self.wall
        )
        let tokens = try BudgetMeter(
            scope: .key("k"),
            policy: BudgetPolicy(name: "t", amount: .tokens(500_000), period: .week),
            at: Self.wall
        )
        let meters = MeterSet(limits: limits, budgets: [money, tokens])
        let ledger = Ledger()
        await withTaskGroup(of: Void.self) { group in
            for task in 0..<16 as Range<UInt64> {
                group.addTask { @concurrent in
                    var random = HistoryGenerator(seed: seed &* 1000 &+ task)
                    for step in 0..<400 as Range<Int64> {
                        let now = Moment(nanoseconds: step * 1000)
                        let most = Int.random(in: 1...200, using: &random)
                        let used = Int.random(in: 0...most, using: &random)
                        let estimate = AdmissionEstimate(
                            inputTokens: most,
                            outputTokens: most,
                            cost: .cents(most)
                        )
                        let outcome = Admission.admit(meters, estimate: estimate, at: now, wall: Self.wall)
                        for meter in [money, tokens] where meter.reading(at: Self.wall).reserved.isNegative {
                            Issue.record("less than nothing is held")
                        }
                        guard let reservation = outcome.reservation else {
                            ledger.sum.withLock { $0.refused += 1 }
                            continue
                        }
                        if Bool.random(using: &random) { await Task.yield() }
                        if Int.random(in: 0..<4, using: &random) == 0 {
                            reservation.cancel()
                            continue
                        }
                        var usage = Usage()
                        usage.input = used
                        usage.output = used
                        let events = reservation.settle(usage: usage, cost: .cents(used), at: now, wall: Self.wall)
                        ledger.sum.withLock { sum in
                            sum.requests += 1
                            sum.tokens += 2 * used
                            sum.cents += used
                            sum.raised += events.kinds
                        }
                    }
                }
            }
        }
        let total = ledger.sum.withLock { $0 }
        #expect(total.requests > 100)
        #expect(total.refused > 0)
        let now = Moment(nanoseconds: 1_000_000)
        #expect(limits[0].reading(at: now).remaining == 3000 - total.requests)
        #expect(limits[1].reading(at: now).remaining == 400_000 - total.tokens)
        #expect(limits[2].reading(at: now).remaining == 6)
        let spent = money.reading(at: Self.wall)
        #expect(spent.spent == .money(.cents(total.cents)))
        #expect(spent.reserved == .money(.zero))
        #expect(tokens.reading(at: Self.wall).spent == .tokens(total.tokens))
        #expect(tokens.reading(at: Self.wall).reserved == .tokens(0))
        #expect(total.cents <= 20_000)
        let reached = alerts.filter { total.cents * 1000 >= 20_000 * $0 }.map(BudgetEvent.Kind.threshold)
        let raised = total.raised.filter { if case .threshold = $0 { true } else { false } }
        #expect(Set(raised) == Set(reached))
        #expect(raised.count == reached.count)
    }
}

extension BudgetPolicy.Amount {
    fileprivate var isNegative: Bool {
        switch self {
        case .money(let money): money < .zero
        case .tokens(let tokens): tokens < 0
        }
    }
}
