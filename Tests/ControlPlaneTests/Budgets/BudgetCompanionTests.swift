import Governance
import Pricing
import Store
import Synchronization
import Testing

@testable import ControlPlane

/// Two gateways on one data folder: what one lets through counts in both.
@Suite struct BudgetCompanionTests {
    /// Gateways by name, and whether they run.
    private final class House: Sendable {
        let running = Mutex<Set<String>>([])

        func companions(of name: String) -> BudgetCompanions {
            running.withLock { _ = $0.insert(name) }
            return BudgetCompanions(
                areThere: { [self] in running.withLock { $0 != [name] } },
                isOwn: { $0.hasPrefix(name + "-") }
            )
        }

        func end(_ name: String) { running.withLock { _ = $0.remove(name) } }
    }

    private let house = House()

    private func start(_ name: String, _ bench: KeeperBench) async throws -> (meters: MeterBook, keeper: BudgetKeeper) {
        try await bench.started(KeeperBench.policies, companions: house.companions(of: name))
    }

    private func expect(_ cents: Int, _ bench: KeeperBench, _ meters: MeterBook) {
        for scope in KeeperBench.scopes { #expect(bench.spent(on: scope, in: meters) == .money(.cents(cents))) }
    }

    @Test func whatOneSpendsTheOtherCounts() async throws {
        let bench = try KeeperBench()
        let old = try await start("a", bench)
        _ = try bench.serve(bench.record(.cents(3), by: "a"), old.meters)
        bench.now += KeeperBench.second
        await old.keeper.turn()
        let new = try await start("b", bench)
        expect(3, bench, new.meters)
        bench.now += KeeperBench.second
        _ = try bench.serve(bench.record(.cents(10), by: "a"), old.meters)
        _ = try bench.serve(bench.record(.cents(200), by: "b"), new.meters)
        bench.now += KeeperBench.second
        for _ in 0..<3 {
            await new.keeper.turn()
            await old.keeper.turn()
            expect(213, bench, old.meters)
            expect(213, bench, new.meters)
        }
    }

    @Test func whatTheOldOneEndsWithIsKeptByTheNewOne() async throws {
        let bench = try KeeperBench()
        let old = try await start("a", bench)
        let new = try await start("b", bench)
        bench.now += KeeperBench.second
        _ = try bench.serve(bench.record(.cents(10), took: 600, by: "a"), old.meters)
        _ = try bench.serve(bench.record(.cents(5), by: "b"), new.meters)
        // Saved by the new one first and by the old one last, which does not know of the next request.
        await new.keeper.turn()
        await old.keeper.turn()
        _ = try bench.serve(bench.record(.cents(200), by: "b"), new.meters)
        await old.keeper.turn(isLast: true)
        house.end("a")
        bench.now += KeeperBench.second
        await new.keeper.turn()
        bench.now += 60 * KeeperBench.second
        await new.keeper.turn(isLast: true)
        house.end("b")
        bench.now += KeeperBench.second
        expect(215, bench, try await start("c", bench).meters)
    }

    /// Both at work for hours, saves as they come, and one that ends: nothing is lost and nothing counted twice.
    @Test(arguments: 0..<6)
    func nothingIsLostOrCountedTwiceWhileTwoServe(seed: UInt64) async throws {
        var random = SeededRandom(seed: seed)
        let bench = try KeeperBench()
        var gateways = [try await start("a", bench), try await start("b", bench)]
        var names = ["a", "b"]
        var cents = 0
        for turn in 0..<200 {
            bench.now += Int64.random(in: 2000...3 * KeeperBench.second, using: &random)
            let one = Int.random(in: 0...1, using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<7:
                let cost = Int.random(in: 1...50, using: &random)
                let seconds = Int64.random(in: 0...1800, using: &random)
                cents += cost
                let record = bench.record(.cents(cost), took: seconds, by: names[one])
                _ = try bench.serve(record, gateways[one].meters)
            case 7..<11: await gateways[one].keeper.turn()
            default:
                // An upgrade: the successor is there before the old one ends.
                let name = "n\(turn)"
                await gateways[one].keeper.turn()
                bench.now += 3 * KeeperBench.second
                let next = try await start(name, bench)
                await gateways[one].keeper.turn(isLast: true)
                house.end(names[one])
                (gateways[one], names[one]) = (next, name)
            }
        }
        bench.now += KeeperBench.second
        for gateway in gateways { await gateway.keeper.turn() }
        for gateway in gateways { expect(cents, bench, gateway.meters) }
    }

    @Test func oneAloneReadsNothingOfTheLedger() async throws {
        let bench = try KeeperBench()
        let ledger = FaultyLedger(bench.ledger)
        ledger.allowance.withLock { $0 = .max }
        let meters = MeterBook()
        let keeper = bench.keeper(meters, ledger: ledger, companions: house.companions(of: "a"))
        try await keeper.load()
        try meters.apply(KeeperBench.policies, at: bench.wall)
        try await keeper.catchUp()
        for _ in 0..<20 {
            _ = try bench.serve(bench.record(.cents(1), by: "a"), meters)
            bench.now += KeeperBench.second
            await keeper.turn()
        }
        #expect(ledger.read.withLock { $0 } == 0)
        expect(20, bench, meters)
    }
}
