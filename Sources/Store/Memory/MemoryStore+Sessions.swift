extension MemoryStore {
    /// Keeps a new session; see ``SessionStore/insert(_:)``.
    public func insert(_ session: StoredSession) async throws(StoreError) {
        try MemoryState.check([session.user])
        try write { state throws(StoreError) in
            guard state.sessions[session.digest] == nil else {
                throw StoreError(.conflict, "there is such a session already")
            }
            state.sessions[session.digest] = session
        }
    }

    /// One session; see ``SessionStore/session(digest:)``.
    public func session(digest: [UInt8]) async throws(StoreError) -> StoredSession? {
        try read { state in state.sessions[digest] }
    }

    /// A user's sessions; see ``SessionStore/sessions(ofUser:)``.
    public func sessions(ofUser user: String) async throws(StoreError) -> [StoredSession] {
        let sessions = try read { state in Self.sessions(of: user, in: state) }.sorted { left, right in
            left.created != right.created
                ? left.created < right.created : left.digest.lexicographicallyPrecedes(right.digest)
        }
        return Array(sessions.prefix(PageRequest.limits.upperBound))
    }

    /// Notes a use; see ``SessionStore/touchSession(digest:lastSeen:)``.
    public func touchSession(digest: [UInt8], lastSeen: Int64) async throws(StoreError) {
        try write { state in
            guard let session = state.sessions[digest], session.lastSeen < lastSeen else { return }
            state.sessions[digest]?.lastSeen = lastSeen
        }
    }

    /// Removes a session; see ``SessionStore/removeSession(digest:)``.
    public func removeSession(digest: [UInt8]) async throws(StoreError) -> Bool {
        try write { state in state.sessions.removeValue(forKey: digest) != nil }
    }

    /// Removes a user's sessions; see ``SessionStore/removeSessions(ofUser:)``.
    public func removeSessions(ofUser user: String) async throws(StoreError) -> Int {
        try write { state in
            let gone = Self.sessions(of: user, in: state)
            for session in gone { state.sessions[session.digest] = nil }
            return gone.count
        }
    }

    /// Removes what has ended; see ``SessionStore/removeSessions(expiredBy:idleSince:)``.
    public func removeSessions(expiredBy now: Int64, idleSince: Int64) async throws(StoreError) -> Int {
        try write { state in
            let gone = state.sessions.values.filter { $0.expires <= now || $0.lastSeen <= idleSince }
            for session in gone { state.sessions[session.digest] = nil }
            return gone.count
        }
    }

    private static func sessions(of user: String, in state: MemoryState) -> [StoredSession] {
        let user = ExactText(user)
        return state.sessions.values.filter { ExactText($0.user) == user }
    }
}
