import Foundation
import Governance
import Testing

@testable import Store

@Suite("Backup and restoring")
struct BackupTests {
    private func ids(_ store: SQLiteStore) async throws -> [String] {
        try await store.changes(since: 0, limit: 1_000_000).written.map(\.id)
    }

    @Test func `A backup under load restores to one consistent state`() async throws {
        let folder = try TemporaryFolder()
        let fixture = try SQLiteFixture(folder)
        // Two documents in each transaction: a state with one of them was never there.
        let writer = Task {
            var count = 0
            while !Task.isCancelled {
                _ = try await fixture.store.apply([
                    Samples.insert(Samples.document("a\(count)", body: String(repeating: "x", count: 2000))),
                    Samples.insert(Samples.document("b\(count)")),
                ])
                count += 1
            }
            return count
        }
        var committed: [Int64] = []
        for index in 0..<5 {
            committed.append(try await fixture.store.latestRevision())
            try await fixture.database.backup(to: folder("backup\(index)"))
        }
        writer.cancel()
        #expect(try await writer.value > 0)
        for index in 0..<5 {
            try DataFolder.restore(folder("backup\(index)"), to: folder("restored\(index)"))
            let restored = try SQLiteFixture(folder, name: "restored\(index)")
            let documents = try await ids(restored.store)
            #expect(documents.count { $0.hasPrefix("a") } == documents.count { $0.hasPrefix("b") })
            #expect(Int64(documents.count) >= committed[index])
            #expect(Int64(documents.count) == (try await restored.store.latestRevision()))
            let verification = try await restored.store.verifyAudit(anchor: nil)
            #expect(verification.problem == nil)
            #expect(verification.verified.sequence == Int64(documents.count))
        }
    }

    @Test func `A backup is one file for its owner, and replaces the one before`() async throws {
        let folder = try TemporaryFolder()
        let fixture = try SQLiteFixture(folder)
        for index in 0..<2 {
            _ = try await fixture.store.apply([Samples.insert(Samples.document("\(index)"))])
            try await DataFolder.backup(folder("data"), to: folder("backup"))
        }
        #expect(try folder.names() == ["backup", "data"])
        #expect(try folder.mode(of: "backup") == 0o600)
        try DataFolder.restore(folder("backup"), to: folder("new"))
        #expect(try await ids(SQLiteFixture(folder, name: "new").store) == ["0", "1"])
        #expect(try folder.names(in: "new").filter { $0.contains("restor") }.isEmpty)
    }

    @Test func `Nothing but a backup is written over`() async throws {
        let folder = try TemporaryFolder()
        let fixture = try SQLiteFixture(folder)
        try folder.write(Array("important".utf8), to: "letter")
        try FileManager.default.createSymbolicLink(
            atPath: folder("link"),
            withDestinationPath: folder("data/kanmon.sqlite")
        )
        for path in ["letter", "data", "data/kanmon.sqlite", "link"] {
            #expect(try await code { try await fixture.database.backup(to: folder(path)) } == .conflict, "\(path)")
        }
        #expect(try await code { try await fixture.database.backup(to: folder("no/folder")) } == .unavailable)
        #expect(try folder.bytes(of: "letter") == Array("important".utf8))
        #expect(try folder.names() == ["data", "letter", "link"])
        #expect(try await code { try await DataFolder.backup(folder("none"), to: folder("x")) } == .notFound)
    }

    @Test func `A backup of another version's folder does not bring it forward`() async throws {
        let folder = try TemporaryFolder()
        let newer = Migrations.all + [Migration(number: Migrations.all.count + 1, name: "newer") { _ in }]
        for (name, steps) in [("older", Array(Migrations.all.prefix(1))), ("newer", newer)] {
            try SQLiteDatabase(in: DataFolder(folder(name)), now: 1, steps: steps).close()
            try await DataFolder.backup(folder(name), to: folder(name + ".backup"))
            let opened = try SQLiteDatabase(asItIsIn: DataFolder(folder(name)))
            let form = try opened.readBlocking { connection in
                try SQLQuery("SELECT max(number) AS value FROM migrations").row(on: connection) {
                    try $0.integer("value")
                }
            }
            #expect(form == Int64(steps.count))
        }
    }

    @Test func `Restoring waits for no one: a folder in use is refused`() async throws {
        let folder = try TemporaryFolder()
        var running: SQLiteFixture? = try SQLiteFixture(folder)
        try await running?.database.backup(to: folder("backup"))
        let error = #expect(throws: StoreError.self) { try DataFolder.restore(folder("backup"), to: folder("data")) }
        #expect(error?.code == .locked)
        #expect(try await code { _ = try await running?.store.append(Samples.audit()) } == nil)
        running = nil
        try DataFolder.restore(folder("backup"), to: folder("data"))
        let alone = try DataFolder(folder("data"), exclusively: true)
        let refused = #expect(throws: StoreError.self) { try DataFolder(folder("data")) }
        #expect(refused?.code == .locked)
        withExtendedLifetime(alone) {}
    }

    @Test func `What was there stays beside what was restored`() async throws {
        let folder = try TemporaryFolder()
        try await {
            let fixture = try SQLiteFixture(folder)
            _ = try await fixture.store.apply([Samples.insert(Samples.document("old"))])
            try await fixture.database.backup(to: folder("backup"))
            _ = try await fixture.store.apply([Samples.insert(Samples.document("late"))])
        }()
        for _ in 0..<2 { try DataFolder.restore(folder("backup"), to: folder("data")) }
        #expect(try folder.names(in: "data") == ["kanmon.sqlite", "kanmon.sqlite.before-restore", "lock"])
        #expect(try await ids(SQLiteFixture(folder).store) == ["old"])
        try await {
            let fixture = try SQLiteFixture(folder)
            _ = try await fixture.store.apply([Samples.insert(Samples.document("newest"))])
        }()
        try DataFolder.restore(folder("backup"), to: folder("data"))
        try DataFolder.restore(folder("data/kanmon.sqlite.before-restore"), to: folder("before"))
        #expect(try await ids(SQLiteFixture(folder, name: "before").store) == ["old", "newest"])
    }

    @Test func `A damaged, strange, newer or missing backup leaves everything as it was`() async throws {
        let folder = try TemporaryFolder()
        try await {
            let fixture = try SQLiteFixture(folder)
            _ = try await fixture.store.apply((0..<500).map { Samples.insert(Samples.document("\($0)")) })
            try await fixture.database.backup(to: folder("backup"))
        }()
        let whole = try folder.bytes(of: "backup")
        var damaged = whole
        for index in 4 * 4096..<damaged.count where index % 4096 < 64 { damaged[index] = 0xA5 }
        try folder.write(damaged, to: "damaged")
        try folder.write(Array(whole.prefix(whole.count / 2)), to: "half")
        try folder.write(Array("no backup at all".utf8), to: "strange")
        try folder.write([], to: "empty")
        let before = try folder.bytes(of: "data/kanmon.sqlite")
        let cases: [(String, [Migration], StoreError.Code)] = [
            ("damaged", Migrations.all, .corrupt),
            ("half", Migrations.all, .corrupt),
            ("strange", Migrations.all, .corrupt),
            ("empty", Migrations.all, .corrupt),
            ("missing", Migrations.all, .notFound),
            ("data", Migrations.all, .notFound),
            ("backup", Array(Migrations.all.prefix(1)), .newerSchema),
        ]
        for (name, steps, expected) in cases {
            let error = #expect(throws: StoreError.self, "\(name)") {
                try DataFolder.restore(folder(name), to: folder("data"), steps: steps)
            }
            #expect(error?.code == expected, "\(name): \(error?.detail ?? "")")
            #expect(try folder.names(in: "data") == ["kanmon.sqlite", "lock"], "\(name)")
            #expect(try folder.bytes(of: "data/kanmon.sqlite") == before, "\(name)")
        }
    }

    @Test func `A damaged database is set aside with its log`() async throws {
        let folder = try TemporaryFolder()
        try await {
            let fixture = try SQLiteFixture(folder)
            try await fixture.database.backup(to: folder("backup"))
        }()
        try folder.write([UInt8](repeating: 0xA5, count: 4096), to: "data/kanmon.sqlite")
        try folder.write([1, 2, 3], to: "data/kanmon.sqlite-wal")
        try DataFolder.restore(folder("backup"), to: folder("data"))
        #expect(try folder.bytes(of: "data/kanmon.sqlite.before-restore").first == 0xA5)
        #expect(try await ids(SQLiteFixture(folder).store).isEmpty)
    }
}
