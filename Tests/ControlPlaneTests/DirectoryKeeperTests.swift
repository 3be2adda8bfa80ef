import Governance
import JSONText
import Logging
import Settings
import Store
import Synchronization
import Testing

@testable import ControlPlane

@Suite struct DirectoryKeeperTests {
    private let pepper = KeyPepper.generate()
    private let now = Timestamp(seconds: 1_790_000_000)

    /// What a sink was given, and a way to wait for it.
    private struct Sink {
        let stream: AsyncStream<Directory>
        let continuation: AsyncStream<Directory>.Continuation

        init() { (stream, continuation) = AsyncStream.makeStream() }
    }

    private func keeper(
        _ store: any IdentityStore,
        _ declared: DeclaredEntities = DeclaredEntities(),
        _ sink: Sink
    ) -> DirectoryKeeper {
        DirectoryKeeper(
            store: store,
            pepper: pepper,
            declared: declared,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            sink: { sink.continuation.yield($0) }
        )
    }

    private func team(_ name: String, _ description: String, _ source: EntitySource = .store) -> Team {
        Team(name: name, description: description, revision: Revision(at: now, source: source))
    }

    private func keep(_ entity: some ManagedEntity, in store: any IdentityStore) async throws {
        let entry = AuditEntry(
            time: 0,
            actor: AuditActor(.system, id: "test"),
            action: "test",
            object: entity.auditObject
        )
        _ = try await store.apply([DocumentChange(.insert(entity.document), audit: entry)])
    }

    @Test func startHandsOutWhatIsThereAndWhatIsDeclared() async throws {
        let store = MemoryStore()
        try await keep(team("stored", "s"), in: store)
        let sink = Sink()
        let keeper = keeper(store, DeclaredEntities(teams: [team("declared", "d", .file)]), sink)
        try await keeper.start()
        var seen = sink.stream.makeAsyncIterator()
        let directory = await seen.next()
        #expect(Set(directory?.teams.keys.map(\.self) ?? []) == ["stored", "declared"])
        #expect(keeper.directory.teams.count == 2)
    }

    @Test func theConfigurationCountsBeforeTheStore() async throws {
        let store = MemoryStore()
        try await keep(team("both", "from the store"), in: store)
        let sink = Sink()
        let keeper = keeper(store, DeclaredEntities(teams: [team("both", "from the file", .file)]), sink)
        try await keeper.start()
        #expect(keeper.directory.teams["both"]?.description == "from the file")
        // A change of the hidden one does not uncover it; taking the declaration away does.
        let old = team("both", "from the store")
        var changed = old
        changed.description = "changed"
        let entry = AuditEntry(time: 0, actor: AuditActor(.system, id: "t"), action: "t", object: old.auditObject)
        _ = try await store.apply([DocumentChange(.update(changed.document, expected: 1), audit: entry)])
        try await keeper.refresh()
        #expect(keeper.directory.teams["both"]?.description == "from the file")
        await keeper.declare(DeclaredEntities())
        #expect(keeper.directory.teams["both"]?.description == "changed")
    }

    @Test func changesOfAnotherProcessComeByThemselves() async throws {
        let folder = try TemporaryFolder()
        let here = SQLiteStore(try SQLiteDatabase(in: try DataFolder(folder.path), now: 0))
        let there = SQLiteStore(try SQLiteDatabase(in: try DataFolder(folder.path), now: 0))
        let sink = Sink()
        let keeper = keeper(here, DeclaredEntities(), sink)
        try await keeper.start()
        let watching = Task { await keeper.run(every: .milliseconds(5)) }
        defer { watching.cancel() }
        var seen = sink.stream.makeAsyncIterator()
        _ = await seen.next()
        try await keep(team("elsewhere", "x"), in: there)
        #expect(await seen.next()?.teams["elsewhere"] != nil)
        let entry = AuditEntry(
            time: 0,
            actor: AuditActor(.system, id: "t"),
            action: "t",
            object: team("elsewhere", "x").auditObject
        )
        _ = try await there.apply([DocumentChange(.delete(.team, id: "elsewhere", expected: 1), audit: entry)])
        let after = await seen.next()
        #expect(after != nil)
        #expect(after?.teams["elsewhere"] == nil)
    }

    @Test func looksOftenEnoughForTheSecondThatIsPromised() {
        #expect(DirectoryKeeper.standardInterval <= .milliseconds(500))
    }

    @Test func whatCannotBeReadDoesNotCountAndStopsNothing() async throws {
        let store = MemoryStore()
        let entry = AuditEntry(
            time: 0,
            actor: AuditActor(.system, id: "t"),
            action: "t",
            object: AuditEntry.Object(kind: "team", id: "bad")
        )
        let bad = StoredDocument(kind: .team, id: "bad", name: "bad", body: Array("{\"name\":7}".utf8))
        _ = try await store.apply([DocumentChange(.insert(bad), audit: entry)])
        try await keep(team("good", "x"), in: store)
        let keeper = keeper(store, DeclaredEntities(), Sink())
        try await keeper.start()
        #expect(Array(keeper.directory.teams.keys) == ["good"])
    }

    @Test func manyRefreshesAtOnceEndWithTheNewestState() async throws {
        let store = MemoryStore()
        let keeper = keeper(store, DeclaredEntities(), Sink())
        try await keeper.start()
        var current = team("a", "0")
        try await keep(current, in: store)
        for step in 1...200 {
            var next = current
            next.description = "\(step)"
            let entry = AuditEntry(
                time: 0,
                actor: AuditActor(.system, id: "t"),
                action: "t",
                object: current.auditObject
            )
            _ = try await store.apply([DocumentChange(.update(next.document, expected: Int64(step)), audit: entry)])
            current = next
            async let first: Void = keeper.refresh()
            async let second: Void = keeper.refresh()
            async let third: Void = keeper.refresh()
            _ = try await (first, second, third)
            #expect(keeper.directory.teams["a"]?.description == "\(step)")
        }
    }
}
