import Governance
import Testing

@testable import Store

@Suite("Tampering with the audit log in the database")
struct AuditTamperingTests {
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let statements: [StaticString]
        let problem: AuditProblem

        init(_ testDescription: String, _ statements: StaticString..., finds problem: AuditProblem) {
            self.testDescription = testDescription
            self.statements = statements
            self.problem = problem
        }
    }

    static let tamperings = [
        Tampering(
            "edit",
            "UPDATE audit SET entry = CAST(replace(CAST(entry AS TEXT), 'k4', 'k5') AS BLOB) WHERE sequence = 4",
            finds: .edited(sequence: 4)
        ),
        Tampering(
            "edited digest",
            "UPDATE audit SET digest = zeroblob(32) WHERE sequence = 4",
            finds: .edited(sequence: 4)
        ),
        Tampering("broken digest", "UPDATE audit SET digest = x'00' WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("edited time", "UPDATE audit SET time = time + 1 WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("edited actor", "UPDATE audit SET actor = 'x' WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("edited action", "UPDATE audit SET action = 'x' WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("edited kind", "UPDATE audit SET kind = 'x' WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("edited object", "UPDATE audit SET object = 'x' WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("edited team", "UPDATE audit SET team = NULL WHERE sequence = 4", finds: .edited(sequence: 4)),
        Tampering("removed", "DELETE FROM audit WHERE sequence = 4", finds: .gap(sequence: 4)),
        Tampering("removed first", "DELETE FROM audit WHERE sequence = 1", finds: .gap(sequence: 1)),
        Tampering(
            "removed and renumbered",
            "DELETE FROM audit WHERE sequence = 4",
            "UPDATE audit SET sequence = sequence - 1 WHERE sequence > 4",
            finds: .edited(sequence: 4)
        ),
        Tampering(
            "reordered",
            "UPDATE audit SET sequence = -3 WHERE sequence = 3",
            "UPDATE audit SET sequence = 3 WHERE sequence = 6",
            "UPDATE audit SET sequence = 6 WHERE sequence = -3",
            finds: .reordered(sequence: 3)
        ),
        Tampering("truncated", "DELETE FROM audit WHERE sequence > 6", finds: .truncated(sequence: 6, head: 8)),
        Tampering("emptied", "DELETE FROM audit", finds: .truncated(sequence: 0, head: 8)),
        Tampering(
            "head set back",
            "UPDATE audit_head SET sequence = 6, digest = (SELECT digest FROM audit WHERE sequence = 6)",
            finds: .appended(sequence: 7)
        ),
        Tampering("head's digest", "UPDATE audit_head SET digest = zeroblob(32)", finds: .rewritten(sequence: 8)),
    ]

    private func fixture() async throws -> SQLiteFixture {
        let fixture = try SQLiteFixture()
        for index in 1...8 {
            _ = try await fixture.store.append(Samples.audit(object: "k\(index)", team: "t"))
        }
        #expect(try await fixture.store.verifyAudit(anchor: nil).problem == nil)
        return fixture
    }

    @Test(arguments: tamperings)
    func `Each kind is found, at its place`(_ tampering: Tampering) async throws {
        let fixture = try await fixture()
        try fixture.database.writeBlocking { connection in
            for statement in tampering.statements {
                let count = try SQLQuery(statement).run(on: connection)
                #expect(count > 0)
            }
        }
        #expect(try await fixture.store.verifyAudit(anchor: nil).problem == tampering.problem)
    }

    @Test func `A log that was cut with its head is found by a head noted elsewhere`() async throws {
        let fixture = try await fixture()
        let noted = try await fixture.store.auditHead()
        try fixture.tamper(
            "DELETE FROM audit WHERE sequence > 6",
            "UPDATE audit_head SET sequence = 6, digest = (SELECT digest FROM audit WHERE sequence = 6)"
        )
        #expect(try await fixture.store.verifyAudit(anchor: nil).problem == nil)
        #expect(
            try await fixture.store.verifyAudit(anchor: noted).problem == .truncated(sequence: 6, head: 8)
        )
        for index in 7...8 { _ = try await fixture.store.append(Samples.audit(object: "forged\(index)")) }
        #expect(try await fixture.store.verifyAudit(anchor: noted).problem == .rewritten(sequence: 8))
    }
}
