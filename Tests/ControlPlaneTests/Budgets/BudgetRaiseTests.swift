import Governance
import Pricing
import Routing
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite struct BudgetRaiseTests {
    private static func raise(
        _ extra: BudgetPolicy.Amount,
        at wall: WallTime,
        lasting seconds: Int64 = 3600
    ) -> BudgetRaise {
        BudgetRaise(extra: extra, until: WallTime(seconds: wall.seconds + seconds), reason: "launch", by: "ada")
    }

    @Test(arguments: [false, true])
    func aRaiseIsThereAfterAnEndWithoutWarning(onDisk: Bool) async throws {
        let bench = try KeeperBench(onDisk: onDisk)
        let first = try await bench.started(KeeperBench.policies)
        bench.now += 2000
        let raise = Self.raise(.money(.dollars(5)), at: bench.wall)
        let reading = try await first.keeper.raise(raise, ofBudget: "money", on: .team("dev"))
        #expect(reading?.amount == .money(.dollars(1005)))
        let second = try await bench.started(KeeperBench.policies)
        #expect(await second.keeper.reading(ofBudget: "money", on: .team("dev"))?.amount == .money(.dollars(1005)))
        #expect(await second.keeper.reading(ofBudget: "money", on: .user("user_1"))?.amount == .money(.dollars(1000)))
        bench.now += 3601 * KeeperBench.second
        #expect(await second.keeper.reading(ofBudget: "money", on: .team("dev"))?.amount == .money(.dollars(1000)))
    }

    @Test func aRaiseThatCannotBeKeptDoesNotCount() async throws {
        let bench = try KeeperBench()
        let store = FaultyStore()
        let meters = MeterBook()
        let keeper = bench.keeper(meters, states: store)
        try await keeper.load()
        try meters.apply(KeeperBench.policies, at: bench.wall)
        let early = await #expect(throws: StoreError.self) {
            try await keeper.raise(Self.raise(.tokens(1), at: bench.wall), ofBudget: "tokens", on: .team("dev"))
        }
        #expect(early?.code == .busy)
        try await keeper.catchUp()
        store.isFailing.withLock { $0 = true }
        let error = await #expect(throws: StoreError.self) {
            try await keeper.raise(Self.raise(.tokens(1), at: bench.wall), ofBudget: "tokens", on: .team("dev"))
        }
        #expect(error?.code == .full)
        #expect(await keeper.reading(ofBudget: "tokens", on: .team("dev"))?.amount == .tokens(1_000_000))
    }

    @Test func whatDoesNotFitIsRefused() async throws {
        let bench = try KeeperBench()
        let gateway = try await bench.started(KeeperBench.policies)
        for raise in [
            Self.raise(.tokens(1), at: bench.wall), Self.raise(.money(.zero), at: bench.wall),
            Self.raise(.money(.cents(1)), at: bench.wall, lasting: 0),
        ] {
            let error = await #expect(throws: StoreError.self) {
                try await gateway.keeper.raise(raise, ofBudget: "money", on: .team("dev"))
            }
            #expect(error?.code == .invalid)
        }
        let good = Self.raise(.money(.cents(1)), at: bench.wall)
        #expect(try await gateway.keeper.raise(good, ofBudget: "other", on: .team("dev")) == nil)
        #expect(try await gateway.keeper.raise(good, ofBudget: "money", on: .team("ops")) == nil)
    }

    /// Raises and saves at the same time: each raise is in the store when it is answered, and none takes another's place.
    @Test func raisesAtTheSameTimeAllCount() async throws {
        let bench = try KeeperBench()
        let gateway = try await bench.started(KeeperBench.policies)
        let results = await withTaskGroup { group in
            for _ in 0..<40 {
                group.addTask { () -> Bool in
                    let raise = Self.raise(.money(.dollars(1)), at: bench.wall)
                    return (try? await gateway.keeper.raise(raise, ofBudget: "money", on: .team("dev"))) != nil
                }
                group.addTask { () -> Bool in
                    await gateway.keeper.turn()
                    return false
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(results == BudgetMeter.mostRaises)
        let second = try await bench.started(KeeperBench.policies)
        let amount = await second.keeper.reading(ofBudget: "money", on: .team("dev"))?.amount
        #expect(amount == .money(.dollars(1000 + BudgetMeter.mostRaises)))
    }
}
