import Store
import Testing

@Suite("Every store keeps sessions")
struct SessionConformance {
    private func session(_ digest: UInt8, user: String = "u", created: Int64 = 1, expires: Int64 = 100) -> StoredSession
    {
        StoredSession(digest: [digest], user: user, created: created, lastSeen: created, expires: expires, body: [9])
    }

    @Test(arguments: StoreFactory.all)
    func `A session is found by its digest until it is removed`(_ factory: StoreFactory) async throws {
        try await factory { store in
            try await store.insert(session(1))
            #expect(try await store.session(digest: [1]) == session(1))
            #expect(try await store.session(digest: [1, 1]) == nil)
            #expect(try await code { try await store.insert(session(1, user: "other")) } == .conflict)
            #expect(try await store.removeSession(digest: [1]))
            #expect(try await store.removeSession(digest: [1]) == false)
            #expect(try await store.session(digest: [1]) == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `A use is noted and never set back`(_ factory: StoreFactory) async throws {
        try await factory { store in
            try await store.insert(session(1, created: 10))
            for time: Int64 in [20, 15] { try await store.touchSession(digest: [1], lastSeen: time) }
            try await store.touchSession(digest: [2], lastSeen: 20)
            #expect(try await store.session(digest: [1])?.lastSeen == 20)
            #expect(try await store.session(digest: [2]) == nil)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `A user's sessions go at once and others' stay`(_ factory: StoreFactory) async throws {
        try await factory { store in
            try await store.insert(session(3, created: 2))
            try await store.insert(session(2, created: 5))
            try await store.insert(session(1, user: "v"))
            #expect(try await store.sessions(ofUser: "u").map(\.digest) == [[3], [2]])
            #expect(try await store.removeSessions(ofUser: "u") == 2)
            #expect(try await store.sessions(ofUser: "u").isEmpty)
            #expect(try await store.sessions(ofUser: "v").count == 1)
        }
    }

    @Test(arguments: StoreFactory.all)
    func `What has ended or was left idle goes`(_ factory: StoreFactory) async throws {
        try await factory { store in
            try await store.insert(session(1, created: 50, expires: 100))
            try await store.insert(session(2, created: 50, expires: 101))
            try await store.insert(session(3, created: 10, expires: 999))
            #expect(try await store.removeSessions(expiredBy: 100, idleSince: 10) == 2)
            #expect(try await store.session(digest: [2]) != nil)
        }
    }
}
