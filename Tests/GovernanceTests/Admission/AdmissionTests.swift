import Governance
import Pricing
import Routing
import Testing

@Suite struct AdmissionTests {
    /// Three limits and two budgets; the one at `index` refuses.
    private static func meters(refusing index: Int) throws -> MeterSet {
        let wall = WallTime(seconds: 1_795_262_400)
        let limits = [
            LimitPolicy(.requests, per: .minute, index == 0 ? 0 : 10),
            LimitPolicy(.tokens, per: .minute, index == 1 ? 0 : 1000),
            LimitPolicy(.requests, per: .concurrent, index == 2 ? 0 : 5),
        ]
        let budgets = [
            BudgetPolicy(name: "money", amount: .money(index == 3 ? .zero : .cents(50)), period: .day),
            BudgetPolicy(name: "tokens", amount: .tokens(index == 4 ? 0 : 500), period: .total),
        ]
        return MeterSet(
            limits: limits.map { LimitMeter(scope: .key("k"), policy: $0) },
            budgets: try budgets.map { try BudgetMeter(scope: .team("t"), policy: $0, at: wall) }
        )
    }

    @Test(arguments: 0..<6) func allOrNothing(index: Int) throws {
        let meters = try Self.meters(refusing: index)
        let now = Moment(nanoseconds: 5)
        let wall = WallTime(seconds: 1_795_262_400)
        let estimate = AdmissionEstimate(inputTokens: 10, outputTokens: 10, cost: .cents(1))
        let outcome = Admission.admit(meters, estimate: estimate, at: now, wall: wall)
        #expect((outcome.refusal != nil) == (index < 5))
        let untouched = index < 5
        for meter in meters.limits where meter.policy.amount > 0 {
            let reading = meter.reading(at: now)
            #expect((reading.remaining == reading.limit) == untouched)
        }
        for meter in meters.budgets {
            let reserved = meter.reading(at: wall).reserved
            #expect((reserved == .money(.zero) || reserved == .tokens(0)) == untouched)
        }
        if let refusal = outcome.refusal {
            #expect(refusal.scope == (index < 3 ? .key("k") : .team("t")))
            #expect(refusal.kind == (index < 3 ? .rateLimited : .budgetExceeded))
            #expect((refusal.reading == nil) == (index >= 3))
        }
        outcome.reservation?.cancel()
    }

    @Test func nothingToPassAdmits() throws {
        let outcome = Admission.admit(
            MeterSet(),
            estimate: .small,
            at: .zero,
            wall: WallTime(seconds: 0)
        )
        let reservation = try #require(outcome.reservation)
        #expect(reservation.requests == nil)
        #expect(reservation.tokens == nil)
        #expect(reservation.settle(usage: nil, cost: nil, at: .zero, wall: WallTime(seconds: 0)).isEmpty)
    }

    #if DEBUG
    @Test func lettingGoUnsettledStopsADebugBuild() async {
        await #expect(processExitsWith: .failure) {
            let meter = LimitMeter(scope: .key("k"), policy: LimitPolicy(.requests, per: .minute, 1))
            _ = Admission.admit(
                MeterSet(limits: [meter]),
                estimate: .small,
                at: .zero,
                wall: WallTime(seconds: 0)
            )
        }
    }

    @Test func settlingTwiceStopsADebugBuild() async {
        await #expect(processExitsWith: .failure) {
            let outcome = Admission.admit(MeterSet(), estimate: .small, at: .zero, wall: WallTime(seconds: 0))
            _ = outcome.reservation?.settle(usage: nil, cost: nil, at: .zero, wall: WallTime(seconds: 0))
            outcome.reservation?.cancel()
        }
    }
    #else
    @Test func lettingGoUnsettledCountsWhatWasHeld() throws {
        let bench = try MeterBench(
            limits: [LimitPolicy(.tokens, per: .minute, 100), LimitPolicy(.requests, per: .concurrent, 1)],
            budgets: [BudgetPolicy(name: "b", amount: .money(.cents(10)), period: .day)]
        )
        _ = bench.admit(AdmissionEstimate(inputTokens: 20, outputTokens: 20, cost: .cents(4)))
        #expect(bench.limit.remaining == 60)
        #expect(bench.budget.spent == .money(.cents(4)))
        #expect(bench.budget.reserved == .money(.zero))
        #expect(bench.meters.limits[1].reading(at: bench.now).remaining == 1)
    }
    #endif
}

@Suite struct OutputAssumptionTests {
    @Test(arguments: [
        (OutputAssumption.standard, Int?.some(100), Int?.some(50), 1, 50, false),
        (.standard, 100, 1000, 2, 200, false), (.standard, nil, nil, 1, 4096, true),
        (.standard, nil, 64_000, 1, 4096, true),
        (.standard, nil, 2048, 3, 6144, true), (.modelLimit(otherwise: 9), nil, 64_000, 1, 64_000, true),
        (.modelLimit(otherwise: 9), nil, nil, 1, 9, true), (.tokens(7), nil, nil, 0, 7, true),
        (.standard, .max, nil, .max, .max, false), (.standard, -5, nil, 1, 0, false),
    ])
    func whatIsReservedForTheAnswer(
        assumption: OutputAssumption,
        asked: Int?,
        limit: Int?,
        choices: Int,
        tokens: Int,
        isAssumed: Bool
    ) {
        let result = assumption.outputTokens(asked: asked, outputLimit: limit, choices: choices)
        #expect(result.tokens == tokens)
        #expect(result.isAssumed == isAssumed)
    }
}
