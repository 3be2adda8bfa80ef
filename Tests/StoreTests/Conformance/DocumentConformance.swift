import Governance
import Store
import Testing

private let nul = "\u{0}"

@Suite("Every store keeps documents")
struct DocumentConformance {
    @Test(arguments: StoreFactory.all)
    func `A document comes back as it was put in`(_ factory: StoreFactory) async throws {
        try await factory { store in
            var full = StoredDocument(
                kind: .key,
                id: "key_1",
                name: "関門 '; DROP TABLE documents; -- \"",
                isLiving: false,
                organization: "o",
                team: "t",
                owner: "user_1",
                digest: [0, 1, 255],
                expires: .max,
                body: Array(#"{"a":"\u0000"}"#.utf8) + [0, 0xFF]
            )
            let bare = StoredDocument(kind: .team, id: "", name: "", body: [])
            let stored = try await store.apply([Samples.insert(full), Samples.insert(bare)])
            #expect(stored.map { $0?.version } == [1, 1])
            #expect(stored.map { $0?.revision } == [1, 2])
            full.version = 1
            full.revision = 1
            #expect(stored[0] == full)
            #expect(try await store.document(.key, id: "key_1") == full)
            #expect(try await store.document(.team, id: "") == stored[1])
            #expect(try await store.document(.team, id: "key_1") == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `A change is refused where a document that it relies on is another`(_ factory: StoreFactory) async throws {
        try await factory { store in
            _ = try await store.apply([
                Samples.insert(Samples.document("a", kind: .user)), Samples.insert(Samples.document("b", kind: .user)),
            ])
            func change(_ id: String, expected: Int64, relyingOn other: String, version: Int64) -> DocumentChange {
                var change = Samples.update(Samples.document(id, kind: .user), expected: expected)
                change.reliances = [.init(on: .user, id: other, version: version)]
                return change
            }
            _ = try await store.apply([change("a", expected: 1, relyingOn: "b", version: 1)])
            let head = try await store.auditHead()
            for refused in [
                change("b", expected: 1, relyingOn: "a", version: 1),
                change("b", expected: 1, relyingOn: "nobody", version: 1),
            ] {
                #expect(try await code { _ = try await store.apply([refused]) } == .outdated)
            }
            #expect(try await store.document(.user, id: "b")?.version == 1)
            #expect(try await store.auditHead() == head)
            _ = try await store.apply([change("b", expected: 1, relyingOn: "a", version: 2)])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Ids, names among the living and digests are there once`(_ factory: StoreFactory) async throws {
        try await factory { store in
            _ = try await store.apply([
                Samples.insert(Samples.document("a", name: "n", digest: [1])),
                Samples.insert(Samples.document("gone", name: "free", isLiving: false)),
            ])
            let refused = [
                Samples.document("a", name: "other"),
                Samples.document("b", name: "n"),
                Samples.document("b", name: "other", digest: [1]),
                Samples.document("b", kind: .user, name: "other", digest: [1]),
            ]
            for document in refused {
                #expect(try await code { _ = try await store.apply([Samples.insert(document)]) } == .conflict)
            }
            let taken = [
                Samples.document("a", kind: .user, name: "n"),
                Samples.document("b", name: "n", isLiving: false),
                Samples.document("c", name: "free"),
                Samples.document("d", name: "N"),
            ]
            for document in taken { _ = try await store.apply([Samples.insert(document)]) }
            #expect(
                try await code {
                    _ = try await store.apply([Samples.update(Samples.document("b", name: "n"), expected: 1)])
                } == .conflict,
                "one that comes to life again must not take the name of another"
            )
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Names are compared byte by byte`(_ factory: StoreFactory) async throws {
        try await factory { store in
            let composed = "caf\u{E9}"
            let decomposed = "cafe\u{301}"
            _ = try await store.apply([
                Samples.insert(Samples.document(composed)), Samples.insert(Samples.document(decomposed)),
            ])
            let found = try await store.documents(.key, where: .init(name: composed), page: .init())
            #expect(found.rows.map { Array($0.id.utf8) } == [Array(composed.utf8)])
            let order = try await store.documents(.key, where: .all, page: .init()).rows
            #expect(order.map { Array($0.name.utf8) } == [Array(decomposed.utf8), Array(composed.utf8)])
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Only who knows the version changes or deletes a document`(_ factory: StoreFactory) async throws {
        try await factory { store in
            _ = try await store.apply([Samples.insert(Samples.document("a", body: "1"))])
            let second = try await store.apply([Samples.update(Samples.document("a", body: "2"), expected: 1)])
            #expect(second[0]?.version == 2)
            #expect(
                try await code {
                    _ = try await store.apply([Samples.update(Samples.document("a", body: "3"), expected: 1)])
                } == .outdated
            )
            #expect(try await code { _ = try await store.apply([Samples.delete("a", expected: 1)]) } == .outdated)
            #expect(try await store.document(.key, id: "a")?.body == Array("2".utf8))
            #expect(try await store.apply([Samples.delete("a", expected: 2)]) == [nil])
            #expect(try await code { _ = try await store.apply([Samples.delete("a", expected: 2)]) } == .notFound)
            #expect(
                try await code {
                    _ = try await store.apply([Samples.update(Samples.document("a"), expected: 2)])
                } == .notFound
            )
            #expect(try await store.apply([Samples.insert(Samples.document("a"))])[0]?.version == 1)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Changes are made all or none, and their audit entries with them`(_ factory: StoreFactory) async throws {
        try await factory { store in
            _ = try await store.apply([Samples.insert(Samples.document("a"))])
            let changes = [
                Samples.insert(Samples.document("b")),
                Samples.update(Samples.document("a", body: "2"), expected: 1),
                Samples.insert(Samples.document("a")),
            ]
            #expect(try await code { _ = try await store.apply(changes) } == .conflict)
            #expect(try await store.document(.key, id: "b") == nil)
            #expect(try await store.document(.key, id: "a")?.version == 1)
            #expect(try await store.latestRevision() == 1)
            #expect(try await store.auditHead().sequence == 1)
            _ = try await store.apply(Array(changes.prefix(2)))
            #expect(try await store.auditHead().sequence == 3)
            #expect(try await store.latestRevision() == 3)
        }
    }

    @Test(arguments: StoreFactory.all, [1, 2, 7, 25, 1000])
    func `Pages show every document once, in order`(_ factory: StoreFactory, limit: Int) async throws {
        try await factory { store in
            // Names of the not living repeat, so that the order must go on by the id.
            let documents = (0..<25).map { index in
                Samples.document(
                    "id\(index * 7 % 25)",
                    name: "name\(index % 4)",
                    isLiving: false,
                    team: index.isMultiple(of: 2) ? "even" : nil
                )
            }
            _ = try await store.apply(documents.map(Samples.insert))
            _ = try await store.apply([Samples.insert(Samples.document("team", kind: .team, team: "even"))])
            for filter in [DocumentFilter.all, DocumentFilter(team: "even")] {
                var rows: [StoredDocument] = []
                var cursor: PageCursor?
                repeat {
                    let page = try await store.documents(.key, where: filter, page: .init(limit: limit, after: cursor))
                    #expect(page.rows.count <= limit)
                    rows += page.rows
                    cursor = page.next
                } while cursor != nil
                let expected = documents.filter { filter.team == nil || $0.team == filter.team }
                    .map { [$0.name, $0.id] }
                    .sorted { $0.lexicographicallyPrecedes($1) }
                #expect(rows.map { [$0.name, $0.id] } == expected)
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Filters find what they say`(_ factory: StoreFactory) async throws {
        try await factory { store in
            var expiring = Samples.document("a", team: "t", owner: "u", digest: [7])
            expiring.organization = "o"
            expiring.expires = 100
            _ = try await store.apply([
                Samples.insert(expiring), Samples.insert(Samples.document("b", isLiving: false)),
            ])
            let filters: [(DocumentFilter, [String])] = [
                (.all, ["a", "b"]),
                (.init(organization: "o"), ["a"]),
                (.init(organization: "x"), []),
                (.init(team: "t"), ["a"]),
                (.init(owner: "u"), ["a"]),
                (.init(owner: "t"), []),
                (.init(name: "b"), ["b"]),
                (.init(digest: [7]), ["a"]),
                (.init(digest: [8]), []),
                (.init(isLiving: true), ["a"]),
                (.init(isLiving: false), ["b"]),
                (.init(expiresBefore: 101), ["a"]),
                (.init(expiresBefore: 100), []),
                (.init(team: "t", isLiving: false), []),
                (.init(name: "' OR 1=1 --"), []),
            ]
            for (filter, expected) in filters {
                let found = try await store.documents(.key, where: filter, page: .init()).rows.map(\.id)
                #expect(found == expected, "\(filter)")
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Cursors of other lists and made-up ones are refused`(_ factory: StoreFactory) async throws {
        try await factory { store in
            for index in 0..<3 { _ = try await store.apply([Samples.insert(Samples.document("k\(index)"))]) }
            let next = try await store.auditRecords(where: .all, page: .init(limit: 1)).next
            let other = try #require(next)
            let texts = ["", "0", "zz", "ff", "5b5d", "6e756c6c", String(repeating: "5b", count: 5000), other.text]
            for text in texts {
                let page = PageRequest(after: PageCursor(text))
                #expect(
                    try await code { _ = try await store.documents(.key, where: .all, page: page) } == .invalidCursor,
                    "\(text.prefix(20))"
                )
            }
        }
    }

    @Test(arguments: StoreFactory.all)
    func `A NUL does not make two names one`(_ factory: StoreFactory) async throws {
        try await factory { store in
            let documents = [
                Samples.document("a" + nul + "b"), Samples.document("a", name: "a" + nul),
                Samples.document("a", team: nul),
            ]
            for document in documents {
                #expect(try await code { _ = try await store.apply([Samples.insert(document)]) } == .invalid)
            }
            #expect(
                try await code { _ = try await store.documents(.key, where: .init(team: nul), page: .init()) }
                    == .invalid
            )
            let revision = try await store.latestRevision()
            #expect(revision == 0)
        }
    }

    @Test(arguments: StoreFactory.all, [Int.min, 0, 1, 2, 3, Int.max])
    func `Any limit of changes leads to all of them`(_ factory: StoreFactory, limit: Int) async throws {
        try await factory { store in
            _ = try await store.apply(["a", "b", "c"].map { Samples.insert(Samples.document($0)) })
            _ = try await store.apply([Samples.delete("b", expected: 1)])
            var changes = try await store.changes(since: 0, limit: limit)
            var ids = changes.written.map(\.id) + changes.removed.map(\.id)
            while changes.hasMore {
                changes = try await store.changes(since: changes.revision, limit: limit)
                ids += changes.written.map(\.id) + changes.removed.map(\.id)
            }
            #expect(ids == ["a", "c", "b"])
            #expect(changes.revision == 4)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `Who follows the changes has what the store has`(_ factory: StoreFactory) async throws {
        try await factory { store in
            var random = SeededGenerator(seed: 42)
            var replica: [String: StoredDocument] = [:]
            var known: Int64 = 0
            for round in 0..<200 {
                let id = "k\(Int.random(in: 0..<20, using: &random))"
                let stored = try await store.document(.key, id: id)
                let change: DocumentChange
                switch (stored, Bool.random(using: &random)) {
                case (nil, _): change = Samples.insert(Samples.document(id, body: "\(round)"))
                case (let stored?, true):
                    change = Samples.update(Samples.document(id, body: "\(round)"), expected: stored.version)
                case (let stored?, false): change = Samples.delete(id, expected: stored.version)
                }
                _ = try await store.apply([change])
                #expect(try await store.latestRevision() == Int64(round + 1))
                guard round % 9 == 0 || round == 199 else { continue }
                var hasMore = true
                while hasMore {
                    let changes = try await store.changes(since: known, limit: 4)
                    #expect(changes.written.count + changes.removed.count <= 4)
                    for document in changes.written { replica[document.id] = document }
                    for removal in changes.removed { replica[removal.id] = nil }
                    #expect(changes.revision >= known)
                    known = changes.revision
                    hasMore = changes.hasMore
                }
                let documents = try await store.documents(.key, where: .all, page: .init(limit: 100)).rows
                #expect(replica == Dictionary(uniqueKeysWithValues: documents.map { ($0.id, $0) }))
                #expect(known == Int64(round + 1))
            }
        }
    }
}
