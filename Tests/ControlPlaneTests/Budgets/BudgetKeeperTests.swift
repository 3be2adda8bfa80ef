import Governance
import JSONText
import Logging
import Pricing
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite struct BudgetKeeperTests {
    @Test(arguments: [false, true])
    func anOrderlyRestartGoesOn(onDisk: Bool) async throws {
        let bench = try KeeperBench(onDisk: onDisk)
        let first = try await bench.started(KeeperBench.policies)
        bench.now += 5
        _ = try bench.serve(bench.record(.cents(125), tokens: 40), first.meters)
        bench.now += 5
        await first.keeper.turn(isLast: true)
        bench.now += KeeperBench.second
        let second = try await bench.started(KeeperBench.policies)
        for scope in KeeperBench.scopes {
            #expect(bench.spent(on: scope, in: second.meters) == .money(.cents(125)))
            #expect(bench.spent("tokens", on: scope, in: second.meters) == .tokens(40))
        }
    }

    /// Requests of all lengths, saves and ends without warning, as they come.
    @Test(arguments: 0..<8)
    func anEndWithoutWarningLosesNothingAndCountsNothingTwice(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let bench = try KeeperBench()
        var gateway = try await bench.started(KeeperBench.policies)
        var cents = 0
        var tokens = 0
        for _ in 0..<150 {
            bench.now += Int64.random(in: 2000...30 * KeeperBench.second, using: &random)
            switch Int.random(in: 0..<10, using: &random) {
            case 0..<7:
                let cost = Int.random(in: 1...50, using: &random)
                let used = Int.random(in: 1...99, using: &random)
                let seconds = Int64.random(in: 0...1800, using: &random)
                cents += cost
                tokens += used
                _ = try bench.serve(bench.record(.cents(cost), tokens: used, took: seconds), gateway.meters)
            case 7, 8: try await gateway.keeper.save()
            default: gateway = try await bench.started(KeeperBench.policies)
            }
        }
        bench.now += 2000
        gateway = try await bench.started(KeeperBench.policies)
        for scope in KeeperBench.scopes {
            #expect(bench.spent(on: scope, in: gateway.meters) == .money(.cents(cents)))
            #expect(bench.spent("tokens", on: scope, in: gateway.meters) == .tokens(tokens))
        }
    }

    /// However long requests take and however many there were: what is read is what came to the ledger since the last save.
    @Test func onlyWhatTheLedgerGotSinceTheLastSaveIsRead() async throws {
        let bench = try KeeperBench()
        let first = try await bench.started(KeeperBench.policies)
        for _ in 0..<40 {
            bench.now += 2000
            _ = try bench.serve(bench.record(.cents(1), took: 600), first.meters)
        }
        // Counted and ended before the save, and still in the journal then.
        let late = bench.record(.cents(10))
        _ = try bench.count(late, first.meters)
        bench.now += 2000
        try await first.keeper.save()
        _ = try bench.ledger.insert([.record(late)])
        bench.now += 2000
        for _ in 0..<5 { _ = try bench.serve(bench.record(.cents(1), took: 600), first.meters) }
        let ledger = FaultyLedger(bench.ledger)
        ledger.allowance.withLock { $0 = .max }
        let meters = MeterBook()
        let keeper = bench.keeper(meters, ledger: ledger)
        try await keeper.load()
        try meters.apply(KeeperBench.policies, at: bench.wall)
        try await keeper.catchUp()
        #expect(ledger.read.withLock { $0 } == 6)
        #expect(bench.spent(in: meters) == .money(.cents(55)))
    }

    @Test func anEndWithinTheFirstSecondLosesNothing() async throws {
        let bench = try KeeperBench()
        let first = try await bench.started(KeeperBench.policies)
        bench.now += 2000
        _ = try bench.serve(bench.record(.cents(7)), first.meters)
        let second = try await bench.started(KeeperBench.policies)
        #expect(bench.spent(in: second.meters) == .money(.cents(7)))
    }

    @Test func whatWasSpentBeforeThereWasAnyBudgetIsNotCharged() async throws {
        let bench = try KeeperBench()
        _ = try bench.ledger.insert([.record(bench.record(.cents(700)))])
        bench.now += 2000
        let gateway = try await bench.started(KeeperBench.policies)
        #expect(bench.spent(in: gateway.meters) == .money(.zero))
    }

    @Test func aRequestOfUnknownPriceCountsAsTheBudgetAssumes() async throws {
        let bench = try KeeperBench()
        var policies = KeeperBench.policies
        policies[1].budgets[0].unknownCost = .assume(.cents(3))
        let first = try await bench.started(policies)
        bench.now += 2000
        _ = try bench.serve(bench.record(nil), first.meters)
        #expect(bench.spent(in: first.meters) == .money(.cents(3)))
        let second = try await bench.started(policies)
        #expect(bench.spent(in: second.meters) == .money(.cents(3)))
    }

    @Test func aRequestThatWasDowngradedCountsForNoModelAnew() async throws {
        let bench = try KeeperBench()
        _ = try await bench.started(KeeperBench.policies)
        bench.now += 2000
        var record = bench.record(.cents(7))
        record.flags = [.downgraded]
        _ = try bench.ledger.insert([.record(record)])
        let second = try await bench.started(KeeperBench.policies)
        #expect(bench.spent(on: .model("chat"), in: second.meters) == .money(.zero))
        #expect(bench.spent(on: .provider("openai"), in: second.meters) == .money(.cents(7)))
    }

    @Test func catchingUpGoesOnWhereTheLedgerFailed() async throws {
        let bench = try KeeperBench()
        let first = try await bench.started(KeeperBench.policies)
        bench.now += 2000
        for _ in 0..<35 { _ = try bench.serve(bench.record(.cents(1)), first.meters) }
        let ledger = FaultyLedger(bench.ledger)
        let meters = MeterBook()
        let keeper = bench.keeper(meters, ledger: ledger)
        try await keeper.load()
        try meters.apply(KeeperBench.policies, at: bench.wall)
        // Four pages of ten, one failure before each.
        for _ in 0..<4 {
            ledger.allowance.withLock { $0 = 1 }
            let error = await #expect(throws: StoreError.self) {
                try await keeper.catchUp()
                throw StoreError(.notFound, "it is done")
            }
            if error?.code == .notFound { break }
            // What is not caught up must not be saved as if it were.
            let early = await #expect(throws: StoreError.self) { try await keeper.save() }
            #expect(early?.code == .busy)
        }
        #expect(bench.spent(in: meters) == .money(.cents(35)))
        ledger.allowance.withLock { $0 = 1 }
        try await keeper.catchUp()
        #expect(bench.spent(in: meters) == .money(.cents(35)))
    }

    @Test func aStateThatCannotBeReadIsLeftOutAlone() async throws {
        let bench = try KeeperBench()
        let first = try await bench.started(KeeperBench.policies)
        bench.now += 2000
        _ = try bench.serve(bench.record(.cents(9)), first.meters)
        bench.now += 2000
        await first.keeper.turn(isLast: true)
        let broken = ["{", "{}", "[\"\\u0000\"]"]
        for (scope, body) in zip(["team:dev", "user:user_1", "nonsense"], broken) {
            let state = StoredBudgetState(scope: scope, budget: "money", updated: bench.now, body: Array(body.utf8))
            try await bench.store.save([state])
        }
        let second = try await bench.started(KeeperBench.policies)
        #expect(bench.spent(on: .team("dev"), in: second.meters) == .money(.zero))
        #expect(bench.spent("tokens", on: .team("dev"), in: second.meters) == .tokens(10))
        #expect(bench.spent(on: .key("key_1"), in: second.meters) == .money(.cents(9)))
        #expect(bench.log.messages(.error).count == 3)
    }

    @Test func onlyWhatChangedIsSaved() async throws {
        let bench = try KeeperBench()
        let store = FaultyStore()
        let meters = MeterBook()
        let keeper = bench.keeper(meters, states: store)
        try await keeper.load()
        try meters.apply(KeeperBench.policies, at: bench.wall)
        try await keeper.catchUp()
        _ = meters.meters(for: KeeperBench.scopes, at: bench.wall)
        #expect(try await keeper.save() == 18)
        #expect(try await keeper.save() == 0)
        bench.now += KeeperBench.second
        let meter = try #require(meters.budget(named: "money", on: .team("dev"), at: bench.wall))
        _ = meter.charge(.money(.cents(1)), admitted: bench.wall, at: bench.wall)
        #expect(try await keeper.save() == 1)
        let last = store.saves.withLock { $0.last }
        #expect(last?.map(\.scope) == ["team:dev", ""])
        #expect(last?.allSatisfy { $0.updated == bench.now } == true)
        // The mark moves on though nothing is spent, so that a start need not look far back.
        let count = store.saves.withLock { $0.count }
        bench.now += 60 * KeeperBench.second
        #expect(try await keeper.save() == 0)
        #expect(store.saves.withLock { $0.count } == count + 1)
        #expect(try await keeper.save() == 0)
        #expect(store.saves.withLock { $0.count } == count + 1)
    }

    @Test func aClockThatIsPutBackStopsNoSaving() async throws {
        let bench = try KeeperBench()
        let first = try await bench.started(KeeperBench.policies)
        bench.now += 2000
        _ = try bench.serve(bench.record(.cents(5)), first.meters)
        bench.now += 2000
        try await first.keeper.save()
        bench.now -= 600 * KeeperBench.second
        _ = try bench.serve(bench.record(.cents(6)), first.meters)
        await first.keeper.turn(isLast: true)
        let second = try await bench.started(KeeperBench.policies)
        #expect(bench.spent(in: second.meters) == .money(.cents(11)))
        #expect(bench.log.messages(.warning).contains { $0.contains("put back") })
    }

    @Test func itSavesAtEachWakeAndAtTheEnd() async throws {
        let bench = try KeeperBench()
        let store = FaultyStore()
        let meters = MeterBook()
        let keeper = bench.keeper(meters, states: store, alerts: store)
        try await keeper.load()
        try meters.apply(KeeperBench.policies, at: bench.wall)
        try await keeper.catchUp()
        let clock = ManualClock()
        let task = Task { await keeper.run(waiting: clock) }
        #expect(await clock.nextSleep() == .seconds(1))
        func spend(_ cents: Int) throws { _ = try bench.count(bench.record(.cents(cents)), meters) }
        func saved() async throws -> BudgetPolicy.Amount? {
            let rows = try await store.budgetStates().filter { $0.scope == "team:dev" && $0.budget == "money" }
            return try rows.first.map { try $0.read().state.spent }
        }
        try spend(1)
        clock.advance()
        _ = await clock.nextSleep()
        #expect(try await saved() == .money(.cents(1)))

        store.isFailing.withLock { $0 = true }
        try spend(2)
        for _ in 0..<3 {
            clock.advance()
            _ = await clock.nextSleep()
        }
        #expect(bench.log.messages(.error).count == 1)
        store.isFailing.withLock { $0 = false }
        clock.advance()
        _ = await clock.nextSleep()
        #expect(try await saved() == .money(.cents(3)))
        #expect(bench.log.messages(.notice).count == 1)

        try spend(4)
        task.cancel()
        await task.value
        #expect(try await saved() == .money(.cents(7)))
    }
}
