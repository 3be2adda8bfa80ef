import Governance
import JSONText
import Store
import Testing

@Suite("Every store keeps the audit log")
struct AuditConformance {
    @Test(arguments: StoreFactory.all)
    func `Entries come back as they were told, the newest first`(_ factory: StoreFactory) async throws {
        try await factory { store in
            #expect(try await store.auditHead() == .empty)
            var told: [AuditEntry] = []
            for index in 1...7 {
                let entry = AuditEntry(
                    time: Int64(index),
                    actor: AuditActor(.token, id: "token", name: "自動"),
                    origin: "2001:db8::1",
                    request: "r-\(index)",
                    action: "team.update",
                    object: .init(kind: "team", id: "t", name: "n", team: "t"),
                    reason: "because \"\u{1}\"",
                    before: ["limit": 1],
                    after: ["limit": 2, "password": "not to be kept"]
                )
                #expect(try await store.append(entry).sequence == Int64(index))
                told.append(entry)
            }
            var read: [AuditRecord] = []
            var cursor: PageCursor?
            repeat {
                let page = try await store.auditRecords(where: .all, page: .init(limit: 3, after: cursor))
                read += page.rows
                cursor = page.next
            } while cursor != nil
            #expect(read.map(\.entry) == told.reversed())
            #expect(read.map(\.sequence) == [7, 6, 5, 4, 3, 2, 1])
            #expect(read[0].entry.after == ["limit": 2, "password": "***"])
            #expect(try await store.auditHead() == AuditHead(sequence: 7, digest: read[0].digest))
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Filters find what they say`(_ factory: StoreFactory) async throws {
        try await factory { store in
            let entries = [
                Samples.audit("key.create", time: 10, actor: "u1", object: "k1", team: "a"),
                Samples.audit("key.delete", time: 20, actor: "u2", object: "k1", team: "b"),
                Samples.audit("team.update", time: 30, actor: "u1", object: "a", kind: "team"),
            ]
            for entry in entries { _ = try await store.append(entry) }
            let filters: [(AuditFilter, [Int64])] = [
                (.all, [3, 2, 1]),
                (.init(from: 20), [3, 2]),
                (.init(until: 20), [1]),
                (.init(from: 11, until: 30), [2]),
                (.init(actor: "u1"), [3, 1]),
                (.init(action: "key.delete"), [2]),
                (.init(objectKind: "team"), [3]),
                (.init(objectKind: "key", objectID: "k1"), [2, 1]),
                (.init(team: "b"), [2]),
                (.init(actor: "u2", team: "a"), []),
                (.init(actor: "u1' OR '1'='1"), []),
            ]
            for (filter, expected) in filters {
                let found = try await store.auditRecords(where: filter, page: .init()).rows.map(\.sequence)
                #expect(found == expected, "\(filter)")
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `A whole log is found whole, up to a head that was noted`(_ factory: StoreFactory) async throws {
        try await factory { store in
            #expect(try await store.verifyAudit(anchor: nil) == AuditVerification(verified: .empty, problem: nil))
            for index in 0..<5 { _ = try await store.apply([Samples.insert(Samples.document("k\(index)"))]) }
            let noted = try await store.auditHead()
            _ = try await store.append(Samples.audit())
            let head = try await store.auditHead()
            #expect(head.sequence == 6)
            #expect(try await store.verifyAudit(anchor: noted) == AuditVerification(verified: head, problem: nil))
            let other = AuditHead(sequence: 3, digest: noted.digest)
            #expect(try await store.verifyAudit(anchor: other).problem == .rewritten(sequence: 3))
            let beyond = AuditHead(sequence: 9, digest: noted.digest)
            #expect(try await store.verifyAudit(anchor: beyond).problem == .truncated(sequence: 6, head: 9))
        }
    }
}
