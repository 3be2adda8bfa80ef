/// Keeps the sessions of people at the administration.
public protocol SessionStore: Sendable {
    /// Keeps a new session.
    /// - Throws: ``StoreError/Code/conflict`` where its digest is there already.
    func insert(_ session: StoredSession) async throws(StoreError)

    /// The session of a token's digest; `nil` where there is none. Whether it is still valid is for the caller to say.
    func session(digest: [UInt8]) async throws(StoreError) -> StoredSession?

    /// The sessions of a user, the oldest first; at most ``PageRequest/limits``'s upper bound.
    func sessions(ofUser user: String) async throws(StoreError) -> [StoredSession]

    /// Notes when a session was used; never sets it back. A session that is gone is no error.
    func touchSession(digest: [UInt8], lastSeen: Int64) async throws(StoreError)

    /// Removes a session.
    /// - Returns: whether there was one.
    func removeSession(digest: [UInt8]) async throws(StoreError) -> Bool

    /// Removes the sessions of a user.
    /// - Returns: how many there were.
    func removeSessions(ofUser user: String) async throws(StoreError) -> Int

    /// Removes the sessions that ended at a time or before, and those that were last used at `idleSince` or before.
    /// - Returns: how many there were.
    func removeSessions(expiredBy now: Int64, idleSince: Int64) async throws(StoreError) -> Int
}
