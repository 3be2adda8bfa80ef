internal import GRDB

extension SQLiteStore {
    /// Keeps a new session; see ``SessionStore/insert(_:)``.
    public func insert(_ session: StoredSession) async throws(StoreError) {
        try await database.write { connection in
            let isThere =
                try SQLQuery("SELECT 1 FROM sessions WHERE digest = ?", .blob(session.digest))
                .hasRow(on: connection)
            guard !isThere else { throw StoreError(.conflict, "there is such a session already") }
            try SQLQuery(
                "INSERT INTO sessions (digest, user, created, last_seen, expires, body) VALUES (?, ?, ?, ?, ?, ?)",
                .blob(session.digest),
                .text(session.user),
                .integer(session.created),
                .integer(session.lastSeen),
                .integer(session.expires),
                .blob(session.body)
            ).run(on: connection)
        }
    }

    /// One session; see ``SessionStore/session(digest:)``.
    public func session(digest: [UInt8]) async throws(StoreError) -> StoredSession? {
        try await database.read { connection in
            try SQLQuery(
                "SELECT digest, user, created, last_seen, expires, body FROM sessions WHERE digest = ?",
                .blob(digest)
            ).row(on: connection, Self.session)
        }
    }

    /// A user's sessions; see ``SessionStore/sessions(ofUser:)``.
    public func sessions(ofUser user: String) async throws(StoreError) -> [StoredSession] {
        try await database.read { connection in
            try SQLQuery(
                """
                SELECT digest, user, created, last_seen, expires, body FROM sessions
                WHERE user = ? ORDER BY created, digest LIMIT ?
                """,
                .text(user),
                .integer(Int64(PageRequest.limits.upperBound))
            ).rows(on: connection, Self.session)
        }
    }

    /// Notes a use; see ``SessionStore/touchSession(digest:lastSeen:)``.
    public func touchSession(digest: [UInt8], lastSeen: Int64) async throws(StoreError) {
        try await database.write { connection in
            _ = try SQLQuery(
                "UPDATE sessions SET last_seen = ? WHERE digest = ? AND last_seen < ?",
                .integer(lastSeen),
                .blob(digest),
                .integer(lastSeen)
            ).run(on: connection)
        }
    }

    /// Removes a session; see ``SessionStore/removeSession(digest:)``.
    public func removeSession(digest: [UInt8]) async throws(StoreError) -> Bool {
        try await database.write { connection in
            try SQLQuery("DELETE FROM sessions WHERE digest = ?", .blob(digest)).run(on: connection) > 0
        }
    }

    /// Removes a user's sessions; see ``SessionStore/removeSessions(ofUser:)``.
    public func removeSessions(ofUser user: String) async throws(StoreError) -> Int {
        try await database.write { connection in
            try SQLQuery("DELETE FROM sessions WHERE user = ?", .text(user)).run(on: connection)
        }
    }

    /// Removes what has ended; see ``SessionStore/removeSessions(expiredBy:idleSince:)``.
    public func removeSessions(expiredBy now: Int64, idleSince: Int64) async throws(StoreError) -> Int {
        try await database.write { connection in
            try SQLQuery(
                "DELETE FROM sessions WHERE expires <= ? OR last_seen <= ?",
                .integer(now),
                .integer(idleSince)
            ).run(on: connection)
        }
    }

    private static func session(_ row: SQLRow) throws -> StoredSession {
        StoredSession(
            digest: try row.blob("digest"),
            user: try row.text("user"),
            created: try row.integer("created"),
            lastSeen: try row.integer("last_seen"),
            expires: try row.integer("expires"),
            body: try row.blob("body")
        )
    }
}
