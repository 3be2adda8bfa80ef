import Governance
import JSONText
import Logging
import Pricing
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite struct AlertDeskTests {
    private static let policies = [
        ScopePolicies(
            scope: .team("dev"),
            budgets: [
                BudgetPolicy(name: "month", amount: .money(.cents(100)), period: .month, alertsAt: [500], action: .warn)
            ]
        )
    ]

    private func alerts(_ store: any AlertStore) async throws -> [StoredAlert] {
        try await store.alerts(teams: nil, onlyOpen: true, page: PageRequest()).rows
    }

    @Test(arguments: [false, true])
    func anEventIsOneAlertAlsoAfterAnEndWithoutWarning(onDisk: Bool) async throws {
        let bench = try KeeperBench(onDisk: onDisk)
        let first = try await bench.started(Self.policies)
        bench.now += 2000
        first.keeper.tell(try bench.serve(bench.record(.cents(60)), first.meters))
        // The alert is kept, the state is not.
        let failing = FaultyStore()
        failing.isFailing.withLock { $0 = true }
        let keeper = bench.keeper(first.meters, states: failing)
        keeper.tell(try bench.serve(bench.record(.cents(50)), first.meters))
        await first.keeper.turnAlerts()
        await keeper.turn()
        let before = try await alerts(bench.store)
        #expect(before.count == 2)
        let second = try await bench.started(Self.policies)
        await second.keeper.turn()
        #expect(try await alerts(bench.store) == before)

        let threshold = try #require(before.last)
        let detail = try JSONValue(parsing: threshold.body)
        #expect(detail["event"]?.string == "threshold_500")
        #expect(detail["spent"]?.string == "0.6")
        #expect(detail["amount"]?.string == "1")
        #expect(threshold.scope == "team:dev")
        #expect(threshold.team == "dev")
        #expect(threshold.time == KeeperBench.start)
        #expect(bench.log.messages(.warning).count >= 2)
    }

    @Test func anAlertThatIsArmedAnewIsAnother() async throws {
        let bench = try KeeperBench()
        let gateway = try await bench.started(Self.policies)
        bench.now += 2000
        gateway.keeper.tell(try bench.serve(bench.record(.cents(60)), gateway.meters))
        let raise = BudgetRaise(
            extra: .money(.cents(100)),
            until: WallTime(seconds: bench.wall.seconds + 60),
            reason: "r",
            by: "u"
        )
        _ = try await gateway.keeper.raise(raise, ofBudget: "month", on: .team("dev"))
        gateway.keeper.tell(try bench.serve(bench.record(.cents(60)), gateway.meters))
        await gateway.keeper.turn()
        #expect(try await alerts(bench.store).count == 2)
    }

    @Test func aRollingBudgetsAlertIsOneThroughoutItsTime() {
        func alert(_ seconds: Int64) -> StoredAlert {
            let event = BudgetEvent(
                scope: .tag("blue"),
                budget: "day",
                kind: .exhausted,
                at: WallTime(seconds: seconds),
                spent: .tokens(9),
                amount: .tokens(9),
                period: PeriodInterval(start: WallTime(seconds: seconds - 86_400), end: nil)
            )
            return StoredAlert(event, team: nil)
        }
        let noon: Int64 = 1_772_150_400 + 43_200
        #expect(alert(noon).id == alert(noon + 5).id)
        #expect(alert(noon).id != alert(noon + 86_400).id)
        let id = alert(noon).id
        #expect(id.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":") })
    }

    @Test func whatWaitsHasABoundAndIsKeptWhenTheStoreComesBack() async throws {
        let bench = try KeeperBench()
        let store = FaultyStore()
        let keeper = bench.keeper(MeterBook(), alerts: store)
        store.isFailing.withLock { $0 = true }
        func event(_ number: Int) -> GovernanceEvent {
            .budget(
                BudgetEvent(
                    scope: .key("key_\(number)"),
                    budget: "b",
                    kind: .refusing,
                    at: bench.wall,
                    spent: .tokens(1),
                    amount: .tokens(1),
                    period: PeriodInterval(start: WallTime(seconds: 0), end: WallTime(seconds: .max))
                )
            )
        }
        keeper.tell((0..<AlertDesk.capacity - 1).map(event))
        await keeper.turnAlerts()
        await keeper.turnAlerts()
        keeper.tell((AlertDesk.capacity..<AlertDesk.capacity + 8).map(event))
        #expect(keeper.droppedEvents == 7)
        #expect(bench.log.messages(.error) == ["alerts cannot be kept"])
        store.isFailing.withLock { $0 = false }
        await keeper.turnAlerts()
        await keeper.turnAlerts()
        #expect(bench.log.messages(.warning).count == AlertDesk.capacity)
        #expect(bench.log.messages(.error).count == 1)
        var ids: Set<String> = []
        var cursor: PageCursor?
        repeat {
            let page = try await store.alerts(
                teams: nil,
                onlyOpen: false,
                page: PageRequest(limit: 1000, after: cursor)
            )
            ids.formUnion(page.rows.map(\.scope))
            cursor = page.next
        } while cursor != nil
        #expect(ids.count == AlertDesk.capacity)
    }
}
