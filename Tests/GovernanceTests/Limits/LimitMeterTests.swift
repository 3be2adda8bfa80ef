import Governance
import Routing
import Testing

@Suite struct LimitMeterTests {
    @Test(arguments: [
        (LimitPolicy.Window.second, Duration.seconds(1)), (.minute, .seconds(60)), (.hour, .seconds(3600)),
        (.day, .seconds(86_400)),
    ])
    func asManyPassAsTheAmountAndAgainAfterTheWindow(window: LimitPolicy.Window, length: Duration) throws {
        let bench = try MeterBench(limits: [LimitPolicy(.requests, per: window, 3)])
        #expect([bench.pass(), bench.pass(), bench.pass(), bench.pass()] == [true, true, true, false])
        bench.advance(length - .nanoseconds(1))
        #expect(!bench.pass())
        bench.advance(.nanoseconds(1))
        #expect([bench.pass(), bench.pass(), bench.pass(), bench.pass()] == [true, true, true, false])
    }

    @Test func retryAfterIsWhenThereIsRoomAndNotLater() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.requests, per: .minute, 2)])
        #expect(bench.pass())
        bench.advance(.seconds(10))
        #expect(bench.pass())
        bench.advance(.seconds(5))
        let refusal = try #require(bench.admit().refusal)
        #expect(refusal.reason == .spent)
        #expect(refusal.retryAfter == .seconds(45))
        bench.advance(.seconds(45) - .nanoseconds(1))
        #expect(!bench.pass())
        bench.advance(.nanoseconds(1))
        #expect(bench.pass())
    }

    @Test func waitingAsLongAsIsSaidLetsALargeRequestThrough() throws {
        var random = HistoryGenerator(seed: 7)
        let bench = try MeterBench(limits: [LimitPolicy(.tokens, per: .minute, 10_000)])
        var refused = 0
        for _ in 0..<500 {
            bench.advance(.milliseconds(Int.random(in: 0...900, using: &random)))
            let estimate = AdmissionEstimate(
                inputTokens: Int.random(in: 1...3000, using: &random),
                outputTokens: 0,
                cost: nil
            )
            if let reservation = bench.admit(estimate).reservation {
                bench.settle(reservation, input: estimate.inputTokens, output: 0, cost: nil)
                continue
            }
            refused += 1
            let wait = try #require(bench.admit(estimate).refusal?.retryAfter)
            bench.advance(wait - .nanoseconds(1))
            #expect(bench.admit(estimate).refusal != nil)
            bench.advance(.nanoseconds(1))
            let reservation = try #require(bench.admit(estimate).reservation)
            bench.settle(reservation, input: estimate.inputTokens, output: 0, cost: nil)
        }
        #expect(refused > 20)
    }

    @Test func tokensAreHeldByTheEstimateAndCountedByTheUse() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.tokens, per: .minute, 1000)])
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 300, outputTokens: 500, cost: nil)).reservation
        )
        #expect(bench.limit.remaining == 200)
        #expect(reservation.tokens?.remaining == 200)
        bench.advance(.seconds(20))
        bench.settle(reservation, input: 250, output: 50, cost: nil)
        #expect(bench.limit.remaining == 700)
        // What it used counts from when it was let in.
        bench.advance(.seconds(40))
        #expect(bench.limit.remaining == 1000)
    }

    @Test func useBeyondTheEstimateIsADebtOfThoseWhoFollow() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.tokens, per: .minute, 1000)])
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 300, outputTokens: 100, cost: nil)).reservation
        )
        bench.advance(.seconds(30))
        bench.settle(reservation, input: 300, output: 1500, cost: nil)
        #expect(bench.limit.remaining == 0)
        let refusal = try #require(bench.admit().refusal)
        // 1,400 count from the end of the request, 30 s after the 400.
        #expect(refusal.retryAfter == .seconds(60))
        bench.advance(.seconds(30))
        #expect(bench.admit().refusal?.retryAfter == .seconds(30))
        bench.advance(.seconds(30))
        #expect(bench.limit.remaining == 1000)
    }

    @Test(arguments: [
        (LimitPolicy.Resource.requests, 99), (.inputTokens, 70), (.outputTokens, 80), (.tokens, 50),
    ])
    func eachResourceCountsItsOwn(resource: LimitPolicy.Resource, left: Int) throws {
        let bench = try MeterBench(limits: [LimitPolicy(resource, per: .minute, 100)])
        let estimate = AdmissionEstimate(inputTokens: 40, outputTokens: 60, cost: nil)
        let reservation = try #require(bench.admit(estimate).reservation)
        let held: [LimitPolicy.Resource: Int] = [.requests: 99, .inputTokens: 60, .outputTokens: 40, .tokens: 0]
        #expect(bench.limit.remaining == held[resource])
        bench.settle(reservation, input: 30, output: 20, cost: nil)
        #expect(bench.limit.remaining == left)
    }

    @Test func unknownUseLeavesWhatWasHeld() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.tokens, per: .minute, 1000)])
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 300, outputTokens: 500, cost: nil)).reservation
        )
        _ = reservation.settle(usage: nil, cost: nil, at: bench.now, wall: bench.wall)
        #expect(bench.limit.remaining == 200)
    }

    @Test func anAssumedOutputTakesWhatIsLeftAndRefusesNobody() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.tokens, per: .minute, 1000)])
        let estimate = AdmissionEstimate(inputTokens: 100, outputTokens: 4096, isOutputAssumed: true, cost: nil)
        let first = try #require(bench.admit(estimate).reservation)
        #expect(bench.limit.remaining == 0)
        #expect(bench.admit(estimate).refusal?.reason == .spent)
        bench.settle(first, input: 100, output: 50, cost: nil)
        #expect(bench.limit.remaining == 850)
        let second = try #require(bench.admit(estimate).reservation)
        bench.settle(second, input: 100, output: 50, cost: nil)
        #expect(bench.limit.remaining == 700)
    }

    @Test func aRequestLargerThanTheLimitIsToldSoAndNotToWait() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.tokens, per: .minute, 1000)])
        let refusal = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 600, outputTokens: 401, cost: nil)).refusal
        )
        #expect(refusal.reason == .tooLarge)
        #expect(refusal.retryAfter == nil)
        #expect(bench.limit.remaining == 1000)
        let reservation = bench.admit(AdmissionEstimate(inputTokens: 600, outputTokens: 400, cost: nil)).reservation
        reservation?.cancel()
        #expect(reservation != nil)
    }

    @Test(arguments: LimitPolicy.Window.allCases)
    func zeroLetsNothingThrough(window: LimitPolicy.Window) throws {
        let bench = try MeterBench(limits: [LimitPolicy(.requests, per: window, 0)])
        let refusal = try #require(bench.admit().refusal)
        #expect(refusal.reason == .closed)
        #expect(refusal.retryAfter == nil)
    }

    @Test(arguments: [LimitPolicy.Resource.inputTokens, .outputTokens, .tokens])
    func aSpentLimitLetsNoEmptyRequestThrough(resource: LimitPolicy.Resource) throws {
        let bench = try MeterBench(limits: [LimitPolicy(resource, per: .minute, 10)])
        let empty = AdmissionEstimate(inputTokens: 0, outputTokens: 0, isOutputAssumed: true, cost: nil)
        let reservation = try #require(bench.admit(empty).reservation)
        bench.settle(reservation, input: 10, output: 10, cost: nil)
        #expect(bench.admit(empty).refusal?.reason == .spent)
    }

    @Test func concurrentCountsThoseUnderWay() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.requests, per: .concurrent, 2)])
        let first = try #require(bench.admit().reservation)
        let second = try #require(bench.admit().reservation)
        bench.advance(.seconds(100_000))
        let refusal = try #require(bench.admit().refusal)
        #expect(refusal.reason == .held)
        #expect(refusal.retryAfter == .seconds(1))
        bench.settle(first, input: 1, output: 1, cost: nil)
        let third = try #require(bench.admit().reservation)
        #expect(bench.limit.remaining == 0)
        second.cancel()
        third.cancel()
        #expect(bench.limit.remaining == 2)
    }

    @Test func aCancelledRequestCountsNowhere() throws {
        let bench = try MeterBench(limits: [
            LimitPolicy(.requests, per: .minute, 1), LimitPolicy(.tokens, per: .minute, 1000),
        ])
        for _ in 0..<10 {
            let reservation = try #require(bench.admit().reservation)
            reservation.cancel()
        }
        #expect(bench.pass())
        #expect(!bench.pass())
    }

    @Test func aChangedAmountKeepsTheCount() throws {
        let bench = try MeterBench(limits: [LimitPolicy(.requests, per: .minute, 2)])
        #expect(bench.pass())
        #expect(bench.pass())
        bench.meters.limits[0].change(amount: 3)
        #expect(bench.pass())
        #expect(!bench.pass())
        bench.meters.limits[0].change(amount: 1)
        #expect(bench.limit.remaining == 0)
        #expect(bench.admit().refusal?.retryAfter == .seconds(60))
    }

    @Test func readingsTellWhatHeadersNeed() throws {
        let bench = try MeterBench(limits: [
            LimitPolicy(.requests, per: .minute, 10), LimitPolicy(.requests, per: .day, 11),
            LimitPolicy(.tokens, per: .minute, 1000), LimitPolicy(.requests, per: .concurrent, 1),
        ])
        for _ in 0..<4 { #expect(bench.pass()) }
        bench.advance(.seconds(6))
        let reservation = try #require(
            bench.admit(AdmissionEstimate(inputTokens: 10, outputTokens: 90, cost: nil)).reservation
        )
        // Five of ten are left of the minute, six of eleven of the day.
        #expect(reservation.requests?.policy.window == .minute)
        #expect(reservation.requests?.limit == 10)
        #expect(reservation.requests?.remaining == 5)
        #expect(reservation.requests?.resetAfter == .seconds(60))
        #expect(reservation.tokens?.remaining == 900)
        bench.advance(.seconds(10))
        #expect(bench.limit.resetAfter == .seconds(50))
        reservation.cancel()
        #expect(bench.limit.resetAfter == .seconds(44))
    }
}
