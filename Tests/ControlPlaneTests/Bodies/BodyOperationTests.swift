import Governance
import JSONText
import Store
import Testing

@testable import ControlPlane

@Suite struct BodyOperationTests {
    private func world() async throws -> (plane: TestPlane, entry: String) {
        let plane = try await TestPlane()
        var maker = LedgerEntryMaker()
        let entry = maker.next(at: plane.clock.now)
        let text = BodyText(bytes: Array("{\"text\":\"secret words\"}".utf8), size: 99, isTruncated: true)
        _ = try await plane.bodies.insert([
            RequestBodies(entry: entry, time: 1, team: "dev", isStream: true, request: text, answer: nil)
        ])
        return (plane, entry)
    }

    private func audit(_ plane: TestPlane) async throws -> [AuditEntry] {
        try await plane.store.auditRecords(where: AuditFilter(), page: PageRequest()).rows.map(\.entry)
    }

    @Test func eachReadingIsInTheAuditLogWithoutWhatWasRead() async throws {
        let (plane, entry) = try await world()
        for count in 1...2 {
            let reply = try await plane.send("GET", "/ledger/\(entry)/bodies")
            #expect(reply.status == 200)
            #expect(reply.json["request"]?["text"]?.string == "{\"text\":\"secret words\"}")
            #expect(reply.json["request"]?["size"] == 99)
            #expect(reply.json["request"]?["truncated"] == true)
            #expect(reply.json["answer"] == .null)
            let entries = try await audit(plane)
            #expect(entries.count == count)
            #expect(
                entries.allSatisfy { $0.action == "bodies.read" && $0.object.id == entry && $0.object.team == "dev" }
            )
            #expect(entries.allSatisfy { !$0.json.text.contains("secret") && $0.request == "req-1" })
        }
    }

    @Test func whatIsNotThereOrNotToBeSeenIsNotNoted() async throws {
        let (plane, entry) = try await world()
        let stranger = try await plane.session(try await plane.user("stranger", .teamAdmin, teams: ["ops"]))
        let auditor = try await plane.session(try await plane.user("auditor", .auditor))
        let before = try await audit(plane).count
        #expect(try await plane.send("GET", "/ledger/\(entry)/bodies", as: stranger).status == 404)
        #expect(try await plane.send("GET", "/ledger/\(entry)/bodies", as: auditor).status == 403)
        var maker = LedgerEntryMaker()
        #expect(try await plane.send("GET", "/ledger/\(maker.next(at: 1))/bodies").status == 404)
        #expect(try await plane.send("GET", "/ledger/nonsense/bodies").status == 404)
        #expect(try await audit(plane).count == before)
    }

    @Test func deletingTakesAReason() async throws {
        let (plane, entry) = try await world()
        #expect(try await plane.send("DELETE", "/ledger/\(entry)/bodies", ["because": "x"]).status == 400)
        #expect(try await plane.send("DELETE", "/ledger/\(entry)/bodies", ["reason": "asked for"]).status == 204)
        #expect(plane.bodies.all.isEmpty)
        #expect(try await plane.send("DELETE", "/ledger/\(entry)/bodies").status == 404)
    }

    @Test func whoAsksForARunOfTheRetentionIsInTheAuditLog() async throws {
        let (plane, _) = try await world()
        let reply = try await plane.send("POST", "/ledger/expire")
        #expect(reply.status == 200)
        // It is of 1970.
        #expect(reply.json["bodies"] == 1)
        let entry = try #require(try await audit(plane).first)
        #expect(entry.action == "retention.run")
        #expect(entry.actor.kind != .system)
        #expect(entry.request == "req-1")
    }
}
