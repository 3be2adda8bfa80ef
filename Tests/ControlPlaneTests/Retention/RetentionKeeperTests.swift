import Governance
import JSONText
import Logging
import Pricing
import Settings
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite struct RetentionKeeperTests {
    private static let day = 86_400 * KeeperBench.second

    private func keeper(_ bench: KeeperBench, ledger: (any LedgerStore)? = nil, teams: [String] = []) -> RetentionKeeper
    {
        let short = RetentionConfiguration(ledger: .seconds(10 * 86_400))
        let dev = TeamConfiguration(name: "dev", access: AccessRules(), retention: short)
        let configuration = KanmonConfiguration(
            teams: [dev] + teams.map { TeamConfiguration(name: $0) },
            ledger: LedgerConfiguration(retention: .seconds(30 * 86_400))
        )
        return RetentionKeeper(
            ledger: ledger ?? bench.ledger,
            records: bench.store,
            configuration: { configuration },
            clock: bench.clock,
            logger: bench.log.logger
        )
    }

    /// A record of each team and age, in days.
    private func fill(_ bench: KeeperBench) throws {
        for team in ["dev", "ops", nil] {
            for age: Int64 in [5, 20, 40] {
                var record = bench.record(.cents(1))
                record.team = team
                record.time = bench.now - age * Self.day
                _ = try bench.ledger.insert([.record(record)])
            }
        }
    }

    private func left(_ bench: KeeperBench, _ team: String?) async throws -> Int {
        let rows = try await bench.ledger.rows(LedgerFilter(), PageRequest(limit: 1000)).rows
        return rows.filter { $0.record.team == team }.count
    }

    private func audit(_ bench: KeeperBench) async throws -> [AuditEntry] {
        try await bench.store.auditRecords(where: AuditFilter(), page: PageRequest()).rows.map(\.entry)
    }

    @Test func rowsGoByTheirTeam() async throws {
        let bench = try KeeperBench()
        try fill(bench)
        let report = await keeper(bench).sweep()
        #expect(try await left(bench, "dev") == 1)
        // A team that the configuration does not know, and none.
        #expect(try await left(bench, "ops") == 2)
        #expect(try await left(bench, nil) == 2)
        #expect(report.failures == 0)
        let verified = try await bench.ledger.verify(against: [])
        #expect(verified.problem == nil)

        let entries = try await audit(bench)
        #expect(entries.count == 1)
        #expect(entries.first?.action == "retention.run")
        #expect(entries.first?.actor.kind == .system)
        #expect(entries.first?.after?["ledger_rows"]?.int == 4)
        let teams = entries.first?.after?["teams"]?.array ?? []
        #expect(teams.compactMap { $0["team"]?.string } == ["dev", "ops"])
        #expect(teams.compactMap { $0["rows"]?.int }.reduce(0, +) == 4)
        // Nothing more to do: nothing more to tell.
        await keeper(bench).sweep()
        #expect(try await audit(bench).count == 1)
    }

    @Test("prompts and answers go by their team's word, never later than records, and all where none may be")
    func bodiesGoByTheirTeam() async throws {
        let bench = try KeeperBench()
        let bodies = ListBodies()
        let text = BodyText(bytes: [], size: 0, isTruncated: false)
        for team in ["dev", "ops", "silent", "short", nil] {
            for age: Int64 in [1, 5, 20] {
                let time = bench.now - age * Self.day
                _ = try await bodies.insert([
                    RequestBodies(
                        entry: "\(team ?? "none")-\(age)",
                        time: time,
                        team: team,
                        isStream: false,
                        request: text,
                        answer: nil
                    )
                ])
            }
        }
        func team(_ name: String, ledger: Int64? = nil, days: Int64, isZero: Bool = false) -> TeamConfiguration {
            let bodies = RetentionConfiguration.Bodies(store: true, retention: .seconds(days * 86_400))
            let retention = RetentionConfiguration(ledger: ledger.map { .seconds($0 * 86_400) }, bodies: bodies)
            return TeamConfiguration(name: name, access: AccessRules(), retention: retention, zeroRetention: isZero)
        }
        let configuration = KanmonConfiguration(
            teams: [
                team("dev", days: 10), team("silent", days: 10, isZero: true), team("short", ledger: 3, days: 10),
            ],
            ledger: LedgerConfiguration(retention: .seconds(400 * 86_400))
        )
        let keeper = RetentionKeeper(
            ledger: bench.ledger,
            bodies: bodies,
            records: bench.store,
            configuration: { configuration },
            clock: bench.clock,
            logger: bench.log.logger
        )
        let report = await keeper.sweep()
        let left: Set = ["dev-1", "dev-5", "short-1", "ops-1", "ops-5", "ops-20", "none-1", "none-5", "none-20"]
        #expect(Set(bodies.all.map(\.entry)) == left)
        #expect(report.bodies.map(\.team) == ["dev", "short", "silent"])
        #expect(report.bodies.map(\.count) == [1, 2, 3])
        let entry = try #require(try await audit(bench).first)
        #expect(entry.after?["bodies"]?.int == 6)
    }

    @Test(arguments: [false, true])
    func sessionsAndOldAcknowledgedAlertsGo(onDisk: Bool) async throws {
        let bench = try KeeperBench(onDisk: onDisk)
        func session(_ digest: UInt8, lastSeen: Int64, expires: Int64) -> StoredSession {
            StoredSession(
                digest: [digest],
                user: "user_1",
                created: 1,
                lastSeen: bench.now + lastSeen * KeeperBench.second,
                expires: bench.now + expires * KeeperBench.second,
                body: []
            )
        }
        try await bench.store.insert(session(1, lastSeen: -10, expires: 100))
        try await bench.store.insert(session(2, lastSeen: -10, expires: -1))
        try await bench.store.insert(session(3, lastSeen: -1801, expires: 100))
        for (id, age): (String, Int64) in [("new", 364), ("old", 366), ("open", 366)] {
            let alert = StoredAlert(id: id, time: bench.now - age * Self.day, scope: "team:dev", body: [])
            _ = try await bench.store.raise([alert])
            guard id != "open" else { continue }
            let entry = AuditEntry(
                time: bench.now,
                actor: AuditActor(.user, id: "user_1"),
                action: "alert.acknowledge",
                object: .init(kind: "alert", id: id)
            )
            _ = try await bench.store.acknowledgeAlert(id: id, at: bench.now, audit: entry)
        }
        let report = await keeper(bench).sweep()
        #expect(report.sessions == 2)
        #expect(report.alerts == 1)
        #expect(try await bench.store.sessions(ofUser: "user_1").map(\.digest) == [[1]])
        let alerts = try await bench.store.alerts(teams: nil, onlyOpen: false, page: PageRequest()).rows
        #expect(Set(alerts.map(\.id)) == ["new", "open"])
        let entry = try #require(try await audit(bench).first)
        #expect(entry.after?["ended_sessions"]?.int == 2)
        #expect(entry.after?["old_alerts"]?.int == 1)
    }

    @Test func aTeamThatCannotBeExpiredKeepsNoOtherBack() async throws {
        let bench = try KeeperBench()
        try fill(bench)
        let report = await keeper(bench, ledger: FaultyLedger(bench.ledger), teams: ["broken"]).sweep()
        #expect(report.failures == 1)
        #expect(try await left(bench, "dev") == 1)
        #expect(try await left(bench, "ops") == 2)
        #expect(bench.log.messages(.error).count == 1)
    }

    @Test func itRunsAfterFiveMinutesAndThenEveryHour() async throws {
        let bench = try KeeperBench()
        try fill(bench)
        let clock = ManualClock()
        let keeper = keeper(bench)
        let task = Task { await keeper.run(waiting: clock) }
        #expect(await clock.nextSleep() == .seconds(300))
        #expect(try await left(bench, "dev") == 3)
        clock.advance()
        #expect(await clock.nextSleep() == .seconds(3600))
        #expect(try await left(bench, "dev") == 1)
        bench.now += 6 * Self.day
        clock.advance()
        #expect(await clock.nextSleep() == .seconds(3600))
        #expect(try await left(bench, "dev") == 0)
        task.cancel()
        await task.value
        #expect(try await audit(bench).count == 2)
    }
}
