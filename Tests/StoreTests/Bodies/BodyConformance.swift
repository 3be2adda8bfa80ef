import Foundation
import Governance
import Testing

@testable import Store

@Suite struct BodyConformance {
    private static func bodies(
        _ entry: String,
        team: String? = "dev",
        time: Int64 = 100,
        text: String = "{}"
    ) -> RequestBodies {
        RequestBodies(
            entry: entry,
            time: time,
            team: team,
            isStream: true,
            request: BodyText(bytes: Array(text.utf8), size: 9, isTruncated: true),
            answer: BodyText(bytes: [0, 255, 1], size: 3, isTruncated: false)
        )
    }

    private static func note(_ action: String) -> AuditEntry {
        AuditEntry(
            time: 1,
            actor: AuditActor(.system, id: "test"),
            action: action,
            object: .init(kind: "bodies", id: "e")
        )
    }

    /// Whether a text is anywhere in a folder's files.
    private func isOnDisk(_ text: String, _ fixture: SQLiteFixture) throws -> Bool {
        let folder = fixture.folder("data")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder)
        return names.contains { name in
            FileManager.default.contents(atPath: folder + "/" + name)?.range(of: Data(text.utf8)) != nil
        }
    }

    @Test func bodiesComeBackAsTheyWereAndOnce() async throws {
        let fixture = try SQLiteFixture()
        let store = SQLiteBodies(fixture.database)
        let first = Self.bodies("a")
        let unanswered = RequestBodies(
            entry: "b",
            time: 5,
            team: nil,
            isStream: false,
            request: first.request,
            answer: nil
        )
        #expect(try await store.insert([first, unanswered]) == 2)
        #expect(try await store.insert([Self.bodies("a", text: "other"), Self.bodies("c")]) == 1)
        #expect(try await store.bodies(of: "a") == first)
        #expect(try await store.bodies(of: "b") == unanswered)
        #expect(try await store.bodies(of: "'; DROP TABLE ledger_bodies; --") == nil)
        #expect(Set(try await store.teamsWithBodies()) == ["dev", nil])
    }

    @Test func theyGoByTeamAndAgeAndLeaveNoByte() async throws {
        let fixture = try SQLiteFixture()
        let store = SQLiteBodies(fixture.database)
        for number in 0..<250 {
            let text = "canary-\(number % 2)-" + String(repeating: "x", count: 5000)
            _ = try await store.insert([Self.bodies("e\(number)", time: Int64(number % 2) * 1000, text: text)])
        }
        _ = try await store.insert([
            Self.bodies("other", team: "ops", time: 0), Self.bodies("none", team: nil, time: 0),
        ])
        #expect(try isOnDisk("canary-0-", fixture))
        #expect(try await store.expireBodies(team: "dev", before: 1000) == 125)
        #expect(try await store.expireBodies(team: "dev", before: 1000) == 0)
        #expect(try !isOnDisk("canary-0-", fixture))
        #expect(try isOnDisk("canary-1-", fixture))
        #expect(try await store.bodies(of: "other") != nil)
        #expect(try await store.expireBodies(team: nil, before: .max) == 1)
        #expect(Set(try await store.teamsWithBodies()) == ["dev", "ops"])
    }

    @Test func deletingIsNotedWithWhatIsDeleted() async throws {
        let fixture = try SQLiteFixture()
        let store = SQLiteBodies(fixture.database)
        _ = try await store.insert([Self.bodies("e", text: "canary")])
        #expect(try await store.removeBodies(of: "e", audit: Self.note("bodies.delete")))
        #expect(try await !store.removeBodies(of: "e", audit: Self.note("bodies.delete")))
        #expect(try await store.bodies(of: "e") == nil)
        #expect(try await fixture.store.auditHead().sequence == 1)
        #expect(try !isOnDisk("canary", fixture))
    }

    @Test func theyGoWithTheirRecord() async throws {
        let fixture = try SQLiteFixture()
        let (store, ledger) = (SQLiteBodies(fixture.database), SQLiteLedger(fixture.database))
        let records = LedgerRecord.samples(0..<60)
        _ = try ledger.insert(records)
        _ = try await store.insert(records.map { Self.bodies($0.entry, team: $0.team, text: "canary-\($0.entry);") })
        let gone = records.filter { $0.team == "dev" }
        #expect(try await ledger.expire(team: "dev", before: .max) == gone.count)
        for record in records {
            #expect(try await (store.bodies(of: record.entry) == nil) == (record.team == "dev"))
            #expect(try isOnDisk("canary-\(record.entry);", fixture) == (record.team != "dev"))
        }
        #expect(try await ledger.verify(against: []).problem == nil)
    }
}
