/// A person's session in the control plane.
public struct Session: Hashable, Sendable {
    /// What the token hashes to; the session is found by it.
    public let digest: KeyDigest
    /// The id of the user.
    public let user: String
    /// When the user signed in.
    public let created: Timestamp
    /// When it was last used, as far as that has been written down.
    public var lastUsed: Timestamp

    /// A session; one that begins has been used just now.
    public init(digest: KeyDigest, user: String, created: Timestamp, lastUsed: Timestamp? = nil) {
        self.digest = digest
        self.user = user
        self.created = created
        self.lastUsed = lastUsed ?? created
    }

    /// Whether the session is good: not at rest for too long, not too old, and its user still as when it began.
    /// - Parameters:
    ///   - user: the user of the session's id as he is now; `nil` where he is gone.
    ///   - now: the time.
    ///   - policy: how long sessions last.
    public func isValid(for user: User?, now: Timestamp, policy: SessionPolicy) -> Bool {
        guard let user, user.id == self.user, !user.isDisabled else { return false }
        // In the same second as a change of the password a session may be older or newer: older counts.
        if let changed = user.passwordChanged, created < changed { return false }
        return now < created.adding(seconds: policy.absolute) && now < lastUsed.adding(seconds: policy.idle)
    }

    /// The session as used now, if that is to be written down.
    public func touched(now: Timestamp, policy: SessionPolicy) -> Session? {
        guard now >= lastUsed.adding(seconds: policy.touch) else { return nil }
        var session = self
        session.lastUsed = now
        return session
    }
}
