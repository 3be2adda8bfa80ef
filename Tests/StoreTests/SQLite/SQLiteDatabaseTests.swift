import Dispatch
import Foundation
import Governance
import Synchronization
import Testing

@testable import Store

private final class Counter: Sendable {
    private let value = Atomic(0)

    func increment() -> Int { value.add(1, ordering: .relaxed).newValue }
}

@Suite("The embedded database")
struct SQLiteDatabaseTests {
    @Test func `Commits are on the disk, behind a write-ahead log`() throws {
        let fixture = try SQLiteFixture()
        let pragmas: [(StaticString, Int64)] = [
            ("SELECT synchronous AS value FROM pragma_synchronous", 2),
            ("SELECT foreign_keys AS value FROM pragma_foreign_keys", 1),
            ("SELECT journal_mode = 'wal' AS value FROM pragma_journal_mode", 1),
            ("SELECT trusted_schema AS value FROM pragma_trusted_schema", 0),
        ]
        for (statement, expected) in pragmas {
            #expect(try fixture.integer(statement) == expected, "\(statement)")
        }
    }

    @Test func `What the folder holds is for its owner only`() async throws {
        let fixture = try SQLiteFixture(name: "new/data")
        _ = try await fixture.store.apply([Samples.insert(Samples.document("a"))])
        #expect(try fixture.folder.mode(of: "new") == 0o700)
        #expect(try fixture.folder.mode(of: "new/data") == 0o700)
        let names = try fixture.folder.names(in: "new/data")
        #expect(names == ["kanmon.sqlite", "kanmon.sqlite-shm", "kanmon.sqlite-wal", "lock"])
        for name in names { #expect(try fixture.folder.mode(of: "new/data/" + name) == 0o600, "\(name)") }
    }

    @Test func `A folder that everybody may write to is refused`() throws {
        let folder = try TemporaryFolder()
        try FileManager.default.setAttributes([.posixPermissions: 0o777], ofItemAtPath: folder.path)
        let error = #expect(throws: StoreError.self) { try DataFolder(folder.path) }
        #expect(error?.code == .unavailable)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        _ = try DataFolder(folder.path + "//")
        #expect(try folder.mode(of: "") == 0o755)
    }

    @Test(arguments: ["file", "file/below"])
    func `What is no folder is refused`(path: String) throws {
        let folder = try TemporaryFolder()
        try folder.write([1], to: "file")
        let error = #expect(throws: StoreError.self) { try DataFolder(folder(path)) }
        #expect(error?.code == .unavailable)
    }

    @Test func `Another program's database and a damaged one are refused and left as they are`() throws {
        let folder = try TemporaryFolder()
        let fixture = try SQLiteFixture(folder)
        try fixture.database.close()
        var other = try folder.bytes(of: "data/kanmon.sqlite")
        other.replaceSubrange(68..<72, with: [0, 0, 0, 9])
        let garbage = [UInt8](repeating: 0xA5, count: 8192)
        for (index, bytes) in [other, garbage].enumerated() {
            _ = try DataFolder(folder("\(index)"))
            try folder.write(bytes, to: "\(index)/kanmon.sqlite")
            let error = #expect(throws: StoreError.self) {
                try SQLiteDatabase(in: DataFolder(folder("\(index)")), now: 1)
            }
            #expect(error?.code == .corrupt)
            #expect(try folder.bytes(of: "\(index)/kanmon.sqlite") == bytes)
        }
    }

    @Test func `Damage in the midst of the database is told as such`() async throws {
        let folder = try TemporaryFolder()
        let first = try SQLiteFixture(folder)
        let documents = (0..<2000).map { Samples.insert(Samples.document("key\($0)")) }
        _ = try await first.store.apply(documents)
        try first.database.close()
        var bytes = try folder.bytes(of: "data/kanmon.sqlite")
        let start = 8 * 4096
        for index in start..<bytes.count where index % 4096 < 64 { bytes[index] = 0xA5 }
        try folder.write(bytes, to: "data/kanmon.sqlite")
        #expect(
            try await code {
                let damaged = try SQLiteFixture(folder)
                _ = try await damaged.store.changes(since: 0, limit: 5000)
            } == .corrupt
        )
    }

    @Test func `A full disk is told as such, and writing goes on when there is room`() async throws {
        let fixture = try SQLiteFixture()
        try fixture.database.withWriter { connection in
            try SQLQuery("PRAGMA max_page_count = 1").run(on: connection)
        }
        let large = StoredDocument(
            kind: .key,
            id: "large",
            name: "large",
            body: [UInt8](repeating: 0x20, count: 1 << 20)
        )
        #expect(try await code { _ = try await fixture.store.apply([Samples.insert(large)]) } == .full)
        #expect(try await fixture.store.document(.key, id: "large") == nil)
        #expect(try await fixture.store.auditHead().sequence == 0)
        try fixture.database.withWriter { connection in
            try SQLQuery("PRAGMA max_page_count = 1000000").run(on: connection)
        }
        _ = try await fixture.store.apply([Samples.insert(large)])
        #expect(try await fixture.store.document(.key, id: "large") != nil)
    }

    @Test func `Two handles see each other's changes and keep them in one order`() async throws {
        let folder = try TemporaryFolder()
        let handles = try [SQLiteFixture(folder), SQLiteFixture(folder)]
        try await withThrowingTaskGroup { group in
            for (number, handle) in handles.enumerated() {
                group.addTask {
                    for index in 0..<100 {
                        _ = try await handle.store.apply([Samples.insert(Samples.document("\(number)-\(index)"))])
                    }
                }
            }
            try await group.waitForAll()
        }
        for handle in handles {
            let changes = try await handle.store.changes(since: 0, limit: 1000)
            #expect(changes.written.map(\.revision) == Array(1...200))
            #expect(try await handle.store.verifyAudit(anchor: nil).problem == nil)
            #expect(try await handle.store.auditHead().sequence == 200)
        }
    }

    @Test func `No more waits than the limit; the rest is refused at once`() async throws {
        let fixture = try SQLiteFixture()
        let extra = 50
        let release = DispatchSemaphore(value: 0)
        let refused = Counter()
        let (started, starting) = AsyncStream.makeStream(of: Void.self)
        let blocker = Thread {
            // The writer is held until everything that is too much has been refused.
            try? fixture.database.withWriter { _ in
                starting.finish()
                release.wait()
            }
        }
        blocker.start()
        for await _ in started {}
        let written = await withTaskGroup { group in
            for _ in 0..<SQLiteDatabase.waitingLimit + extra {
                group.addTask {
                    do {
                        _ = try await fixture.store.append(Samples.audit())
                        return true
                    } catch {
                        #expect((error as? StoreError)?.code == .busy)
                        if refused.increment() == extra { release.signal() }
                        return false
                    }
                }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(written == SQLiteDatabase.waitingLimit)
        #expect(try await fixture.store.auditHead().sequence == Int64(SQLiteDatabase.waitingLimit))
    }

    @Test func `A closed database refuses and does not trap`() async throws {
        let fixture = try SQLiteFixture()
        try fixture.database.close()
        #expect(try await code { _ = try await fixture.store.latestRevision() } == .unavailable)
        #expect(try await code { _ = try await fixture.store.append(Samples.audit()) } == .unavailable)
    }

    @Test func `Damaged values are told as damage`() async throws {
        let fixture = try SQLiteFixture()
        _ = try await fixture.store.append(Samples.audit())
        try fixture.tamper("UPDATE audit SET entry = x'7b7d'")
        #expect(try await code { _ = try await fixture.store.auditRecords(where: .all, page: .init()) } == .corrupt)
        try fixture.tamper("DELETE FROM audit_head")
        #expect(try await code { _ = try await fixture.store.auditHead() } == .corrupt)
    }

    @Test func `Errors name no value`() async throws {
        let fixture = try SQLiteFixture()
        let error = #expect(throws: StoreError.self) {
            try fixture.database.writeBlocking { connection in
                for _ in 0..<2 {
                    try SQLQuery(
                        "INSERT INTO settings (name, value) VALUES (?, ?)",
                        .text("very-private"),
                        .blob(Array("secret".utf8))
                    ).run(on: connection)
                }
            }
        }
        #expect(error?.code == .conflict)
        #expect(error?.detail.contains("private") == false)
        #expect(error?.detail.contains("settings.name") == true)
    }
}
