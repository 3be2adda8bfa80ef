import ControlPlane
import Governance
import JSONText
import Logging
import Pricing
import Settings
import Store
import Testing

@Suite struct FolderDoorTests {
    private let store = MemoryStore()
    private let pepper = KeyPepper.generate()

    private func door(_ declared: DeclaredEntities = DeclaredEntities()) async throws -> FolderDoor {
        let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
        let keeper = DirectoryKeeper(store: store, pepper: pepper, declared: declared, logger: logger) { _ in }
        try await keeper.start()
        let prices = try PriceBook()
        let parts = ControlPlane.Parts(
            store: store,
            ledger: nil,
            keeper: keeper,
            pepper: pepper,
            configuration: { KanmonConfiguration() },
            prices: { prices },
            clock: ControlClock { 1_767_225_600_000_000_000 },
            logger: logger
        )
        return try FolderDoor(parts, requestID: "cli-1")
    }

    @Test func aKeyIsMadeWithItsTextAndItsEntryInTheAuditLog() async throws {
        let door = try await door()
        let key = try await door.answer(AdminCall(.post, "/keys", body: ["name": "app"])).value
        #expect(key["key"]?.string?.hasPrefix("sk-km-") == true)
        let id = try #require(key["id"]?.string)
        let shown = try await door.answer(AdminCall(.get, "/keys/{id}", id)).value
        #expect(shown["name"] == "app")
        #expect(shown["key"] == nil)
        let entries = try await store.auditRecords(where: AuditFilter(), page: PageRequest()).rows
        #expect(entries.map(\.entry.action) == ["key.create"])
        #expect(entries.first?.entry.actor.kind == .commandLine)
        #expect(entries.first?.entry.request == "cli-1")
        #expect(try await store.verifyAudit(anchor: nil).problem == nil)
    }

    @Test func aKeyWhoseTeamIsNotKnownCanBeRevoked() async throws {
        let team = Team(name: "declared", revision: Revision(at: Timestamp(seconds: 0), source: .file))
        let withTeam = try await door(DeclaredEntities(teams: [team]))
        let made = try await withTeam.answer(AdminCall(.post, "/keys", body: ["name": "app", "team": "declared"])).value
        let id = try #require(made["id"]?.string)
        let withoutTeam = try await door()
        let revoked = try await withoutTeam.answer(AdminCall(.post, "/keys/{id}/revoke", id)).value
        #expect(revoked["revoked"]?.string == "2026-01-01T00:00:00Z")
    }

    @Test func aTeamThatIsNotKnownIsNotNamed() async throws {
        let door = try await door()
        await #expect {
            try await door.answer(AdminCall(.post, "/keys", body: ["name": "app", "team": "none"]))
        } throws: { error in
            let failure = error as? AdminFailure
            return failure?.code == "invalid_request" && failure?.field == "team" && failure?.status == 400
        }
        #expect(try await store.auditRecords(where: AuditFilter(), page: PageRequest()).rows.isEmpty)
    }

    @Test func whatTheRouteDoesNotKnowIsRefused() async throws {
        let door = try await door()
        await #expect { try await door.answer(AdminCall(.get, "/keys", query: [.init("nonsense", "1")])) } throws: {
            ($0 as? AdminFailure)?.code == "invalid_parameter"
        }
        await #expect { try await door.answer(AdminCall(.get, "/nowhere")) } throws: {
            ($0 as? AdminFailure)?.code == "internal"
        }
    }

    @Test func valuesReachTheOperationAsTheyWereMeant() async throws {
        let door = try await door()
        for name in ["a+b", "a@b"] {
            _ = try await door.answer(AdminCall(.post, "/keys", body: ["name": .string(name)]))
        }
        let page = try await door.answer(AdminCall(.get, "/keys", query: [.init("name", "a+b")])).value
        #expect(page["rows"]?.array?.compactMap { $0["name"]?.string } == ["a+b"])
    }
}
