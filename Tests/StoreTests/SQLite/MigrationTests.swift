import Governance
import Synchronization
import Testing

@testable import Store

@Suite("Migrations")
struct MigrationTests {
    private struct Failure: Error {}

    private static let steps = [
        Migration(number: 1, name: "one") { connection in
            try SQLQuery("CREATE TABLE one (value INTEGER NOT NULL) STRICT").run(on: connection)
            try SQLQuery("INSERT INTO one (value) VALUES (7)").run(on: connection)
        },
        Migration(number: 2, name: "two") { connection in
            try SQLQuery("ALTER TABLE one ADD COLUMN more INTEGER NOT NULL DEFAULT 0").run(on: connection)
            try SQLQuery("UPDATE one SET value = value + 1").run(on: connection)
        },
        Migration(number: 3, name: "three") { connection in
            try SQLQuery("CREATE TABLE three (value INTEGER) STRICT").run(on: connection)
        },
    ]

    private func open(_ folder: TemporaryFolder, _ steps: [Migration]) throws -> SQLiteDatabase {
        try SQLiteDatabase(in: DataFolder(folder("data")), now: 5, steps: steps)
    }

    private func integer(_ statement: StaticString, in database: SQLiteDatabase) throws -> Int64? {
        try database.readBlocking { connection in
            try SQLQuery(statement).row(on: connection) { try $0.optionalInteger("value") } ?? nil
        }
    }

    @Test func `Steps are numbered from one without a gap, and named apart`() {
        #expect(Migrations.all.map(\.number) == Array(1...Migrations.all.count))
        #expect(Set(Migrations.all.map(\.name)).count == Migrations.all.count)
    }

    @Test(arguments: 0...3)
    func `Every earlier form is brought forward, each step once`(done: Int) throws {
        let folder = try TemporaryFolder()
        try open(folder, Array(Self.steps.prefix(done))).close()
        for _ in 0..<2 {
            let database = try open(folder, Self.steps)
            #expect(try integer("SELECT max(number) AS value FROM migrations", in: database) == 3)
            #expect(try integer("SELECT value FROM one", in: database) == 8)
            #expect(try integer("SELECT count(*) AS value FROM three", in: database) == 0)
            try database.close()
        }
    }

    @Test func `Every earlier form of ours is brought forward with what is in it`() async throws {
        for done in 1...Migrations.all.count {
            let folder = try TemporaryFolder()
            let old = try open(folder, Array(Migrations.all.prefix(done)))
            _ = try await SQLiteStore(old).apply([Samples.insert(Samples.document("a"))])
            try old.close()
            let store = SQLiteStore(try open(folder, Migrations.all))
            #expect(try await store.document(.key, id: "a")?.version == 1)
            #expect(try await store.budgetStates().isEmpty)
        }
    }

    @Test func `Records of an earlier form are found where they stand`() async throws {
        let folder = try TemporaryFolder()
        let old = try open(folder, Array(Migrations.all.prefix { $0.name != "minutes" }))
        try old.writeBlocking { connection in
            try SQLQuery(
                """
                INSERT INTO ledger_rows (
                    sequence, entry, dimension, time, status, is_error, input_tokens, output_tokens, is_hit, saved_nano,
                    saved_rest
                ) VALUES (1, 'a', 1, 60000000000, 200, 0, 1, 1, 0, 0, 0), (2, 'b', 2, 119999999999, 200, 0, 1, 1, 0, 0, 0),
                    (3, 'c', 1, 59999999999, 200, 0, 1, 1, 0, 0, 0), (5, 'd', 1, 60000000001, 200, 0, 1, 1, 0, 0, 0)
                """
            ).run(on: connection)
        }
        try old.close()
        let database = try open(folder, Migrations.all)
        let minutes = try database.readBlocking { connection in
            try SQLQuery("SELECT minute, first, last FROM ledger_minutes ORDER BY minute").rows(on: connection)
                .map { [try $0.integer("minute"), try $0.integer("first"), try $0.integer("last")] }
        }
        #expect(minutes == [[0, 3, 3], [1, 1, 5]])
        let places = try database.readBlocking { connection in
            try SQLQuery("SELECT dimension, minute, first, last FROM ledger_places ORDER BY dimension, minute")
                .rows(on: connection).map {
                    [
                        try $0.integer("dimension"), try $0.integer("minute"), try $0.integer("first"),
                        try $0.integer("last"),
                    ]
                }
        }
        #expect(places == [[1, 0, 3, 3], [1, 1, 1, 5], [2, 1, 2, 2]])
    }

    /// What was written before guardrails stays readable, provable and searchable, and what comes then is found by them.
    @Test func `A ledger of a form without guardrails goes on`() async throws {
        let folder = try TemporaryFolder()
        let old = try open(folder, Array(Migrations.all.prefix { $0.name != "guards" }))
        let before = (0..<20).map { number in
            var record = LedgerRecord.sample(number)
            record.guards = []
            return record
        }
        #expect(try SQLiteLedger(old).insert(before) == 20)
        try old.close()
        let ledger = SQLiteLedger(try open(folder, Migrations.all))
        #expect(try ledger.insert(LedgerRecord.samples(20..<40)) == 20)
        #expect(Set(try await ledger.all().map(\.record)) == Set(before + LedgerRecord.samples(20..<40)))
        var filter = LedgerFilter()
        filter.guardrail = "pii"
        let found = try await ledger.all(filter).map(\.record.entry)
        let expected = LedgerRecord.samples(20..<40).filter { $0.guards.contains { $0.guardrail == "pii" } }
        #expect(Set(found) == Set(expected.map(\.entry)) && !found.isEmpty)
        #expect(try await ledger.verify(against: []).problem == nil)
    }

    @Test func `A newer version's database is refused and left as it is`() throws {
        let folder = try TemporaryFolder()
        try open(folder, Self.steps).close()
        let before = try folder.bytes(of: "data/kanmon.sqlite")
        let error = #expect(throws: StoreError.self) { try open(folder, Array(Self.steps.prefix(2))) }
        #expect(error?.code == .newerSchema)
        #expect(error?.detail.contains("3") == true)
        #expect(try folder.bytes(of: "data/kanmon.sqlite") == before)
        try open(folder, Self.steps).close()
    }

    @Test func `A step that fails halfway leaves the form before it`() throws {
        let folder = try TemporaryFolder()
        let broken = Migration(number: 2, name: "two") { connection in
            try Self.steps[1].apply(connection)
            throw Failure()
        }
        #expect(throws: StoreError.self) { try open(folder, [Self.steps[0], broken, Self.steps[2]]) }
        let database = try open(folder, Array(Self.steps.prefix(1)))
        #expect(try integer("SELECT value FROM one", in: database) == 7)
        #expect(try integer("SELECT max(number) AS value FROM migrations", in: database) == 1)
        try database.close()
        #expect(try integer("SELECT value FROM one", in: open(folder, Self.steps)) == 8)
    }

    @Test func `A process that is killed in a step leaves the form before it`() throws {
        let folder = try TemporaryFolder()
        try open(folder, Array(Self.steps.prefix(1))).close()
        let copied = Atomic(false)
        // What the disk holds in the midst of the step is what the next start finds after `kill -9`.
        let observed = Migration(number: 2, name: "two") { connection in
            try Self.steps[1].apply(connection)
            for name in ["kanmon.sqlite", "kanmon.sqlite-wal"] {
                try folder.write(folder.bytes(of: "data/\(name)"), to: name)
            }
            copied.store(true, ordering: .relaxed)
        }
        try open(folder, [Self.steps[0], observed]).close()
        let wasCopied = copied.load(ordering: .relaxed)
        #expect(wasCopied)
        let left = try SQLiteDatabase(in: DataFolder(folder.path), now: 1, steps: Array(Self.steps.prefix(1)))
        #expect(try integer("SELECT value FROM one", in: left) == 7)
    }

    @Test func `Another history under the same numbers is refused`() throws {
        let folder = try TemporaryFolder()
        try open(folder, Self.steps).close()
        let other = [Migration(number: 1, name: "another") { _ in }] + Self.steps.dropFirst()
        let error = #expect(throws: StoreError.self) { try open(folder, other) }
        #expect(error?.code == .corrupt)
    }

    @Test func `Processes that open a new folder at once do each step once`() async throws {
        let folder = try TemporaryFolder()
        let values = try await withThrowingTaskGroup { group in
            for _ in 0..<6 {
                group.addTask {
                    let database = try open(folder, Self.steps)
                    return try integer("SELECT value FROM one", in: database)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(values == Array(repeating: 8, count: 6))
    }
}
